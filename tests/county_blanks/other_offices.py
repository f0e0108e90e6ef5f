"""The offices' files, continued."""

from tests.county_blanks.tables import Blank, Tab, Wanted

_REPEATED = """序号|村组|户主姓名|家庭人口数|就业情况|<|收入是否骤减|备注
^|^|^|^|务工人数|务工收入（元）|^|^"""

HONGQI = Blank(
    "红旗乡每页重复表头",
    "the header is repeated on a second page of the sheet, rows numbered in advance",
    (
        Tab(
            "务工",
            "红旗乡脱贫人口就业情况排查表|<|<|<|<|<|<|<\n"
            + _REPEATED
            + "".join(f"\n{n}|||||||" for n in range(1, 7))
            + "\n"
            + _REPEATED
            + "".join(f"\n{n}|||||||" for n in range(7, 13)),
        ),
    ),
    (
        Wanted(
            (2, 3),
            4,
            """A seq
B group
C head_name
D population
E new number
F new money
G income_drop_risk yes_no
H remarks""",
        ),
    ),
)

YIHU = Blank(
    "一户一表",
    "a page a household, labels beside the blanks",
    (
        Tab(
            "明白卡",
            """防返贫监测对象帮扶明白卡|<|<|<|<|<
户主姓名||性别||民族|
身份证号码||<|联系电话|<|
家庭住址||<|<|<|<
监测对象类别||识别时间||家庭人口数|
致贫返贫风险||<|<|<|<
帮扶措施||<|<|<|<
帮扶责任人||单位||联系电话|
农户签字：||<|年   月   日|<|<""",
        ),
    ),
    refused="一户一页",
)

YIHU_LINES = Blank(
    "一户一表下划线",
    "a page a household in lines: 户主姓名：____",
    (
        Tab(
            "表",
            """入户走访记录表|<|<|<
户主姓名：__________||所在村组：__________|
家庭人口：______人||监测类别：□脱贫不稳定户 □边缘易致贫户 □突发严重困难户|
走访时间：____年__月__日||走访人：__________|
走访情况：|<|<|<
|<|<|<
农户签字：||帮扶责任人签字：|""",
        ),
    ),
    refused="一户一页",
)

PINGAN = Blank(
    "平安县家庭成员",
    "one row a person, household's cells merged down over its people",
    (
        Tab(
            "成员",
            """平安县监测对象家庭成员信息表|<|<|<|<|<|<|<|<|<
户序号|户主姓名|家庭成员|<|<|<|<|<|<|备注
^|^|姓名|与户主关系|身份证号码|性别|文化程度|健康状况|劳动技能|^
1||||||||||
^|^|||||||||
^|^|||||||||
2||||||||||
^|^|||||||||
^|^|||||||||""",
        ),
    ),
    (
        Wanted(
            (2, 3),
            4,
            """A seq|new
B head_name
C new text
D new
E new id_number|text
F new
G new
H new
I new
J remarks""",
            told="一人一行",
        ),
    ),
)

FULIN = Blank(
    "福林县年月日分列",
    "年 月 日 in columns of their own, 亩 万元 % columns, phone and ID numbers, units in headings",
    (
        Tab(
            "产业",
            """福林县产业帮扶到户情况登记表|<|<|<|<|<|<|<|<|<|<|<|<|<|<
单位：亩、万元、元、%||||||||||||||
编号|村（社区）|小组|户主姓名|公民身份号码|联系方式|脱贫年份|耕地面积（亩）|贷款金额（万元）|产业收入占比（%）|走访日期|<|<|帮扶责任人姓名|帮扶责任人联系电话
^|^|^|^|^|^|^|^|^|^|年|月|日|^|^
||||||||||||||
||||||||||||||""",
            formats={"E5:E6": "@", "J5:J6": "0.00%"},
        ),
    ),
    (
        Wanted(
            (3, 4),
            5,
            """A seq|household_code|new
B village
C group
D head_name
E head_id_number
F phone
G lifted_year
H new text|number
I new text|money
J new text|number
K new number|text
L new number|text
M new number|text
N helper_name
O helper_phone""",
        ),
    ),
)

