"""What is said otherwise to PostgreSQL than to SQLite, in whose words all SQL of the registry is written.

* parameters are numbered: ``$1`` for the first ``?``
* ``LIKE`` minds case there: ``ILIKE`` does not, and on columns of collation ``C`` it folds A-Z alone, as SQLite does
* the audit trail is read as bytes from SQLite, where spoilt text may be no text; here the server lets none in
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import count

_DIFFERENT = re.compile(r"'[^']*'|\?|\bLIKE\b|\bAS BLOB\b")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_WORDS = (("LIKE", "ILIKE"), ("AS BLOB", "AS TEXT"))


def in_postgres(sql: str) -> str:
    """Return a statement as PostgreSQL takes it; what stands in quotes stays."""
    numbers = count(1)
    words = dict(_WORDS)

    def said(match: re.Match[str]) -> str:
        found = match.group()
        return f"${next(numbers)}" if found == "?" else words.get(found, found)

    return _DIFFERENT.sub(said, sql)


def copied(rows: Iterable[Sequence[object]]) -> BytesIO:
    """Return rows as the lines of text that ``COPY`` reads; raises UnicodeEncodeError for what is no text."""
    lines = ["\t".join("\\N" if one is None else str(one).translate(_ESCAPES) for one in row) for row in rows]
    return BytesIO("".join(f"{line}\n" for line in lines).encode())
