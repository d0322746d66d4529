"""The law as data: immutable types, the TOML reader with line numbers, checks, citations and the catalogue.

Map: ``vocabulary`` terms · ``citation`` places in a text · ``base`` strict model and numbers · ``points``,
``enrolment`` one model a scheme · ``model`` a whole regulation · ``positions``, ``problems``, ``messages``,
``reading`` (with ``syntax``, ``model_errors``, ``folding``, ``fields``) text of a file to a typed value or all its
problems · ``checks`` what types cannot say · ``law`` a regulation as applied, with readings and supplied values ·
``changes`` what differs between two versions · ``publication`` what is made public · ``load`` a data file to a law ·
``settings`` the operator's values · ``catalogue`` which version governs a day ·
``digest`` the fingerprint of a value · ``json_schema`` completion for editors.

Imports nothing of the project but ``core.text`` and ``core.errors``; no clock, no database, no network.
"""
