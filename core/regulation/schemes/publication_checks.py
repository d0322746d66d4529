"""Checks of what a points scheme makes public: sanctions that it knows, and an end that is said once."""

from collections.abc import Iterator

from core.regulation.files.positions import Path
from core.regulation.findings import Finding, unique_ids
from core.regulation.schemes.points import PointsScheme, Sanction
from core.text import Text


def check_publications(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    """Yield each publication at the key path ``at`` of what never happens, or whose end is not said or said twice."""
    yield from unique_ids(at, scheme.publications)
    known = {one.kind for one in _sanctions(scheme)}
    for index, one in enumerate(scheme.publications):
        for place, kind in enumerate(one.of):
            if kind not in known:
                listed = ", ".join(sorted(known)) or "-"
                yield Finding(
                    (*at, index, "of", place),
                    "PUBLICATION_UNREACHABLE",
                    Text(
                        zh=f"没有条款、档次或升级带来 {kind}, 永远不会公示",
                        en=f"nothing in the scheme leads to {kind}, so it is never published",
                    ),
                    Text(zh=f"改为其中之一: {listed}", en=f"write one of: {listed}"),
                )
        if one.until is not None and (one.until.months is None) != one.until.with_sanction:
            yield Finding(
                (*at, index, "until"),
                "PUBLICATION_END_UNCLEAR",
                Text(zh="应写 months 或 with_sanction 之一", en="an end has either months or with_sanction"),
                Text(
                    zh="按原文: 写明期限用 months, 随处理结束用 with_sanction = true; 原文未写则删去 until",
                    en="as the text has it: months for a term, with_sanction = true if it ends with the sanction; "
                    "leave until out where the text is silent",
                ),
            )


def _sanctions(scheme: PointsScheme) -> Iterator[Sanction]:
    """Yield every sanction that the scheme can lead to."""
    for clause in scheme.clauses:
        yield from clause.sanctions
    for threshold in scheme.thresholds:
        yield from threshold.sanctions
    yield from (one.sanction for one in scheme.escalations)
