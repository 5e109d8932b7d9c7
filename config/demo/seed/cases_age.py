"""Old age. Sample content; local clinicians review it."""

from config.demo.seed import story as s

NEIGHBOURS = s.Story(
    key="O01",
    place="wanghu",
    doctor="tao",
    expert="du",
    specialty=s.Specialty.OLD_AGE,
    stage=s.State.CLOSED,
    days=38,
    patient=s.Someone(name="陆瑞华", sex="female", years=79, home="望湖路 47 号", guardian=("陆建国", "儿子")),
    ask=s.Ask(
        purpose=s.Purpose.DIAGNOSIS,
        question="独居老人半年总说邻居偷米偷钱，换了三把锁：是痴呆，还是老年的精神病？",
        began="半年前找不到存折，说邻居进来过。",
        course="换锁三次，晚上用椅子顶门；存折在冰箱里找到，她说是还回来的。",
        treatment="没有用药。",
        present="上周去敲邻居的门吵，居委会来调解。会自己买菜，可同一句话一天问五遍。",
        circumstances="儿子在本市，每周来两次，想接她去住她不肯。听力差，不戴助听器。",
        symptoms=(s.Symptom.SUSPICION,),
        insight=s.Insight.ABSENT,
        note="整洁，能说出今年生肖，说不出月份，五分钟后三个词记得一个；无幻视。",
        danger_note="没有打人，没有不想活；煤气两次忘关，儿子装了报警器。",
        physical=s.yes("高血压，双耳听力下降"),
        tests=("no", "未查甲功、维生素 B12 和头颅影像"),
        medicines=(s.Medicine("硝苯地平控释片", "30 mg", "每天一次", "多年", "血压稳"),),
    ),
    verdict=s.Verdict(
        impression="近记忆减退伴被窃妄想，听力差加重误解，先考虑阿尔茨海默病伴妄想，可逆原因还没有查。不是吵架吵得赢的事。",
        diagnosis="认知障碍伴精神行为症状（病因待查）",
        risk=s.RiskLevel.WATCH,
        risk_note="独居、用火和与邻居冲突是眼前的危险。",
        come_back="两周后儿子陪来看化验，三个月复评。",
        danger_signs="突然一两天内变糊涂、发烧、摔头、走失、打人：送综合医院或打 120。",
        advice=(
            s.Advice(
                s.SORT.TEST,
                "查血常规、肝肾功能、电解质、血糖、甲功、B12、叶酸、梅毒抗体、尿常规和头颅 CT，先排除可治的原因。",
                days=14,
            ),
            s.Advice(
                s.SORT.THERAPY, "配助听器；不争对错，说“我陪您找”，存折固定放铁盒，米缸贴当天的量。", s.DOER.FAMILY, 14
            ),
            s.Advice(
                s.SORT.SAFETY, "煤气换自动熄火，门边写儿子电话；白天托管站每周三天，定位手环随身。", s.DOER.FAMILY, 21
            ),
            s.Advice(
                s.SORT.MEDICINE,
                "先不用抗精神病药：痴呆者用药增加卒中和死亡。查完若是阿尔茨海默病且心率 > 60，多奈哌齐 5 mg 睡前；"
                "妄想使她或别人有危险时再来商量。",
                days=30,
            ),
            s.Advice(s.SORT.FOLLOW_UP, "请记忆门诊当面确诊；请居委会跟邻居说一声她是病了。", days=30),
        ),
    ),
    acts={3: s.partly("她不肯戴手环，改缝在外套里；日间照料先去一天")},
    noted="家庭医生档案；甲功 B12 正常，CT 颞叶萎缩",
    signer=("relative", "儿子"),
    with_patient="患者和儿子",
)

LITTLE_CHILDREN = s.Story(
    key="O02",
    place="wanghu",
    doctor="shen",
    specialty=s.Specialty.OLD_AGE,
    stage=s.State.CONSENT_PENDING,
    patient=s.Someone(name="盛德才", sex="male", years=68, home="湖滨小区 2 栋 105", guardian=("盛琳", "女儿")),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="帕金森病人夜里看见小孩进屋，不害怕但越来越多：多巴胺的药能不能减？",
        began="帕金森 7 年，三个月前普拉克索加量后开始。",
        course="先是傍晚看见影子，现在每晚看见两个小孩，还给他们倒水。",
        treatment="多巴丝肼、普拉克索在服，神经科下月才能复诊。",
        present="昨晚起身赶“小孩”绊了一跤，没有受伤。女儿问能不能先停一种。",
        circumstances="老伴照顾，夜里陪；女儿每晚来。",
        symptoms=(s.Symptom.HALLUCINATIONS,),
        insight=s.Insight.PARTIAL,
        note="白天清楚，知道别人看不见；无被害，记性稍差。",
        danger_note="没有不想活；夜里起身易跌，床边已加栏。",
        physical=s.yes("帕金森病 7 年，便秘，血压卧 128/76、立 104/66"),
        tests=s.yes("血常规、电解质、尿常规上周正常"),
        medicines=(
            s.Medicine("多巴丝肼片", "125 mg", "每天三次", "7 年", "手脚活动可"),
            s.Medicine("盐酸普拉克索片", "0.75 mg", "每天三次", "三个月前加量", "加量后看见小孩"),
        ),
    ),
    agreed=False,
)

