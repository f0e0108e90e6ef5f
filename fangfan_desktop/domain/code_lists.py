"""Code lists (代码表) as the program brings them; an office may edit its own copy.

Sources: exports and rules of the national system as gathered from public material; where the list
is known to be incomplete the note says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list of permitted values.

    Attributes:
        key: Name in the program.
        title: Chinese name, as a heading would have it.
        items: Values in their official order.
        source: Where the values come from and how sure they are.
        is_multiple: Whether a person or household may have several at once.
        limit: The most that may be chosen; 0 is no limit.
    """

    key: str
    title: str
    items: tuple[str, ...]
    source: str
    is_multiple: bool = False
    limit: int = 0


_PUBLIC = "全国系统导出口径，公开材料整理"
_INCOMPLETE = "公开材料整理，可能不全"

_GRADES = ("一", "二", "三", "四", "五")
PRESCHOOL_STATES = ("学龄前儿童", "学前教育")
COMPULSORY_SCHOOL_STATES = frozenset({"小学", "七年级", "八年级", "九年级"})
SCHOOL_STATES = (
    *PRESCHOOL_STATES,
    "小学",
    "七年级",
    "八年级",
    "九年级",
    *(f"普通高中{grade}年级" for grade in _GRADES[:3]),
    *(f"中职{grade}年级" for grade in _GRADES[:3]),
    *(f"高职高专{grade}年级" for grade in _GRADES[:3]),
    *(f"技师学院{grade}年级" for grade in _GRADES[:4]),
    *(f"本科{grade}年级" for grade in _GRADES),
    "硕士研究生及以上",
)

LABOUR_SKILLS_ABLE = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")
LABOUR_SKILLS_NONE = ("丧失劳动力", "无劳动力")

HEAD = "户主"
RELATIONS = (
    "户主",
    "配偶",
    "之子",
    "之女",
    "之儿媳",
    "之女婿",
    "之孙子",
    "之孙女",
    "之外孙子",
    "之外孙女",
    "之父",
    "之母",
    "之岳父",
    "之岳母",
    "之公公",
    "之婆婆",
    "之祖父",
    "之祖母",
    "之外祖父",
    "之外祖母",
    "之兄弟姐妹",
    "之曾孙子",
    "之曾孙女",
    "之侄儿",
    "之侄女",
    "之兄弟媳妇",
    "之叔伯",
    "其他",
)

NATURAL_DISASTER = "因自然灾害"
OTHER_RISK = "其他"  # needs a remark
MOST_RISKS = 5

PROBLEM_TYPES = (
    "防止返贫监测和帮扶",
    "“三保障”和饮水安全",
    "政策落实",
    "资金项目",
    "乡村建设",
    "乡村治理",
    "其他",
)

MEASURE_KINDS = (
    "实施开发式帮扶措施情况",
    "产业帮扶",
    "就业帮扶",
    "金融帮扶",
    "公益岗位帮扶",
    "住房安全保障",
    "饮水安全保障",
    "健康帮扶",
    "义务教育保障",
    "其他教育帮扶",
    "综合保障",
    "社会帮扶",
    "搬迁",
    "生产生活条件改善",
    "基础设施建设",
)
# 开发式帮扶 and, for each kind, the entries that alone do not count (rules 5_12_007, 5_12_011).
_NOT_ENOUGH = {
    "产业帮扶": frozenset({"其他"}),
    "就业帮扶": frozenset({"技能培训", "其他"}),
    "金融帮扶": frozenset({"其他"}),
    "公益岗位帮扶": frozenset[str](),
}
DEVELOPMENT_KINDS = frozenset(_NOT_ENOUGH)


def is_development(kind: str, entries: tuple[str, ...] = ()) -> bool:
    """Whether a measure counts as 开发式帮扶 for a household with labour.

    Args:
        kind: One of `MEASURE_KINDS`.
        entries: Sub-items chosen under it; none known counts for the kind.
    """
    if kind not in DEVELOPMENT_KINDS:
        return False
    return not entries or not set(entries) <= _NOT_ENOUGH[kind]


