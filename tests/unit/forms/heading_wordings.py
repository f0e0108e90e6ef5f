"""Headings as tables of different years and counties word them, and the field each is.

Groups stand before the heading with › between them; "" is a field that no shipped form has.
Made for the tests from the annexes' own wording, the field names of the national system and the
ways in which the same things are said.
"""

WORDINGS = """
序号 → seq
村组 → group
村民小组 → group
所在村组 → group
自然村（屯）、组 → group
组别 → group
户主姓名 → head_name
户主 → head_name
农户基本信息 › 户主姓名 → head_name
户主 › 姓名 → head_name
户主 › 身份证号码 → head_id_number
户主身份证号码 → head_id_number
户主证件号码 → head_id_number
户主公民身份号码 → head_id_number
身份证号 → head_id_number
家庭人口数 → population
家庭人口数（人） → population
家庭人口 → population
家庭人数 → population
家庭成员数 → population
户属性（脱贫户、监测户、一般农户） → household_type
农户类型 → household_type
户类型（脱贫户/监测户/一般农户） → household_type
农户类别（①脱贫户②监测对象③一般农户） → household_type
排查方式（入户排查、电话核查） → survey_method
核查方式 → survey_method
上年度家庭人均纯收入（2021年5月1日-2022年4月30日，单位：元） → income_per_capita
上年度家庭人均纯收入（2023年10月1日-2024年9月30日，单位：元） → income_per_capita
2024年家庭人均纯收入（元） → income_per_capita
人均纯收入（元） → income_per_capita
家庭年人均纯收入 → income_per_capita
收入情况 › 家庭人均纯收入（元/年） → income_per_capita
是否高于本市监测范围（7000元） → above_line
是否高于本省监测范围（8000元） → above_line
是否高于监测线（8300元） → above_line
家庭人均纯收入是否超过监测范围 → above_line
是否低于监测范围 → below_line
人均纯收入是否低于8000元监测线 → below_line
是否刚性支出较大或收入大幅缩减 → heavy_burden
是否存在刚性支出较大或收入大幅缩减情况 → heavy_burden
是否刚性支出过大或收入大幅减少 → heavy_burden
“三保障”及饮水安全 › 现有住房是否安全 → housing_safe
“三保障”及饮水安全 › 住房是否安全 → housing_safe
两不愁三保障 › 住房安全是否有保障 → housing_safe
三保障 › 住房安全 → housing_safe
“三保障”及饮水安全 › 医疗是否得到保障 → medical_secured
基本医疗是否有保障 → medical_secured
三保障 › 基本医疗 › 医疗是否有保障 → medical_secured
义务教育是否得到保障 → education_secured
义务教育是否有保障 → education_secured
三保障 › 义务教育保障 → education_secured
饮水是否安全 → water_safe
饮水安全是否有保障 → water_safe
饮水安全是否达标 → water_safe
重点人群 › 是否整户无劳动力 → no_labour
是否整户无劳动能力 → no_labour
是否全家无劳动力 → no_labour
是否2020年脱贫 → lifted_2020
脱贫户 › 是否2020年脱贫户 → lifted_2020
是否近三年家庭人均纯收入持续减少 → income_falling_3y
近三年家庭人均纯收入是否持续下降 → income_falling_3y
是否低保户 → on_dibao
是否享受低保 → on_dibao
是否农村低保对象 → on_dibao
是否纳入低保 → on_dibao
是否近两年新识别和申请低保 → dibao_recent
近两年是否新识别或申请低保 → dibao_recent
是否分散特困供养户 → scattered_tekun
是否分散供养特困人员 → scattered_tekun
是否特困分散供养户 → scattered_tekun
是否单人户 → single_person
是否残疾人家庭 → has_disabled
家中是否有残疾人 → has_disabled
是否新致残家庭 → newly_disabled
是否有新致残人员 → newly_disabled
是否重度残疾人家庭（一、二级） → severely_disabled
是否有重度残疾人 → severely_disabled
是否多未成年子女家庭 → many_minors
是否非义务教育阶段在读子女较多 → many_students
是否非义务教育阶段在读学生较多 → many_students
是否分户独居老人户 → elderly_apart
是否为分户独居老人 → elderly_apart
子女是否有赡养能力 → children_able
子女有无赡养能力 → children_able
子女是否履行赡养义务 → children_support
子女是否尽到赡养义务 → children_support
是否务工收入占比高且务工时间不稳定 → unstable_wages
是否务工收入占比高且务工不稳定 → unstable_wages
是否因病因灾因意外事故导致基本生活出现严重困难 → sudden_hardship
是否因病、因灾、因意外导致基本生活严重困难 → sudden_hardship
就医、上学、就业、产业等方面是否存在实际困难和潜在风险 → practical_difficulty
就医、就学、就业、产业等方面是否存在困难和风险 → practical_difficulty
是否因疫情导致产业受损或就业不稳 → epidemic_impact
已消除风险监测对象 › 是否已标注风险消除户 → risk_marked_cleared
风险是否已消除 → risk_marked_cleared
收入是否半年内持续稳定 → income_stable_half_year
半年内收入是否持续稳定 → income_stable_half_year
返贫致贫风险是否稳定消除 → risk_stably_cleared
风险是否稳定消除 → risk_stably_cleared
是否落实帮扶措施 → measures_in_place
帮扶措施是否落实 → measures_in_place
帮扶措施是否落实到位 → measures_in_place
帮扶措施是否有针对性 → measures_targeted
帮扶措施是否精准 → measures_targeted
是否存在“一兜了之”现象 → benefits_only
有无“一兜了之”情况 → benefits_only
是否过度帮扶和福利陷阱 → over_assisted
是否存在过度帮扶、福利陷阱 → over_assisted
系统数据信息是否全面准确（脱贫户监测户填写） → system_data_accurate
系统数据是否准确 → system_data_accurate
该户是否应纳入监测对象（非监测对象填写） → should_include
是否应纳入监测对象 → should_include
该户还存在哪些困难和诉求 → needs
该户存在的困难和诉求 → needs
困难诉求 → needs
备注 → remarks
备 注 → remarks
行政村 → village
村（社区） → village
所在行政村 → village
乡镇 → township
乡（镇） → township
户编号 → household_code
联系电话 → phone
户主联系电话 → phone
手机号码 → phone
监测对象类别 → category
监测对象类型（脱贫不稳定户、边缘易致贫户、突发严重困难户） → category
识别时间 → identified_on
监测对象识别时间 → identified_on
返贫致贫风险 → risks
主要致贫返贫风险 → risks
风险消除时间 → cleared_on
风险消除情况 › 消除时间 → cleared_on
脱贫年度 → lifted_year
脱贫年份 → lifted_year
劳动力人数 → labour_count
家庭劳动力数量 → labour_count
是否监测对象 → is_monitored
是否为监测户 → is_monitored
是否易地搬迁户 → relocated
是否易地扶贫搬迁户 → relocated
帮扶责任人 → helper_name
帮扶责任人姓名 → helper_name
帮扶联系人 → helper_name
帮扶责任人联系电话 → helper_phone
帮扶责任人 › 联系电话 → helper_phone
帮扶干部电话 → helper_phone
核查人 → checker
排查人员签字 → checker
核查时间 → checked_on
入户核查日期 → checked_on
存在问题 → problems
存在的问题 → problems
整改建议 → suggestion
是否漏纳 → missed
未纳入理由 → not_included_reason
未纳入监测对象原因 → not_included_reason
农户签字 → household_signature
措施是否及时 → measures_timely
措施是否有效 → measures_effective
是否有帮扶计划 → has_help_plan
帮扶责任人是否落实 → helper_in_place
风险 › 就业 → employment_risk
风险 › 产业 → industry_risk
“两不愁三保障”和饮水 › 住房 → housing_safe
“两不愁三保障”和饮水 › 吃 → food_secured
基础信息 › 家庭成员 → members_accurate
住房是否不安全 →
是否住危房 →
饮水是否不安全 →
是否未参加医疗保险 →
是否未参加城乡居民基本医疗保险 →
是否参加城乡居民基本医疗保险 →
义务教育阶段是否有辍学学生 →
是否有失学辍学儿童 →
是否2019年脱贫 →
帮扶措施是否未落实 →
风险是否未消除 →
是否不应纳入监测对象 →
是否有大病患者 →
是否有慢性病患者 →
外出务工人数 →
务工时间（月） →
当年产业奖补金额（元） →
工资性收入（元） →
生产经营性收入（元） →
转移性收入（元） →
家庭总收入（元） →
合规自付医疗支出（元） →
人均可支配收入（元） →
是否通生活用电 →
是否有卫生厕所 →
入户路类型 →
耕地面积（亩） →
林地面积（亩） →
住房面积（平方米） →
与村主干路距离（公里） →
是否加入农民专业合作组织 →
是否有龙头企业带动 →
最近一次走访日期 →
走访次数 →
帮扶责任人单位及职务 →
帮扶单位 →
次要风险 →
启动风险消除时间 →
回退时间 →
配偶姓名 →
配偶身份证号码 →
子女人数 →
残疾人数 →
残疾证号 →
低保类别 →
低保金额（元/月） →
低保认定时间 →
是否享受养老保险 →
养老金（元/年） →
房屋鉴定等级（A级、B级、C级、D级） →
开户银行账号 →
是否发放小额信贷 →
贷款余额（万元） →
是否落实就业帮扶措施 →
产业类型（种植、养殖、加工、其他） →
满意度（满意、基本满意、不满意） →
包村领导 →
网格员姓名 →
网格员联系电话 →
是否为整户搬迁外出户 →
是否受洪涝灾害影响 →
农户联系电话 → phone
家庭住址 →
户主性别 →
户主民族 →
户主政治面貌 →
户主手工签名 → household_signature
监测对象类型 → category
是否脱贫户 →
是否住房出现安全问题 →
是否饮水出现安全问题 →
是否义务教育阶段适龄儿童少年失学辍学 →
是否有家庭成员未参加城乡居民（职工）基本医疗保险 →
财产性收入 →
生产经营性支出 →
家庭纯收入 →
家庭理赔收入 →
纳入监测对象的收入参考范围 →
纳入监测对象的人均收入参考范围 →
风险消除方式 →
识别监测时间 → identified_on
消除监测时间 → cleared_on
是否危房户 →
是否解决安全饮用水 → water_safe
户联系电话 → phone
信息采集人 →
信息采集人联系电话 →
卫生厕所是否能正常使用 →
是否会讲普通话 →
人编号 →
县 →
省 →
市 →
村 → village
乡 → township
乡(镇) → township
是否军烈属 →
填表人 →
帮扶开始时间 →
帮扶（选派）单位名称 →
危房等级 →
到户产业帮扶类型 →
失学或辍学原因 →
义务教育阶段未上学原因 →
劳动技能 →
文化程度 →
健康状况 →
与户主关系 →
出生日期 →
是否住房损毁 →
是否饮水设施损毁 →
是否特困供养人员 →
享受低保政策情况 →
是否接受医疗救助 →
是否参加大病保险 →
主要燃料类型 →
帮扶措施 › 产业帮扶 →
帮扶措施 › 就业帮扶 →
帮扶措施 › 健康帮扶 →
帮扶措施 › 住房安全保障 →
帮扶措施 › 饮水安全保障 →
帮扶措施 › 义务教育保障 →
帮扶措施 › 综合保障 →
是否通广播电视 →
务工月收入 →
就业服务需求 →
年度交通费补助 →
公益性岗位（月数） →
因自然灾害子项 →
实施开发式帮扶措施情况 →
是否低收入人口 →
家庭基本情况 › 家庭人口（人） → population
家庭基本情况 › 劳动力（人） → labour_count
家庭基本情况 › 户主 › 身份证号 → head_id_number
基本信息 › 乡镇 → township
基本信息 › 村名 → village
住房安全 › 是否安全住房 → housing_safe
住房安全 › 房屋结构（砖混、砖木、土木） →
住房安全 › 是否唯一住房 →
饮水安全 › 饮水是否安全 → water_safe
饮水安全 › 取水是否方便 →
基本医疗 › 是否全员参保 →
基本医疗 › 家庭成员是否全部参加基本医疗保险 →
义务教育 › 有无辍学学生 →
义务教育 › 是否有义务教育阶段学生 →
收入 › 是否低于监测范围（8500元） → below_line
收入 › 人均纯收入是否低于8500元 → below_line
是否有返贫致贫风险 →
是否存在致贫返贫风险隐患 →
是否符合监测对象条件 →
是否拟纳入监测对象 →
拟纳入监测对象类别 →
是否动态新增监测对象 →
是否享受帮扶政策 →
帮扶成效 →
是否满意帮扶工作 →
大额支出原因 →
是否有大额医疗支出 →
突发严重困难类型 →
是否因灾造成房屋受损 →
残疾类别及等级 →
主要收入来源 →
排查结论 → visit_conclusion
入户排查时间 → checked_on
排查人员（签字） → checker
户主签字 → household_signature
被调查人签字 → household_signature
存在问题及整改措施 →
下步打算 →
序 号 → seq
村（居）民小组 → group
村民组 → group
户主名 → head_name
农户（户主）姓名 → head_name
户主身份证号码（18位） → head_id_number
家庭人口数（户籍+共同生活） → population
共同生活人口数 → population
户别（脱贫户、监测户、一般户） → household_type
农户属性 → household_type
摸排方式 → survey_method
2023.10.1-2024.9.30家庭人均纯收入 → income_per_capita
上年度人均纯收入（元） → income_per_capita
人均纯收入是否高于监测范围 → above_line
是否超过年度监测范围（8400元） → above_line
刚性支出是否较大 → spending_risk
是否有刚性支出较大、收入骤减 → heavy_burden
住房是否安全稳固 → housing_safe
是否居住安全住房 → housing_safe
医疗保障是否到位 → medical_secured
是否有安全饮水 → water_safe
是否解决饮水安全 → water_safe
有无劳动力 →
家庭是否无劳动能力 → no_labour
是否享受农村低保 → on_dibao
是否是低保户 → on_dibao
是否为特困分散供养 → scattered_tekun
家庭成员是否有残疾 → has_disabled
家中是否有一二级重度残疾 → severely_disabled
是否为独居老人 → elderly_apart
老人子女是否履行赡养义务 → children_support
是否存在返贫风险 →
因病因灾因意外是否造成严重困难 → sudden_hardship
是否需要纳入监测 → should_include
是否建议纳入监测对象 → should_include
是否已纳入监测对象 → is_monitored
目前是否为监测对象 → is_monitored
监测类型 → category
何时识别为监测对象 → identified_on
纳入监测时间 → identified_on
致贫返贫主要原因 → risks
风险类型 → risks
帮扶人姓名 → helper_name
帮扶人电话 → helper_phone
结对帮扶干部 › 姓名 → helper_name
结对帮扶干部 › 联系方式 → helper_phone
是否有结对帮扶干部 →
排查人 → checker
排查日期 → checked_on
农户签名 → household_signature
群众诉求 → needs
目前存在的困难问题 →
备注（需说明的其他情况） → remarks
是否安装安全饮水设施 →
是否购买防贫保险 →
住房等级 →
是否享受雨露计划 →
是否有赡养纠纷 →
是否空挂户 →
是否长期外出户 →
外出务工地点 →
年务工收入（元） →
低保人数 →
是否有在校大学生 →
村党组织书记签字 →
电话核查记录 →
""".strip()


def wordings() -> list[tuple[tuple[str, ...], str]]:
    """(headings from the top, key or "")."""
    pairs = [line.rsplit("→", 1) for line in WORDINGS.splitlines()]
    return [(tuple(path.strip().split(" › ")), key.strip()) for path, key in pairs]
