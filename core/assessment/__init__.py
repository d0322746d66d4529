"""The engine: pure functions from a regulation, facts and dates to an outcome with its steps.

Map: ``facts`` what it is told · ``outcome`` what it answers · ``periods`` evaluation periods and terms of months ·
``workdays`` working days · ``points`` with ``tally``, ``sanctions`` and ``standing`` the points scheme ·
``enrolment`` with ``enrolment_conditions``, ``_endings`` and ``_duties`` the enrolment scheme ·
``charges`` with ``charges_terms`` (facts and outcome), ``_acts``, ``_excess`` and ``_account`` the charges scheme ·
``sentences`` steps as sentences · ``arithmetic`` the line that re-adds · ``cases`` worked examples, one module a
scheme · ``examples`` how they came out.

No clock, no database, no plugin, no GraphQL: the same input gives the same answer on any day and any machine.
"""
