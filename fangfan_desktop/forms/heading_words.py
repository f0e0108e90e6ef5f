"""What a heading says, freed of how it says it: the words that two headings are compared by.

Counties word one question in many ways, and years, sums and places change. What is left here is
the essence; what may not be lost, whether the question is turned round, is kept apart.
"""

import re
from functools import lru_cache

from fangfan_desktop.forms.headings import plain_heading

_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
# What is asked for stands in brackets now and then: 户主（签字）.
_SAID_IN_BRACKETS = re.compile(r"\((签[字名章]|电话|手机号?码?|身份证号?码?)\)")
_NUMBERING = re.compile(
    r"^(?:[0-9]{1,2}[.、]|[一二三四五六七八九十]{1,3}、|\([0-9一二三四五六七八九十]{1,2}\)|[①-⑳])"
)
_CHOICES = re.compile(r"(?:[1-9a-h①-⑨][.、]?[^0-9①-⑨.、]{1,12}){2,}$")
_LIFTED_IN = re.compile(r"([0-9]{4})年(?:度)?脱贫(?!年)")
_PLACEHOLDERS = re.compile(r"\{[a-z_]+\}")
_DATES = re.compile(
    r"(?:(?:19|20)[0-9]{2}(?![0-9元])|[0-9]{4}年|x{2,4}年)年?度?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?|[-.][0-9]{1,2}(?:[-.][0-9]{1,2})?)?"
    r"(?:[-至到~—][0-9年月日.]+)?(?:底|初|末|以来)?(?![0-9])"
)
_SUMS = re.compile(r"[0-9][0-9.,]*(?:元|%)?")
_FILLERS = re.compile(
    r"(?:(?:是否|有否|有无|能否|可否)(?:为|属于|是|已经|已|存在|有|属|曾)?|该户|本户|农户(?!类|属)|家庭成员?(?!数|信息)|现有|目前|当前|现在|实际"
    r"|上一?年度?|本年度?|当年度?|全年|年度(?!$)|本[省市县区州乡镇村]|全[省市县区]|所在|所属|名称|情况|的|了|存在|主要|具体|已经|[、,，。;；/及和与或·?？])"
)
# Ways of saying one thing, each by the shortest of them.
_SAME = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"三类(?:重点)?(?:户|人群|人员|对象)", "监测对象"),
        (r"(?:防止?返贫致贫|防止?返贫(?:动态)?监测|防止?返贫|常态化帮扶)对象", "监测对象"),
        (r"(?:居民|公民)?身份(?:证件?)?号码?|身份证(?:号码?)?|证件号码?", "证号"),
        (r"(?:联系|手机|固定)?电话(?:号码?)?|手机号?码?|联系方式", "电话"),
        (r"村[居]?民小?组|村小组|村组|自然村|小组|组别|屯组|村屯", "村组"),
        (r"^[组屯队寨][别名]?$|生产队|自然屯|村民小?队", "村组"),
        (r"(?:结对)?帮扶(?:责任人|联系人|联络人|干部|人员?)(?:姓名)?", "帮扶人"),
        (r"户主(?:姓名|名字)|^户主$", "户主名"),
        (r"(?:能够?|可以?)?(?:得到|已|有|有无|达到)?保障(?:到位)?$", "保障"),
        (r"(?:基本)?医疗保障|医疗(?:有无|是?有)保障", "医疗保障"),
        (r"非义务教育", "他教育"),
        (r"义务教育|教育", "教育"),
        (r"饮用水|用水|喝水", "饮水"),
        (r"房屋|房子|住宅", "住房"),
        (r"(?:安全)?(?:是否)?(?:达标|合格)|安全(?:是否)?(?:有保障|保障|得到保障)", "安全"),
        (
            r"(?:整户|全户|全家)?(?:均)?(?<!有)[无没](?:有)?劳动?(?:能)?力(?:户|家庭)?|整户丧失劳动能?力",
            "缺劳力户",
        ),
        (r"劳动能力|劳动力", "劳力"),
        (r"未成年人?", "少年"),
        (r"(?:防止?返贫)?(?:动态)?监测(?:收入)?(?:范围|线|标准|底线)(?:线)?", "监测线"),
        (r"易返贫致贫户", "监测对象"),
        (r"监测户", "监测对象"),
        (
            r"(?:纳入|享受|属|吃)?(?:农村)?(?:最低生活保障|低保)(?:户|对象|家庭|待遇|政策|人员)?",
            "低保",
        ),
        (
            r"(?:分散供养特困|分散特困供养|特困分散供养|特困供养分散|分散特困)(?:供养)?(?:户|人员|对象)?",
            "散特困",
        ),
        (r"残疾(?:人员|人)?(?:家庭|户|成员|人)?", "残疾"),
        (r"一级?二级残疾|一二级残疾", "重度残疾"),
        (r"单人(?:户|独户)|独人户|一人户|一口人户", "单人户"),
        (r"独居老人(?:户)?|老人独居户?", "独居老人"),
        (r"未成年子女|少年子女", "少年子女"),
        (r"不够?稳定?", "不稳"),
        (r"务工不稳|务工时间不稳", "务工不稳"),
        (r"意外事故", "意外"),
        (r"突发(?:事件|意外)?", "突发"),
        (r"出现(?:了)?", ""),
        (r"生活(?:陷入|发生)?严重困难|生活严重困难", "生活严重困难"),
        (r"大幅度?|骤|锐|明显", "大"),
        (r"缩减|下降|减少|降低", "减"),
        (r"日期", "时间"),
        (r"核查|排查|调查|摸排|入户(?=人|时间|方式)|走访(?=人员?$)", "核查"),
        (r"(?<=核查)人?员(?:姓名|签[字名])?|(?<=核查人)姓名|(?<=核查人)签[字名]", "人"),
        (
            r"(?:共同生活|常住|实有)人口数?|(?:家庭)?成员总?数|总人口数?|人口总?数|人口数量|人口$|成员数|^人数$",
            "人口数",
        ),
        (r"人均(?:年)?纯收入|年人均纯收入", "人均纯收入"),
        (r"脱贫(?:年份|时间|年度)", "脱贫年"),
        # 致贫原因 alone is why a household was poor once, no risk of now
        (r"(?:返贫致贫|致贫返贫|返贫|致贫(?=风险))(?:风险)?(?:点|类型|原因)?", "返贫"),
        (r"农户(?=类|属)|户(?=类型|属性)", "户"),
        (r"属性|类别|类型|种类|(?<=^户)别", "类"),
        (r"易地(?:扶贫)?搬迁(?:户|对象|家庭|人口)?", "易地搬迁"),
        (r"针对性|精准(?:性)?", "精准"),
        (r"(?:得到|已)?(?:落实|到位)(?:了)?", "落实"),
        (r"诉求|需求|愿望|请求", "诉求"),
        (r"困难问题", "困难"),
        (r"(?:群众|村民|户主)(?=诉求)|^何时", ""),
        (r"标注|标记", "标注"),
        (r"纳入(?:为)?监测(?:对象|范围)?", "纳入监测"),
        (r"监测线$", "监测线"),
        (r"理由|原因", "原因"),
        (r"信息系统|国办系统|系统", "系统"),
        (r"真实准确|全面准确|完整准确|准确完整|一致", "准确"),
    )
)
_OPPOSITES = (
    (re.compile("高于|超过|大于|以上|高出"), re.compile("低于|以下|小于|不足|不到|不超|未超")),
    (re.compile("不稳|波动"), re.compile("(?<!不)稳定")),
    (re.compile("识别|认定"), re.compile("消除|清退|退出|回退")),
    (
        re.compile("危险|危房|隐患|安全问题|安全风险|损毁|受损"),
        re.compile("安全(?!问题|隐患|风险)"),
    ),
    (re.compile("分散|散特困"), re.compile("集中供养")),
    (re.compile("增加|新增|增长"), re.compile("减")),
)
_NOT = re.compile("[不未无没非缺失]")
# Words in which a "not" turns nothing round.
_NOT_A_NOT = re.compile("缺劳力户|不稳|不愁|无忧|失业|失学|损失|他教育|少年")


