"""Proof: what shows later that a record or a result is the one that was there then. Pure, as the engine is.

Map:

* ``chain``           entries of the audit trail and how they are sealed; ``chain_checks`` verifies a trail,
  ``chain_findings`` says what is wrong with one
* ``receipt``         one decision as one file; ``decision``: what it is made from, ``engine``: by which engine,
  ``values``: its JSON, ``reading``: back from it, ``verify``: repeated from the file alone
* ``canonical``       the one way in which JSON is written

It imports assessment, regulation, text and errors; storage, service and the command line use it.
"""
