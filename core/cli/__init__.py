"""The command line: one module a command, each imported only when it is asked for.

Map: ``shared`` options, languages, errors and exit codes, with ``output`` (``--json``) and ``journal`` (the log) ·
``progress`` a bar · ``assess``, of a registry (``assess_registry``) or of everyone (``assess_all``) ·
``load`` (the command ``import``) ·
``impact``, with its forms for scripts (``impact_forms``) and for people (``impact_text``) ·
``check``, with its JSON (``check_forms``), what an example expected (``mismatches``) and ``--against``
(``against_forms``) · ``new`` a region to begin with · ``diff``, in words from ``diff_words`` ·
``audit`` · ``receipt`` (with ``verify``) · ``closing`` (``close``, ``reopen``, ``revise``) ·
``backup`` (with ``restore``) · ``snapshot`` (with ``changes`` and ``load``) ·
``deadlines``, with their iCalendar file (``deadlines_calendar``) · ``regulations`` · ``token`` · ``doctor`` ·
``explain`` outcomes as text · ``command_reference`` all commands as Markdown. ``serve``, ``demo`` and
``export-schema`` need the GraphQL schema and are in ``app.py``.
"""