@lru_cache(maxsize=4096)
def essence(text: str) -> str:
    """The words of a heading that matter: no brackets, years, sums, fillers; one word a meaning.

    A year stays where it is what is asked for: 是否2020年脱贫.
    """
    plain = _SAID_IN_BRACKETS.sub(r"\1", plain_heading(text).replace("是/否", ""))
    whole = plain
    while (shorter := _BRACKETS.sub("", plain)) != plain:
        plain = shorter
    plain = _NUMBERING.sub("", plain or whole)
    plain = _CHOICES.sub("", plain) or plain
    plain = _PLACEHOLDERS.sub("", plain)
    lifted = _LIFTED_IN.search(plain)
    if lifted is not None:
        return f"{lifted[1]}脱贫"
    kept = _SUMS.sub("", _DATES.sub("", plain))
    for pattern, word in _SAME:
        kept = pattern.sub(word, kept)
    kept = _FILLERS.sub("", kept)
    for pattern, word in _SAME:
        kept = pattern.sub(word, kept)
    return kept or plain


@lru_cache(maxsize=4096)
def is_turned_round(text: str) -> bool:
    """Whether the essence denies: 住房不安全, 未参加. Denying twice is not denying."""
    return len(_NOT.findall(_NOT_A_NOT.sub("", text))) % 2 == 1


def is_opposite(one: str, other: str) -> bool:
    """Whether two essences ask for opposite things, so that 是 to one is 否 to the other."""
    if is_turned_round(one) != is_turned_round(other):
        return True
    for this, that in _OPPOSITES:
        here, there = bool(this.search(one)), bool(that.search(one))
        now, then = bool(this.search(other)), bool(that.search(other))
        if (here and then and not there) or (there and now and not here):
            return True
    return False
