from dataclasses import dataclass, fields
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.proof.bulk_digest import Digester
from core.proof.chain import digest_of_record, digest_of_records


@dataclass(frozen=True)
class Record:
    amount: int
    name: str
    note: str | None
    points: Decimal | None


texts = st.text(st.characters(exclude_categories=["Cs"]))
records = st.builds(Record, st.integers(0, 99), texts, st.none() | texts, st.none() | st.decimals(0, 99, places=2))


@given(st.lists(st.lists(records, min_size=1, max_size=12), max_size=3))
def test_rows_in_columns_have_the_digests_of_records(chunks: list[list[Record]]) -> None:
    digester = Digester()
    for chunk in chunks:
        columns = {one.name: [getattr(record, one.name) for record in chunk] for one in fields(Record)}
        digests = digester.digests(columns)
        assert [one.hex() for one in digests] == [digest_of_record(record) for record in chunk]
        digester.add(digests)
    assert digester.digest() == digest_of_records(digest_of_record(one) for chunk in chunks for one in chunk)
