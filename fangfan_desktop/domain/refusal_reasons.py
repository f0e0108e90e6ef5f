"""Why a household was not taken in, and which reasons are none (唯收入论、三等、超时).

A refusal keeps its reasons. One that rests on nothing but reasons that the plan of 柳江区 2023
names as faults is marked, so that the clerk and whoever checks see it.
"""

from collections.abc import Collection
from dataclasses import dataclass

_SOURCE = "柳州市柳江区2023年重点排查工作方案，问题清单"


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """One reason to choose; `fault` names what is wrong with it as the only one."""

    key: str
    words: str
    fault: str = ""

    @property
    def is_forbidden_alone(self) -> bool:
        """Whether it is no reason by itself."""
        return bool(self.fault)


REASONS: tuple[RefusalReason, ...] = (
    RefusalReason("no_risk", "综合研判没有返贫致贫风险"),
    RefusalReason("settled", "风险已经解决，生活不受影响"),
    RefusalReason("withdrawn", "农户书面表示不申请"),
    RefusalReason("not_rural", "不是本地农村户籍人口"),
    RefusalReason("already", "已在其他户内纳入监测"),
    RefusalReason("income", "收入高于监测范围", "唯收入论"),
    RefusalReason("assets", "财产检索有命中（车辆、房产、存款等）", "唯财产检索结果论"),
    RefusalReason("wait_dibao", "等纳入低保", "“三等”之一"),
    RefusalReason("wait_hospital", "等病人出院", "“三等”之一"),
    RefusalReason("wait_assets", "等财产检索通过", "“三等”之一"),
    RefusalReason("timeout", "系统超时", "超时不是理由"),
    RefusalReason("other", "其他（在说明里写清）"),
)
_BY_KEY = {reason.key: reason for reason in REASONS}


def reason_words(keys: str | None) -> tuple[str, ...]:
    """The words of stored reasons, which are keys joined by a comma."""
    return tuple(_BY_KEY[key].words for key in (keys or "").split(",") if key in _BY_KEY)


def refusal_fault(keys: Collection[str]) -> str | None:
    """What is wrong with a refusal that rests on these reasons alone; None where nothing is."""
    chosen = [_BY_KEY[key] for key in keys if key in _BY_KEY]
    if not chosen or not all(reason.is_forbidden_alone for reason in chosen):
        return None
    faults = "、".join(dict.fromkeys(reason.fault for reason in chosen))
    return f"只凭“{'、'.join(reason.words for reason in chosen)}”不予纳入：{faults}（{_SOURCE}）"
