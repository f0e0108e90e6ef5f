"""Notices to print in tests: a made-up village."""

from datetime import date

from fangfan_desktop.domain.notice_paper import NoticePaper
from fangfan_desktop.domain.notice_rules import (
    NoticeEntry,
    NoticeKind,
    notice_period,
    notice_rows,
)
from fangfan_desktop.domain.notice_template import NoticeFacts, render, shipped_template

DAY = date(2022, 5, 16)
RARE_NAMES = ("𠮷水生", "韦㛃", "莫䶮𫘝", "陆永福")
FACTS = NoticeFacts(
    township="雒容镇",
    village="龙岭村",
    basis="《雒容镇2022年集中排查工作方案》",
    standard="家庭年人均纯收入7000元以下，结合“两不愁三保障”和饮水安全综合研判",
    steps="农户申请、入户核实、信息比对、村民代表民主评议",
    period=notice_period(DAY),
    signature="龙岭村民委员会",
)


def sample_notice(count: int, kind: NoticeKind = NoticeKind.TO_INCLUDE_VILLAGE) -> NoticePaper:
    """A notice with so many households, one a group up to ten groups."""
    entries = [
        NoticeEntry(
            village="龙岭村",
            group=f"{'一二三四五六七八九十'[n % 10]}组",
            head_name=RARE_NAMES[n % 4],
            id_number=f"45022119600101{1000 + n}",
            population=2 + n % 4,
            category=("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")[n % 3],
            risk="因病",
        )
        for n in range(count)
    ]
    return render(shipped_template(kind), FACTS, notice_rows(entries, shown_on=DAY))
