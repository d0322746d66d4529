"""The command line: one module a command, each imported only when it is asked for.

Map: ``shared`` options, languages, errors and exit codes · ``assess`` · ``load`` (the command ``import``) ·
``impact``, with its forms for scripts (``impact_forms``) and for people (``impact_text``) ·
``check``, with its JSON (``check_forms``), what an example expected (``mismatches``) and ``--against``
(``against_forms``) · ``new`` a region to begin with · ``diff``, in words from ``diff_words`` ·
``audit`` · ``receipt`` (with ``verify``) · ``closing`` (``close``, ``reopen``, ``revise``) ·
``deadlines``, with their iCalendar file (``deadlines_calendar``) · ``regulations`` · ``token`` ·
``explain`` outcomes as text · ``command_reference`` all commands as Markdown. ``serve``, ``demo`` and
``export-schema`` need the GraphQL schema and are in ``app.py``.
"""
