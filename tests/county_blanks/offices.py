"""The offices' files."""

from tests.county_blanks.tables import Blank, Tab, Wanted

LIANHE = Blank(
    "莲河县到户排查",
    "附件 line, title over all, unit left and date right, line breaks, 屯, note at the bottom",
    (
        Tab(
            "排查表",
            """附件2|||||||||||||
莲河县2025年防返贫监测帮扶集中排查农户信息表|<|<|<|<|<|<|<|<|<|<|<|<|<
填报单位：        乡（镇）        村|<|<|<|<|<|<|填表时间：2025年   月   日|<|<|<|<|<|<
序\\n号|行政村|屯/组|户主\\n姓名|身份证号|家庭\\n人口\\n（人）|户类型\\n（脱贫户/监测户/一般户）|2024年10月1日-2025年9月30日人均纯收入\\n（元）|两不愁三保障及饮水安全（是/否）|<|<|<|联系电话|备注
^|^|^|^|^|^|^|^|住房\\n安全|基本\\n医疗|义务\\n教育|饮水\\n安全|^|^
|||||||||||||
|||||||||||||
|||||||||||||
|||||||||||||
注：1.本表由驻村工作队入户填写；2.人均纯收入以元为单位，保留两位小数。|<|<|<|<|<|<|<|<|<|<|<|<|<
填表人：|<|<|<|审核人：|<|<|<|<|联系电话：|<|<|<|<""",
        ),
    ),
    (
        Wanted(
            (4, 5),
            6,
            """A seq
B village
C group
D head_name
E head_id_number
F population
G household_type choice 脱贫户/监测户/一般农户
H income_per_capita
I housing_safe yes_no
J medical_secured yes_no
K education_secured yes_no
L water_safe yes_no
M phone
N remarks""",
        ),
    ),
)

WUJI = Blank(
    "梧集县五级表头",
    "five header levels, column codes 甲乙丙 and numbers, a row of units, a formula row",
    (
        Tab(
            "收入核查",
            """梧集县脱贫户和监测对象收入核查表|<|<|<|<|<|<|<|<|<|<|<|<
制表单位：梧集县农业农村局|<|<|<||||||||表号：防贫3表|<
户主姓名|户主证件号码|家庭人口数|家庭收支情况|<|<|<|<|<|<|<|人均纯收入|是否低于监测线
^|^|^|家庭总收入|<|<|<|<|生产经营性支出|<|家庭纯收入|^|^
^|^|^|合计|其中|<|<|<|合计|其中：种植业|^|^|^
^|^|^|^|工资性|生产经营性|财产性|转移性|^|^|^|^|^
^|^|^|^|收入|收入|收入|收入|^|^|^|^|^
||人|元|元|元|元|元|元|元|元|元|是/否
甲|乙|丙|1=2+3+4+5|2|3|4|5|6|7|8=1-6|9=8/丙|丁
||||||||||||
||||||||||||
||||||||||||
说明：总收入、支出均按2025年度口径。|<|<|<|<|<|<|<|<|<|<|<|<""",
        ),
    ),
    (
        Wanted(
            (3, 7),
            10,
            """A head_name
B head_id_number
C population
D new money
E new money
F new money
G new money
H new money
I new money
J new money
K new money
L income_per_capita
M below_line yes_no""",
        ),
    ),
)

SHANKOU = Blank(
    "山口乡眼看合并",
    "merges only to the eye, spaces inside words, not at column A, empty spacer columns",
    (
        Tab(
            "Sheet1",
            """|||山口乡边缘户监测帮扶情况摸底表|||||||||
单位：山口乡|||||||||||2025.6.30|
序号|村民组|户 主 姓 名|家 庭\\n人 口|边缘户类别||致贫返贫风险点|识别时间|“三保障”情况||||备  注
||||||||住 房|医 疗|教 育|饮 水|
||||||||||||
||||||||||||
||||||||||||""",
            at=(2, 2),
        ),
    ),
    (
        Wanted(
            (4, 5),
            6,
            """B seq
C group
D head_name
E population
F category|new choice|text
H risks
I identified_on
J housing_safe|new yes_no|text|long_text
K medical_secured|new yes_no|text|long_text
L education_secured|new yes_no|text|long_text
M water_safe|new yes_no|text|long_text
N remarks""",
        ),
    ),
)

DATUN = Blank(
    "大屯区编号问题",
    "numbers in headings, ①是 ②否, □是 □否, A/B/C codes, choices in the heading",
    (
        Tab(
            "入户核查",
            """大屯区2026年常态化帮扶对象入户核查登记表|<|<|<|<|<|<|<|<|<|<|<
一、基本情况|<|<|<|二、核查内容|<|<|<|<|<|三、核查结论|<
1.户主姓名|2.所在村组|\
3.家庭人口（人）|4.户属性：A脱贫户 B监测对象 C一般农户|\
5.是否有安全住房 ①是 ②否|6.住房等级（A级/B级/C级/D级）|\
7.饮水是否安全□是 □否|8.有无大病患者（①有②无）|\
9.致贫主要原因（A因病 B因学 C因残 D缺劳力 E其他）|10.上年务工月数|\
（一）是否建议纳入监测|（二）核查人签字
||||□是 □否||□是 □否||||□是 □否|
|||||||||||
|||||||||||""",
        ),
    ),
    (
        Wanted(
            (2, 3),
            4,
            """A head_name
B group|village
C population
D household_type choice 脱贫户/监测户/一般农户
E housing_safe yes_no
F new choice A级/B级/C级/D级
G water_safe yes_no
H new yes_no|choice 有/无
I new choice 因病/因学/因残/缺劳力/其他
J new number
K should_include yes_no
L checker|new text""",
        ),
    ),
)

