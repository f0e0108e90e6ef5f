"""More offices' files, written after the first ones were read well: none was mended for alone."""

from tests.county_blanks.tables import Blank, Tab, Wanted

YANSHAN = Blank(
    "岩山县动态管理",
    "questions instead of names, answers in brackets, 户籍人口 and 常住人口, 易返贫致贫户",
    (
        Tab(
            "表1",
            """附表2-1|<||||||||||
岩山县2024年度监测对象动态管理信息核查表
填报乡镇（公章）：||||||填报日期：    年   月   日||||
序号|乡镇|行政村|自然屯|户主|户籍人口数|易返贫致贫户类别|风险消除情况（已消除/未消除）|识别年月|消除年月|是否规范识别|信息录入是否有误
|||||||||||
|||||||||||
填表人（签字）：|||||村支书（签字）：||||||""",
        ),
    ),
    (
        Wanted(
            (4, 4),
            5,
            """A seq
B township
C village
D group
E head_name
F new|population number
G category choice
H new choice 已消除/未消除
I identified_on|new date|text
J cleared_on|new date|text
K new yes_no
L new yes_no""",
        ),
    ),
)

LIUHE = Blank(
    "柳河镇收入测算",
    "two rows of groups, sums by formula in the header, money in several columns, 支出",
    (
        Tab(
            "收支",
            """柳河镇监测对象家庭收支测算表（2024.10.1—2025.9.30）|<|<|<|<|<|<|<|<|<|<|<|<
组名|户主|家庭人数|1.工资性收入（元）|<|2.生产经营性收入（元）|<|3.财产性收入（元）|4.转移性收入（元）|<|5.生产经营支出（元）|家庭纯收入（元）6=1+2+3+4-5|人均纯收入（元）7=6/人数
^|^|^|外出务工|公益岗位|种植业|养殖业|^|低保金|养老金|^|^|^
||||||||||||
||||||||||||
|合计|||||||||||""",
        ),
    ),
    (
        Wanted(
            (2, 3),
            4,
            """A group
B head_name
C population
D new money
E new money
F new money
G new money
H new money
I new money
J new money
K new money
L new money
M income_per_capita""",
            total=6,
        ),
    ),
)

BEIGUAN = Blank(
    "北关街道问题清单",
    "a list of problems: 问题描述, 整改措施, 责任人, 销号; community instead of village",
    (
        Tab(
            "问题清单",
            """北关街道防返贫“回头看”排查问题整改清单|<|<|<|<|<|<|<|<|<
序号|社区|户主姓名（村级问题不填）|问题描述|问题来源|整改措施|责任单位|责任人及联系电话|整改时限|是否销号
1|||||||||
2|||||||||
3|||||||||
注：问题来源填写自查、县级督查、市级反馈。|<|<|<|<|<|<|<|<|<""",
        ),
    ),
    (
        Wanted(
            (2, 2),
            3,
            """A seq
B village
C head_name
D new|problems long_text
E new text
F new|suggestion long_text
G new text
H new text
I new date
J new yes_no""",
        ),
    ),
)

TONGXIN = Blank(
    "同心村重点人群",
    "ticks in columns under a group (在相应栏打√), a hint row, spouse and helper with phones",
    (
        Tab(
            "重点人群",
            """同心乡重点人群排查登记表|<|<|<|<|<|<|<|<|<|<|<|<
序号|户主信息|<|<|配偶信息|<|重点人群类别（在相应栏打“√”）|<|<|<|帮扶责任人|<|备注
^|姓名|身份证号码|联系电话|姓名|身份证号码|大病户|重残户|独居老人户|失业返乡户|姓名|电话|^
||18位|11位||18位|√|√|√|√||11位|
||||||||||||
||||||||||||""",
        ),
    ),
    (
        Wanted(
            (2, 3),
            5,
            """A seq
B head_name
C head_id_number
D phone
E new text
F new id_number
G new text|yes_no
H new|severely_disabled text|yes_no
I new|elderly_apart text|yes_no
J new text|yes_no
K helper_name
L helper_phone
M remarks""",
        ),
    ),
)

HUANGSHA = Blank(
    "黄沙镇村级自查",
    "a village a row with long questions, 是否 and 说明 in pairs, county prefilled",
    (
        Tab(
            "自查表",
            """附件4||||||||
黄沙镇各村巩固脱贫成果自查情况表|<|<|<|<|<|<|<|<
序号|村（居）名称|是否每月开展排查|未开展原因|网格员人数|是否存在体外循环|住房安全隐患户数|饮水安全问题户数|自查人及日期
1|云岭村|||||||
2|竹溪村|||||||
3|石桥村|||||||
4|雒容社区|||||||
合计|<|||||||""",
        ),
    ),
    (
        Wanted(
            (3, 3),
            4,
            """A seq
B village
C new yes_no
D new long_text
E new number
F helped_outside yes_no
G new number
H new number
I new text|date""",
            subject="village",
            total=8,
        ),
    ),
)

QIAOTOU = Blank(
    "桥头乡成员带户",
    "people without group headings: 户主姓名, 姓名, 与户主关系, 身份证号 side by side",
    (
        Tab(
            "人员",
            """桥头乡脱贫人口及监测对象人员信息采集表|<|<|<|<|<|<|<|<
村名|户编号|户主姓名|姓名|与户主关系|身份证号|联系电话|健康状况|务工地点
||||||||
||||||||
||||||||""",
        ),
    ),
    (
        Wanted(
            (2, 2),
            3,
            """A village
B household_code
C head_name
D new text
E new text
F new id_number
G new text
H new text
I new text""",
            told="一人一行",
        ),
    ),
)

SANCHA = Blank(
    "三岔口镇明白卡带成员",
    "a page a household with a list of its people further down",
    (
        Tab(
            "一户一档",
            """监测对象“一户一档”信息卡|<|<|<|<|<
户主姓名||联系电话||监测对象类别|
家庭住址||<|<|识别时间|
致贫返贫原因||<|<|<|<
家庭成员|姓名|与户主关系|身份证号|健康状况|务工情况
^|||||
^|||||
帮扶措施||<|<|<|<
帮扶责任人||单位||联系电话|""",
        ),
    ),
    refused="一户一页",
)

WANFU = Blank(
    "万福县双语提示",
    "questions turned round, 未/无/不, a double negation, problem groups over plain topics",
    (
        Tab(
            "排查",
            """万福县返贫风险隐患排查表（一般农户）|<|<|<|<|<|<|<|<|<|<
序号|户主姓名|家庭人口|“三保障”和饮水安全存在问题（有√，无×）|<|<|<|是否有未成年子女辍学|是否无稳定收入来源|是否没有漏纳|不纳入监测的理由
^|^|^|住房|医疗|教育|饮水|^|^|^|^
||||||||||
||||||||||""",
        ),
    ),
    (
        Wanted(
            (2, 3),
            4,
            """A seq
B head_name
C population
D new text|yes_no
E new text|yes_no
F new text|yes_no
G new text|yes_no
H new yes_no
I new yes_no
J new yes_no
K not_included_reason|new""",
        ),
    ),
)

FURTHER_OFFICES = (YANSHAN, LIUHE, BEIGUAN, TONGXIN, HUANGSHA, QIAOTOU, SANCHA, WANFU)
