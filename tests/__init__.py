"""Tests, each where what it tests is in the tree; ``databases`` gives registries on SQLite and on PostgreSQL.

On both: ``storage``, the tests of ``service`` and ``schema`` with a registry of their own (their ``office``), killed
and cancelled work, backups and snapshots, self-checks, ``sequences`` (each step), everyone assessed out of the
registry (``bulk``: to the byte), all commands in a row (``cli/test_databases``), two servers on one registry, kept
answers that another's write ends, and a server whose database is held or full (``serving/test_trouble``).

On one alone, SQLite unless ``GUIJU_TEST_DATABASE=postgres``: what asks through the same reads and writes for
something that no database has a say in, such as words, limits, laws, masks, every query for everybody, files that are
wrong.

On SQLite alone: what a newcomer has before there is any server (the tutorial, the wheel, the pages, the options of
each command), the endpoint's protocol, and the bulk loader against the other one, row by row; and what is asked of
the file itself (``storage/sqlite``), as ``storage/postgres`` asks it of a server.
"""