QINGTAN = Blank(
    "清滩镇村级统计",
    "a village a row, names prefilled and merged down by area, subtotals, hint row 户/人, total",
    (
        Tab(
            "汇总",
            """清滩镇防返贫监测帮扶工作村级情况汇总表|<|<|<|<|<|<|<|<|<
单位：户、人、万元、%|<|<|<|<|<|<|<|<|<
片区|行政村|总户数|脱贫户|<|三类人群|<|集体经济收入|饮水安全覆盖率|是否通硬化路
^|^|^|户数|人数|户数|人数|^|^|^
^|^|户|户|人|户|人|万元|%|是/否
合计||||||||||
东片|云岭村|||||||||
^|竹溪村||||||||
^|小计||||||||
西片|石桥村|||||||||
^|雒容社区||||||||
^|小计||||||||
填报人：|<|<|<|<|负责人：|<|<|<|<""",
        ),
    ),
    (
        Wanted(
            (3, 4),
            7,
            """A new text
B village
C new number
D new number
E new number
F new number
G new number
H new money|text|number
I new text|number
J new yes_no""",
            subject="village",
            total=6,
        ),
    ),
)

NANPO = Blank(
    "南坡县说明在前",
    "notes above the header, sample rows in grey italics, a hidden column, choices by drop-down",
    (
        Tab(
            "监测对象台账",
            """南坡县监测对象帮扶台账|<|<|<|<|<|<|<|<|<|<|<
填表说明：|<|<|<|<|<|<|<|<|<|<|<
1.“监测对象类别”填写脱贫不稳定户、边缘易致贫户、突发严重困难户；|<|<|<|<|<|<|<|<|<|<|<
2.“识别时间”填写到日，如2025-03-01；“户主姓名”应与户口簿一致；|<|<|<|<|<|<|<|<|<|<|<
3.“主要帮扶措施”按实际填写，至少一条。|<|<|<|<|<|<|<|<|<|<|<
序号|乡（镇）|村|监测户编号|户主|人口数|监测对象类别|主要风险类型|识别时间|帮扶联系人及电话|<|是否享受产业补助
^|^|^|^|^|^|^|^|^|姓名|电话|^
*例：1|*南坡镇|*大湾村|*45000|*张三|*4|*边缘易致贫户|*因病|*2025-03-01|*李四|*13800000000|*是
*例：2|*南坡镇|*大湾村|*45001|*王五|*2|*脱贫不稳定户|*因残|*2025-04-01|*赵六|*13800000001|*否
|||||||||||
|||||||||||
|||||||||||
|||||||||||""",
            hidden="D",
            lists={"L8:L13": "是,否", "G8:G13": "脱贫不稳定户,边缘易致贫户,突发严重困难户"},
        ),
    ),
    (
        Wanted(
            (6, 7),
            10,
            """A seq
B township
C village
D household_code
E head_name
F population
G category choice
H risks
I identified_on
J helper_name
K helper_phone
L new yes_no""",
            samples=(8, 9),
        ),
    ),
)

XIAHE = Blank(
    "下河镇一页两表",
    "two tables on one sheet, one under another, unlike headers",
    (
        Tab(
            "两表",
            """表一：下河镇重点户排查登记表|<|<|<|<|<|<
序号|户主姓名|组别|家庭人口数|是否低保户|是否五保户|困难和诉求
|||||||
|||||||
|||||||
||||||
表二：下河镇各村排查进度表|<|<|<|<|<|<
序号|村名|应排查户数|已排查户数|排查进度（%）|负责人|备注
|||||||
|||||||
|||||||""",
        ),
    ),
    (
        Wanted(
            (2, 2),
            3,
            """A seq
B head_name
C group
D population
E on_dibao yes_no
F scattered_tekun|new yes_no
G needs|new""",
        ),
        Wanted(
            (8, 8),
            9,
            """A seq
B village
C new number
D new number
E new text|number
F new text
G remarks""",
            subject="village",
        ),
    ),
)

_VILLAGES = (
    *("云岭村", "竹溪村", "石桥村", "大湾村", "柳塘村", "高田村", "上坪村", "下坪村"),
    *("龙潭村", "白沙村", "南山村", "北岭村", "双河村", "长冲村", "梅林村", "黄泥村"),
    *("太平村", "新民村", "古井村", "雒容社区"),
)

_BY_VILLAGE = """{}防返贫动态监测“一户一策”帮扶情况表|<|<|<|<|<|<|<|<
序号|组|户主|人口|是否三类户|主要致贫返贫原因|落实帮扶措施情况|<|风险是否消除
^|^|^|^|^|^|措施内容|落实时间|^
|||||||||
|||||||||
|||||||||"""

SHUANGLIN = Blank(
    "双林乡二十张表",
    "a cover sheet first, then twenty sheets, one a village, with the same header",
    (
        Tab(
            "封面",
            """|||||
||双林乡防返贫监测资料|<|<|
||（2025年度）|<|<|
||双林乡人民政府|<|<|
||二〇二五年十二月|<|<|""",
        ),
        *(Tab(name, _BY_VILLAGE.format(name)) for name in _VILLAGES),
    ),
    (
        *(
            Wanted(
                (2, 3),
                4,
                """A seq
B group
C head_name
D population
E is_monitored yes_no
F risks|new
G new long_text|text
H new date
I risk_marked_cleared|new yes_no""",
            )
            for _ in _VILLAGES
        ),
    ),
)


OFFICES = (LIANHE, WUJI, SHANKOU, DATUN, QINGTAN, NANPO, XIAHE, SHUANGLIN)
