import io
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
    taken = [chunk for chunk in chunks if chunk]
    digester = Digester(io.BytesIO())
    for chunk in taken:
        digester.take({one.name: [getattr(record, one.name) for record in chunk] for one in fields(Record)})
    assert [[one.hex() for one in some] for some in digester.each()] == [
        [digest_of_record(record) for record in chunk] for chunk in taken
    ]
    assert digester.digest() == digest_of_records(digest_of_record(one) for chunk in taken for one in chunk)


tricky = st.sampled_from(["a", "医", "", ",", '"', '","', '",', "\\", '\\"', "\n", "[", "]"])


@given(st.lists(st.lists(tricky, min_size=1, max_size=5).map("".join), min_size=1, max_size=6, unique=True))
def test_texts_are_cut_between_each_other_and_nowhere_else(names: list[str]) -> None:
    digester = Digester(io.BytesIO())
    digester.take({"amount": [1] * len(names), "name": names})
    (each,) = digester.each()
    assert [one.hex() for one in each] == [digest_of_record(Record(1, name, None, None)) for name in names]
