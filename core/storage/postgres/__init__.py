"""The registry on a PostgreSQL server, for several processes on several machines.

Map: ``registry`` the open database and its connections · ``read_only`` for reading alone · ``upgrade`` applies
migrations and loses nothing · ``connecting`` one connection, and how values come and go · ``engine`` what Tortoise is
told to use · ``dialect`` what is said otherwise than to SQLite · ``trouble`` the server's errors as the project's.

Its driver is optional: nothing outside imports this package before a ``postgres://`` URL is given.
"""