SHOUTING = s.Story(
    key="O03",
    place="liuan",
    doctor="su",
    expert="qin",
    specialty=s.Specialty.OLD_AGE,
    stage=s.State.CLOSED,
    days=109,
    patient=s.Someone(
        name="江福生", sex="male", years=82, home="柳岸路 5 号", cannot_consent=True, guardian=("江凤", "女儿")
    ),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="痴呆老人夜里吵着要“回家”，家属要求开点让他睡的药：能不能开，开什么？",
        began="阿尔茨海默病 5 年，一年前不认得孙子。",
        course="一个月来傍晚起找门、拍窗，夜里两点最闹，白天在沙发睡。",
        treatment="多奈哌齐 10 mg；女儿自己给过半片安眠药，走路更晃。",
        present="上周跌倒，额头青了；女儿五天没睡整觉，说再不开药就撑不住。",
        circumstances="女儿一人照顾，女婿外地；请不起护工。",
        symptoms=(s.Symptom.EXCITED, s.Symptom.WANDERS),
        insight=s.Insight.ABSENT,
        note="白天平静，拉着人的手笑；皱眉按右髋。",
        danger_note="无伤人；走失和跌倒的危险大。",
        physical=s.yes("便秘四天，右髋按痛，体温 36.8"),
        tests=("no", "未查尿常规、髋部 X 光"),
        medicines=(s.Medicine("盐酸多奈哌齐片", "10 mg", "每晚", "三年", "睡前吃后多梦"),),
    ),
    verdict=s.Verdict(
        impression="日落时加重的激越，背后有疼痛（右髋）、便秘、白天睡多和睡前多奈哌齐。先治这几样，镇静药放在最后。",
        diagnosis="阿尔茨海默病伴激越；疼痛、便秘待处理",
        risk=s.RiskLevel.WATCH,
        risk_note="跌倒、骨折和照顾者累垮是主要危险。",
        come_back="三天后看髋片，两周复诊。",
        danger_signs="叫不醒、一侧无力、不能走、发烧、尿不出来：打 120。",
        advice=(
            s.Advice(s.SORT.TEST, "今天拍右髋和骨盆 X 光，查尿常规、血常规、电解质；骨折即转骨科。", days=1),
            s.Advice(
                s.SORT.MEDICINE,
                "对乙酰氨基酚 0.5 g 每天三次试一周；开塞露通便后乳果糖每晚 15 ml；多奈哌齐改早上吃。停安眠药。",
                days=2,
            ),
            s.Advice(
                s.SORT.THERAPY,
                "下午三点散步晒太阳，白天只睡一次 30 分钟；傍晚开灯、放老歌，不说“这就是家”，陪他走一圈再回来。",
                s.DOER.FAMILY,
                7,
            ),
            s.Advice(
                s.SORT.MEDICINE,
                "两周后仍伤己伤人，再当面评估小剂量利培酮 0.25 mg 晚上，讲明卒中和死亡的风险，最多用 6–12 周就减停。",
                days=21,
            ),
            s.Advice(s.SORT.THERAPY, "为女儿申请喘息托养每月四天，联系街道照护者小组。", days=21),
        ),
    ),
    acts={5: s.partly("托养要排队，先由邻居和社工每周各陪半天")},
    noted="家庭病床病历；髋片无骨折，夜里醒一次",
    signer=("guardian", "女儿"),
    with_patient="患者和女儿",
)

SLOW_HEART = s.Story(
    key="O04",
    place="dongdu",
    doctor="zhong",
    expert="du",
    kind=s.Kind.PANEL,
    urgency=s.Urgency.URGENT,
    specialty=s.Specialty.OLD_AGE,
    stage=s.State.OPINION_DRAFT,
    patient=s.Someone(name="温玉兰", sex="female", years=71, home="东渡大道 12 号"),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="吃多奈哌齐后拉肚子、心率 48、头晕两次：记性是好一点，药还继续吗？",
        began="两年前记性差，半年前记忆门诊诊断早期阿尔茨海默病。",
        course="多奈哌齐 5 mg 两个月，一个月前加到 10 mg 就开始拉稀、头晕。",
        treatment="同时吃美托洛尔治早搏，没有调过。",
        present="早上心率 48，站起来黑蒙两次，没有晕倒。老伴说她能自己记得吃药了，舍不得停。",
        circumstances="与老伴同住，女儿在楼上。",
        symptoms=(s.Symptom.NONE,),
        insight=s.Insight.PARTIAL,
        note="答话慢一点，时间地点都对。",
        danger_note="无。洗澡有人在门外。",
        physical=s.yes("室性早搏，血压 124/70"),
        tests=s.yes("心电图窦缓 48，PR 210 ms"),
        medicines=(
            s.Medicine("盐酸多奈哌齐片", "10 mg", "每晚", "一个月前加量", "记性稍好；腹泻、头晕"),
            s.Medicine("美托洛尔缓释片", "47.5 mg", "每天一次", "两年", "早搏少"),
        ),
    ),
    verdict=s.Verdict(
        impression="多奈哌齐 10 mg 与美托洛尔相加，引起窦缓和腹泻；有黑蒙，先停再查。",
        diagnosis="阿尔茨海默病（早期）；药物相关窦性心动过缓",
        risk=s.RiskLevel.WATCH,
        risk_note="晕倒跌伤的危险大于少吃几天药的损失。",
        come_back="三天后量心率、做心电图。",
        danger_signs="晕倒、胸口闷、心率低于 40：打 120。",
        advice=(
            s.Advice(
                s.SORT.MEDICINE,
                "今晚起停多奈哌齐；心率、心电图恢复并看过心内科后，再定要不要用 5 mg，不再加到 10 mg。",
                days=3,
            ),
            s.Advice(s.SORT.REFERRAL, "两天内看心内科：24 小时心电图，定美托洛尔减量或停用；不要自行骤停。", days=2),
            s.Advice(s.SORT.FOLLOW_UP, "一月后复评记性，仍不耐受改美金刚 5 mg 起。", days=30),
        ),
    ),
    with_patient="患者和老伴",
)

CASES = (
    NEIGHBOURS,
    LITTLE_CHILDREN,
    SHOUTING,
    SLOW_HEART,
)
