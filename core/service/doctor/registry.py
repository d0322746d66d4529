"""What is recorded: the audit trail, tokens, frozen results, and whether a text governs everyone who is enrolled."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta

from core.proof.chain_checks import verify as verify_trail
from core.proof.verify import Findings, Verdict
from core.proof.verify import verify as verify_receipt
from core.service.doctor.found import Found, Saying
from core.service.doctor.surroundings import Surroundings
from core.service.freezing import receipt_of_frozen
from core.service.tokens import TokenState, state_of
from core.storage import ReadOnly, Reads, read_entries, read_head
from core.text import Text

_AHEAD = timedelta(minutes=5)
"""By how much clocks may differ."""


async def audit(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the audit trail is intact."""
    say = Saying("audit")
    async with ReadOnly.open(there.location) as registry:
        entries, head = await read_entries(registry), await read_head(registry)
    findings = tuple(dict.fromkeys(verify_trail(entries, head)))
    if not findings:
        yield say.ok(f"审计链 {len(entries)} 条, 均完好", f"entries of the audit trail: {len(entries)}, all intact")
        return
    first = findings[0].text
    yield say.fail(
        Text(zh=f"{len(findings)} 处不符, 首先: {first.zh}", en=f"{len(findings)} findings, the first: {first.en}"),
        Text(
            zh="guiju audit verify 列出全部; 与抄录的链首比对", en="guiju audit verify names all; compare a noted head"
        ),
    )


async def clock(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the clock has not gone back behind what was recorded last."""
    say = Saying("clock")
    async with ReadOnly.open(there.location) as registry:
        entries = await read_entries(registry, 1)
    if not entries:
        yield say.skipped("尚无审计记录可比对", "there is no entry to compare it with")
        return
    last = datetime.fromisoformat(entries[-1].at)
    now = there.now.isoformat(timespec="seconds")
    if last <= there.now + _AHEAD:
        yield say.ok(f"时钟 {now}, 不早于最后一条记录", f"the clock says {now}, not before the last entry")
        return
    yield say.fail(
        Text(zh=f"时钟 {now} 早于最后一条记录 {last}", en=f"the clock says {now}, before the last entry at {last}"),
        Text(zh="校准本机时钟, 再写入", en="set the clock of this machine right before anything is written"),
    )


async def tokens(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether tokens have expired, or will soon."""
    say = Saying("tokens")
    async with ReadOnly.open(there.location) as registry:
        found = await Reads(registry).tokens()
    labels = {state: sorted({one.label for one in found if state_of(one, there.now) is state}) for state in TokenState}
    live = {*labels[TokenState.LIVE], *labels[TokenState.ENDING]}
    gone = [label for label in labels[TokenState.EXPIRED] if label not in live]
    ending = [label for label in labels[TokenState.ENDING] if label not in labels[TokenState.LIVE]]
    if ending:
        names = ", ".join(ending)
        yield say.warn(
            Text(zh=f"30 天内到期: {names}", en=f"they end within 30 days: {names}"),
            Text(zh="guiju token rotate 标签 --expires 日期", en="guiju token rotate LABEL --expires DAY"),
        )
    if gone:
        names = ", ".join(gone)
        yield say.warn(
            Text(zh=f"已到期: {names}", en=f"they have expired: {names}"),
            Text(zh="不再用的以 guiju token revoke 撤销", en="revoke what nobody uses with guiju token revoke"),
        )
    if not ending and not gone:
        yield say.ok(f"有效标签 {len(live)} 个", f"labels that hold: {len(live)}")


async def receipts(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether frozen results of closed periods come out the same when they are worked out anew."""
    say = Saying("receipts")
    async with ReadOnly.open(there.location) as registry:
        reads = Reads(registry)
        rows = await reads.some_frozen(there.receipts)
        laws = await reads.kept_laws({row.law_digest for row in rows})
    if not rows:
        yield say.skipped("没有已关闭周期的结果", "no period is closed")
        return
    told = [(row, verify_receipt(receipt_of_frozen(row, laws[row.law_digest]))) for row in rows]
    wrong = [(f"{row.doctor} {row.regulation}", one) for row, one in told if one.verdict is Verdict.DIFFERS]
    other = [(f"{row.doctor} {row.regulation}", one) for row, one in told if one.verdict is Verdict.UNREADABLE]
    todo = Text(
        zh="导出凭证并以 guiju verify 复核; 与备份比对",
        en="verify the receipts with guiju verify; compare with a backup",
    )
    if wrong:
        yield say.fail(_first(wrong, "复算不一致", "differ"), todo)
    if other:
        yield say.warn(_first(other, "本版本不能复算", "cannot be repeated by this version"), todo)
    if not wrong and not other:
        yield say.ok(
            f"抽查 {len(rows)} 份冻结结果, 复算一致", f"{len(rows)} frozen results worked out anew, all the same"
        )


def _first(found: list[tuple[str, Findings]], zh: str, en: str) -> Text:
    name, one = found[0]
    what = one.found[0].text
    return Text(zh=f"{len(found)} 份{zh}, 首先 {name}: {what.zh}", en=f"{len(found)} {en}, the first {name}: {what.en}")


async def covered(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether a regulation is in force today wherever somebody is enrolled."""
    say, catalogue = Saying("regulations"), there.host().catalogue
    async with ReadOnly.open(there.location) as registry:
        places = await Reads(registry).enrolled_places(there.today)
    fine = 0
    for place in places:
        found = catalogue.governing(place, there.today)
        if found.law is not None:
            fine += 1
        elif not catalogue.versions(place):
            yield say.fail(
                Text(
                    zh=f"{place} 有人备案, 却没有规定", en=f"people are enrolled under {place}, which has no regulation"
                ),
                Text(
                    zh="插件是否停用或未安装? 见 guiju regulations",
                    en="is its plugin parked, or not installed? see guiju regulations",
                ),
            )
        else:
            last = "-" if found.last is None else found.last.id
            yield say.warn(
                Text(
                    zh=f"{place} 今日没有施行中的版本, 最近为 {last}",
                    en=f"no version of {place} is in force today, the last was {last}",
                ),
                Text(zh="加入新版本的数据文件", en="add the data file of the version that followed"),
            )
    if not places:
        yield say.skipped("无人备案", "nobody is enrolled")
    elif fine == len(places):
        yield say.ok(
            f"{fine} 个有备案的地区均有施行中的规定", f"a version is in force in all {fine} places with enrolments"
        )
