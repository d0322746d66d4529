"""The law as data: immutable types, the TOML reader with line numbers, checks, citations and the catalogue.

Map: ``vocabulary`` terms · ``citation`` places in a text · ``base`` strict model and numbers · ``schemes`` one model
and one module of checks a scheme · ``effects`` and ``behaviours`` what several schemes share, ``findings`` what checks
say · ``model`` a whole regulation · ``checks`` what types cannot say · ``inheritance`` a lower rule on a higher one ·
``files`` text of a file to a typed value or all its problems · ``law`` a regulation as applied, with readings and
supplied values · ``settings`` the operator's values · ``catalogue`` which version governs a day, ``applicability``
which regulation · ``changes`` what differs between two versions · ``mutants`` every small mistake that a data file
could hold · ``against`` a data file and the official text that it comes from · ``digest`` the fingerprint of a value ·
``json_schema`` completion for editors.

Imports nothing of the project but ``core.text`` and ``core.errors``; no clock, no database, no network.
"""