_LISTS = (
    CodeList("relation", "与户主关系", RELATIONS, _PUBLIC),
    CodeList(
        "education",
        "文化程度",
        ("文盲或半文盲", "小学", "初中", "高中", "大专", "本科及以上"),
        f"{_PUBLIC}；在校生留空",
    ),
    CodeList("school_state", "在校生状况", SCHOOL_STATES, f"{_PUBLIC}；非在校生留空"),
    CodeList(
        "health",
        "健康状况",
        ("健康", "长期慢性病", "患有大病", "残疾"),
        f"{_PUBLIC}；可多选",
        is_multiple=True,
    ),
    CodeList(
        "disability_category",
        "残疾类别",
        ("视力残疾", "听力残疾", "言语残疾", "肢体残疾", "智力残疾", "精神残疾", "多重残疾"),
        "残疾人证号第19位，1至7",
    ),
    CodeList(
        "disability_level", "残疾等级", ("一级", "二级", "三级", "四级"), "残疾人证号第20位，1至4"
    ),
    CodeList(
        "labour_skill",
        "劳动技能",
        (*LABOUR_SKILLS_ABLE, *LABOUR_SKILLS_NONE),
        f"{_PUBLIC}；弱劳动力或半劳动力为2020年后增设",
    ),
    CodeList(
        "work_region",
        "务工区域",
        ("乡（镇）内务工", "乡（镇）外县内务工", "县外省内务工", "省外务工", "其他"),
        "旧口径，公开材料整理；新系统改填务工所在地到县",
    ),
    CodeList(
        "monitoring_category",
        "监测对象类别",
        ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户"),
        "马店镇2022年集中排查方案附件3",
    ),
    CodeList(
        "household_type",
        "户属性",
        ("脱贫户", "监测户", "一般农户"),
        "马店镇2022年集中排查方案附件1",
    ),
    CodeList(
        "lifted_type",
        "脱贫户类型",
        ("一般脱贫户", "低保脱贫户", "特困供养脱贫户", "脱贫不享受政策户"),
        _INCOMPLETE,
    ),
    CodeList(
        "risk",
        "致贫返贫风险",
        (
            "因病",
            "因学",
            "因残",
            NATURAL_DISASTER,
            "因意外事故",
            "因产业项目失败",
            "因务工就业不稳",
            "缺劳动力",
            "因安全住房",
            "因安全饮水",
            OTHER_RISK,
        ),
        f"{_PUBLIC}；依次最多5个，选其他须备注",
        is_multiple=True,
        limit=MOST_RISKS,
    ),
    CodeList(
        "natural_disaster",
        "因自然灾害子项",
        ("洪涝", "地质", "旱灾", "生物灾害", "气象灾害", "地震灾害", "其他"),
        _INCOMPLETE,
    ),
    CodeList("clearing_method", "风险消除方式", ("帮扶消除", "自然消除"), _PUBLIC),
    CodeList("dibao_kind", "低保情况", ("未享受", "农村低保", "城市低保"), _PUBLIC),
    CodeList("tekun_kind", "特困供养情况", ("不享受", "农村特困", "城市特困"), _PUBLIC),
    CodeList("leaving_reason", "失学或辍学原因", ("因病", "因残", "厌学", "其他"), _INCOMPLETE),
    CodeList(
        "survey_method",
        "排查方式",
        ("入户排查", "电话核查"),
        "马店镇2022年集中排查方案附件1",
    ),
    CodeList("problem_type", "问题类型", PROBLEM_TYPES, "马店镇2022年集中排查方案附件4"),
    CodeList("measure_kind", "帮扶措施类型", MEASURE_KINDS, f"{_PUBLIC}；15项"),
    CodeList(
        "department",
        "责任部门",
        (
            "教育",
            "卫健",
            "医保",
            "住建",
            "水利",
            "人社",
            "民政",
            "残联",
            "农业农村",
            "金融",
            "应急",
            "交通",
            "发改",
            "乡镇",
            "其他",
        ),
        "柳州市2021年方案列举的部门，其余按公开材料补充；任务清单按部门分",
    ),
    CodeList(
        "comprehensive_support",
        "综合保障子项",
        ("低保", "特困供养", "残疾人补贴"),
        _INCOMPLETE,
        is_multiple=True,
    ),
    CodeList(
        "employment_support",
        "就业帮扶子项",
        ("劳务输出", "外出务工补贴", "技能培训", "其他"),
        _INCOMPLETE,
        is_multiple=True,
    ),
    CodeList(
        "education_support", "其他教育帮扶子项", ("雨露计划", "其他"), _INCOMPLETE, is_multiple=True
    ),
    CodeList(
        "health_support",
        "健康帮扶子项",
        ("参加城乡居民基本医疗保险个人缴费补贴", "其他"),
        _INCOMPLETE,
        is_multiple=True,
    ),
    CodeList("work_channel", "就业渠道", ("公益岗位", "帮扶车间", "其他"), _INCOMPLETE),
    CodeList(
        "clue_source",
        "线索来源",
        (
            "农户自主申报",
            "村民小组上报",
            "基层干部走访排查",
            "部门筛查预警",
            "信访舆情媒体",
            "易安点排查",
            "集中排查",
        ),
        "柳州市2021年方案、马店镇2022年方案",
    ),
    CodeList(
        "asset_kind",
        "信息比对命中内容",
        (
            "房产",
            "车辆",
            "大型农机具",
            "公职人员",
            "养老保险",
            "工商登记",
            "公积金",
            "税收",
            "银行存款",
            "理财或基金",
            "股票",
            "投资型保险",
            "其他",
        ),
        "江西靖安信息比对机制",
    ),
    CodeList("document_kind", "证件类型", ("居民身份证", "残疾人证", "解放军军官证"), _PUBLIC),
    CodeList(
        "poverty_cause",
        "致贫原因",
        (
            "因病",
            "因残",
            "因学",
            "因灾",
            "缺土地",
            "缺水",
            "缺技术",
            "缺劳力",
            "缺资金",
            "交通条件落后",
            "自身发展动力不足",
            "因婚",
            "因丧",
            "其他",
        ),
        f"脱贫户旧口径，{_INCOMPLETE}",
    ),
)

DEFAULT_LISTS: dict[str, CodeList] = {code_list.key: code_list for code_list in _LISTS}
