"""The command line: one module a command, each imported only when it is asked for.

Map: ``shared`` options, languages, errors and exit codes · ``assess`` · ``load`` (the command ``import``) ·
``check`` · ``regulations`` · ``token`` · ``explain`` outcomes as text. ``serve``, ``demo`` and ``export-schema`` need
the GraphQL schema and are in ``app.py``.
"""