GAOTIAN = Blank(
    "高田乡竖排",
    "vertical text, a character a line; 三类户, 五保, 队",
    (
        Tab(
            "花名册",
            """附件5：|<|||||||||
高田乡三类户排查花名册（　　村）|<|<|<|<|<|<|<|<|<|<
序\\n号|队\\n别|户\\n主\\n姓\\n名|人\\n口|三\\n类\\n户\\n类\\n别|是\\n否\\n低\\n保|是\\n否\\n五\\n保|有\\n无\\n劳\\n动\\n力|人\\n均\\n收\\n入|是\\n否\\n危\\n房|备\\n注
|||||||||||
|||||||||||
|||||||||||
合\\n计|||||||||||""",
        ),
    ),
    (
        Wanted(
            (3, 3),
            4,
            """A seq
B group
C head_name
D population
E category choice
F on_dibao yes_no
G scattered_tekun|new yes_no
H new yes_no|choice 有/无
I income_per_capita
J new yes_no
K remarks""",
            total=7,
        ),
    ),
)

CHANGNING = Blank(
    "长宁镇名单已填",
    "households listed beforehand, drop-downs, 防止返贫致贫对象",
    (
        Tab(
            "核查名单",
            """长宁镇2026年防止返贫致贫对象核查名单||||||||
序号|行政村|户主姓名|家庭人口|对象类别|系统内人均纯收入（元）|核查后人均纯收入（元）|数据是否准确|不准确原因说明
1|云岭村|吴小满|4|边缘易致贫户|8600||||
2|云岭村|周大力|2|脱贫不稳定户|7900||||
3|石桥村|郑春来|5|突发严重困难户|8100||||""",
            lists={"H3:H20": "准确,不准确"},
        ),
    ),
    (
        Wanted(
            (2, 2),
            3,
            """A seq
B village
C head_name
D population
E category choice
F income_per_capita|new money
G income_per_capita|new money
H system_data_accurate|new yes_no|choice 准确/不准确
I new long_text|text""",
        ),
    ),
)

ANPING = Blank(
    "安平县部分标题",
    "title over some columns only, unit in the title row, negated questions, several levels",
    (
        Tab(
            "排查",
            """||安平县乡村振兴局|<|<|<|<||||||
||防返贫“回头看”排查表|<|<|<|<||单位：户、元||||
村组|户主|是否监测对象|监测对象是否消除风险|“两不愁三保障”是否存在问题|<|<|<|<|帮扶情况|<|<|群众满意度（满意、基本满意、不满意）
||||吃穿|住房是否存在安全隐患|是否有辍学学生|是否未参加医保|饮水是否不达标|是否无帮扶责任人|是否未落实措施|措施条数|
||||||||||||
||||||||||||
填表人签字：||||审核人签字：|||||年  月  日||""",
        ),
    ),
    (
        Wanted(
            (3, 4),
            5,
            """A group
B head_name
C is_monitored yes_no
D new|risk_marked_cleared yes_no
E new yes_no|text
F new yes_no
G new yes_no
H new yes_no
I new yes_no
J new yes_no
K new yes_no
L new number
M new choice 满意/基本满意/不满意""",
        ),
    ),
)

MEIXI = Blank(
    "梅溪镇Word表",
    "a Word file with nested merges, the number row and a date line under the title",
    (
        Tab(
            "",
            """序号|村民小组（屯）|户主姓名|人口|是否有返贫致贫风险|风险类型|<|<|<|拟采取帮扶措施|包保干部
^|^|^|^|^|收入类|<|保障类|<|^|^
^|^|^|^|^|收入减少|支出增加|住房|饮水|^|^
1|2|3|4|5|6|7|8|9|10|11
||||||||||
||||||||||""",
        ),
    ),
    (
        Wanted(
            (1, 3),
            5,
            """A seq
B group
C head_name
D population
E new yes_no
F new|income_drop_risk yes_no|text
G new|spending_risk yes_no|text
H new yes_no|text
I new yes_no|text
J new long_text|text
K helper_name|new text""",
        ),
    ),
    ending="docx",
)

OTHER_OFFICES = (HONGQI, YIHU, YIHU_LINES, PINGAN, FULIN, GAOTIAN, CHANGNING, ANPING, MEIXI)
