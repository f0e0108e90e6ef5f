"""Campaigns as five offices laid them down, offered as a start for a new one.

Places, dates and duties are those of the published plans; the people named in them are not kept.
"""

from dataclasses import dataclass
from datetime import date

from fangfan_desktop.domain.income import Period, calendar_year, months_before, screening_period

FORMS = ("household-form", "village-form", "statistics", "ledger")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day by which something must be done."""

    name: str
    due: date
    task: str


@dataclass(frozen=True, slots=True)
class SupervisionGroup:
    """督导组: which villages a group of the township looks after."""

    name: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignPreset:
    """A campaign to start from; everything in it can be changed.

    Attributes:
        key: Name on the command line.
        name: Chinese name shown in the list.
        kind: 集中排查, 重点排查, 回头看, 季度排查.
        title: Full title of the campaign, as papers have it.
        year: Year of the campaign.
        document_number: 文号; empty where the plan has none.
        starts: First day.
        ends: Last day.
        milestones: In order of their dates.
        line: 监测范围 in fen a head; None where the plan gives none and the office must say it.
        income_period: None where the plan gives none.
        statistics_weekday: Day of the weekly statistics, 0 Monday to 6 Sunday; None for none.
        groups: Supervision groups.
        forms: Keys of the forms in use: the four annexes, then those that the plan names besides.
        source: The plan.
    """

    key: str
    name: str
    kind: str
    title: str
    year: int
    starts: date
    ends: date
    milestones: tuple[Milestone, ...]
    source: str
    document_number: str = ""
    line: int | None = None
    income_period: Period | None = None
    statistics_weekday: int | None = None
    groups: tuple[SupervisionGroup, ...] = ()
    forms: tuple[str, ...] = FORMS


_FRIDAY = 4

_MADIAN = CampaignPreset(
    key="madian-2022",
    name="集中排查（马店镇2022年）",
    kind="集中排查",
    title="2022年防止返贫监测帮扶集中排查",
    year=2022,
    document_number="马办〔2022〕59号",
    starts=date(2022, 5, 10),
    ends=date(2022, 6, 10),
    milestones=(
        Milestone(
            "全面工作部署", date(2022, 5, 10), "动员暨培训会议、制定方案，排查人员培训全覆盖"
        ),
        Milestone(
            "开展集中排查", date(2022, 5, 25), "逐户排查，填到户排查表和村级排查表，每周五报统计表"
        ),
        Milestone("信息采集录入", date(2022, 6, 10), "录入并审核信息，汇总上报风险消除回退和清退"),
    ),
    line=700_000,
    income_period=screening_period(2022),
    statistics_weekday=_FRIDAY,
    source="马店镇2022年防止返贫监测帮扶集中排查工作方案",
)

_LUORONG = CampaignPreset(
    key="luorong-2022",
    name="“防返贫 守底线”专项行动（雒容镇2022年）",
    kind="集中排查",
    title="2022年“防返贫 守底线”专项行动集中排查",
    year=2022,
    starts=date(2022, 3, 26),
    ends=date(2022, 5, 10),
    milestones=(
        Milestone("动员培训部署", date(2022, 3, 26), "召开动员部署会，开展第一轮政策和业务培训"),
        Milestone("入户排查", date(2022, 4, 18), "所有行政村全部农户入户排查，原则上在此日前完成"),
        Milestone(
            "认定和落实帮扶措施",
            date(2022, 4, 30),
            "按程序认定、消除风险，安排帮扶责任人，落实措施",
        ),
        Milestone("上报工作总结", date(2022, 5, 4), "各村分析总结排查情况，报镇社会事业办公室"),
        Milestone("集中排查“回头看”", date(2022, 5, 10), "对照通报、预警和数据比对查缺补漏"),
    ),
    groups=(
        SupervisionGroup(
            "督导一组",
            ("大正村", "东塘村", "秀水村", "竹车村", "半塘村", "高岩村", "南庆村"),
        ),
        SupervisionGroup("督导二组", ("果园村", "坭桥村", "盘古村", "龙岭村", "竹桐村", "连丰村")),
    ),
    # its annexes 3 to 5
    forms=(*FORMS, "check-monitored", "check-lifted", "check-general"),
    source="雒容镇2022年开展“防返贫 守底线”专项行动集中排查工作方案",
)

_LIUJIANG = CampaignPreset(
    key="liujiang-2023",
    name="重点排查（柳江区2023年）",
    kind="重点排查",
    title="2023年防止返贫监测帮扶重点排查",
    year=2023,
    starts=date(2023, 9, 15),
    ends=date(2023, 10, 20),
    milestones=(
        Milestone("动员部署培训", date(2023, 9, 15), "制定排查方案，组建排查小组，培训重点问题"),
        Milestone("开展入户排查", date(2023, 9, 28), "网格员和监测专员对重点村、重点群体入户排查"),
        Milestone(
            "实地核查指导", date(2023, 9, 28), "按比例入户核查不同意纳入和重点人群农户，填核查表"
        ),
        Milestone(
            "完成信息录入", date(2023, 10, 12), "审核排查信息，录入新纳入和需更正的信息，及时回退"
        ),
        Milestone("全面总结工作", date(2023, 10, 20), "总结报告盖章扫描件和电子版报区级"),
    ),
    forms=(*FORMS, "visit-check"),
    source="柳江区2023年防止返贫监测帮扶重点排查工作方案",
)

_XINFENG = CampaignPreset(
    key="xinfeng-2023",
    name="集中排查“回头看”（信丰县2023年）",
    kind="回头看",
    title="2023年防止返贫监测帮扶集中排查“回头看”",
    year=2023,
    document_number="信巩办字〔2023〕13号",
    starts=date(2023, 7, 12),
    ends=date(2023, 7, 30),
    milestones=(
        Milestone("乡镇自查整改", date(2023, 7, 21), "对八个方面逐一“回头看”，建立问题清单和台账"),
        Milestone("县级抽查督查", date(2023, 7, 30), "配合查阅资料、入户走访，对交办问题整改到位"),
    ),
    forms=(*FORMS, "lookback-check"),
    source="信丰县关于开展防止返贫监测帮扶集中排查“回头看”工作方案",
)

_LIUZHOU = CampaignPreset(
    key="liuzhou-quarterly",
    name="季度排查（柳州市2021年起）",
    kind="季度排查",
    title="防贫监测季度排查",
    year=2021,
    starts=date(2021, 1, 1),
    ends=date(2021, 12, 31),
    milestones=(
        Milestone(
            "第一季度重点区域排查",
            date(2021, 3, 31),
            "易地搬迁安置点、原深度贫困村、受灾村等重点排查",
        ),
        Milestone("第二季度集中全面排查", date(2021, 6, 30), "覆盖全体农户，包括易地搬迁安置点"),
        Milestone(
            "第三季度重点区域排查",
            date(2021, 9, 30),
            "易地搬迁安置点、原深度贫困村、受灾村等重点排查",
        ),
        Milestone("第四季度集中全面排查", date(2021, 12, 31), "覆盖全体农户，包括易地搬迁安置点"),
    ),
    source="柳州市防贫监测帮扶“六个精准”工作方案",
)

PRESETS: dict[str, CampaignPreset] = {
    preset.key: preset for preset in (_MADIAN, _LUORONG, _LIUJIANG, _XINFENG, _LIUZHOU)
}


def suggested_period(preset: CampaignPreset) -> Period:
    """The plan's income period, else the twelve months before it, or the year for a year's plan."""
    if preset.income_period is not None:
        return preset.income_period
    whole_year = calendar_year(preset.year)
    if (preset.starts, preset.ends) == (whole_year.starts, whole_year.ends):
        return whole_year
    return months_before(preset.starts)
