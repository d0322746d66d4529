"""The law as data: immutable types, the TOML reader with line numbers, checks, citations and the catalogue.

Map: ``vocabulary`` terms · ``citation`` places in a text · ``base`` strict model and numbers · ``points``,
``enrolment`` one model a scheme · ``model`` a whole regulation · ``positions``, ``problems``, ``messages``,
``reading`` (with ``syntax``, ``model_errors``, ``folding``, ``fields``) text of a file to a typed value or all its
problems · ``checks`` what types cannot say · ``law`` a regulation as applied, with readings and supplied values ·
``changes`` what differs between two versions · ``mutants`` every small mistake that a data file could hold ·
``publication`` what is made public · ``load`` a data file to a law · ``settings`` the operator's values ·
``catalogue`` which version governs a day · ``against`` (with ``against_text``, ``against_quantities``,
``against_claims``, ``against_messages``) a data file and the official text that it comes from ·
``digest`` the fingerprint of a value · ``json_schema`` completion for editors.

Imports nothing of the project but ``core.text`` and ``core.errors``; no clock, no database, no network.
"""
