"""The registry in one SQLite file: the default, with no service to start.

Map: ``registry`` the open file and its connections · ``read_only`` for reading alone · ``upgrade`` applies migrations
and loses nothing · ``engine`` what Tortoise is told to use, ``bulk`` very many rows at once · ``trouble`` SQLite's
errors as the project's.
"""
