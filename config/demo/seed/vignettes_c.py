"""V07–V09: an infant who does not answer, delirium, delirium tremens. Sample content; local clinicians review it."""

from config.demo.seed.story import (
    DOER,
    SORT,
    UNKNOWN,
    Advice,
    Ask,
    Insight,
    Medicine,
    Purpose,
    RiskLevel,
    Someone,
    Specialty,
    State,
    Story,
    Symptom,
    Urgency,
    Verdict,
    partly,
    yes,
)

TODDLER = Story(
    key="V07",
    place="xinxu",
    doctor="dong",
    expert="pei",
    specialty=Specialty.CHILD,
    stage=State.CLOSED,
    days=24,
    patient=Someone(name="曹沐阳", sex="male", months=22, home="新圩街 9 号", guardian=("吴晓燕", "母亲")),
    ask=Ask(
        purpose=Purpose.DIAGNOSIS,
        question="不到两岁，叫名字不应、少看人、爱转瓶盖：社区先做什么，能等到三岁再看吗？",
        began="一岁半体检时发现不会叫爸妈、不用手指东西，奶奶说“男孩说话晚”。",
        course="半年来只会两三个音，要东西就拉大人的手；转瓶盖、排车，一玩半小时，打断就尖叫。",
        treatment="没有做过干预。每天看手机两三个小时。",
        present="这次疫苗接种时叫名五次只回头一次，几乎不对视。母亲着急，奶奶主张等到三岁。",
        circumstances="奶奶带，父母在镇上厂里做工。足月顺产，坐、走按时。家里没有类似的孩子。",
        symptoms=(Symptom.COMMUNICATION, Symptom.ODD),
        insight=Insight.UNKNOWN,
        note="自顾自玩，不跟随指点，偶尔拉手；对突然的声音有反应。不做鬼脸模仿。",
        danger_note="会往马路上跑，外出一直牵着；没有撞头。",
        physical=("no", "身高体重头围正常，无抽搐"),
        tests=yes("县妇幼用纸质 M-CHAT-R/F 评估，总分 11（只记分数）；出生时听力筛查通过"),
        substances=("no", ""),
    ),
    verdict=Verdict(
        impression="社交回应、共同注意和语言明显落后，伴刻板玩法，高度提示孤独症谱系障碍，须当面做发育评估确诊。不能等到三岁。",
        diagnosis="",
        risk=RiskLevel.NONE,
        risk_note="走失和交通意外是眼下的主要危险，外出须牵手。",
        limits="视频只看了 20 分钟的玩耍，未做标准化评估，不能据此下诊断。",
        come_back="四周后带孩子回新圩，一起看练习的录像。",
        danger_signs="会说的词又没有了、抽搐、反复撞头、不吃不喝：当天联系；抽搐超过 5 分钟打 120。",
        advice=(
            Advice(
                SORT.REFERRAL, "由裴知秋预约安宁医院儿童发育门诊，四周内当面评估；等候期间不停练习。", DOER.CENTRE, 28
            ),
            Advice(SORT.TEST, "先查听力（客观听力检查），排除听不见；两周内在县妇幼完成。", days=14),
            Advice(
                SORT.THERAPY,
                "今天就开始家长参与的练习：每天五次、每次十分钟，面对面玩他喜欢的，等他看一眼再给；"
                "说短句，跟着他玩，不逼他坐着学。",
                DOER.FAMILY,
                1,
            ),
            Advice(SORT.THERAPY, "两岁前不看手机电视，先从吃饭和睡前停起；奶奶也学同一套做法。", DOER.FAMILY, 14),
            Advice(SORT.MEDICINE, "不用药。不要买“补脑”“排毒”的产品。", DOER.FAMILY),
            Advice(SORT.FOLLOW_UP, "四周随访；评估有结论后，帮家里申请 0–6 岁残疾儿童康复救助。", days=28),
        ),
    ),
    acts={2: partly("县妇幼听力室排到第三周，已改约区人民医院")},
    noted="儿童保健手册与门诊病历均已记",
    signer=("guardian", "母亲"),
    with_patient="患儿、母亲和奶奶",
)

DELIRIUM = Story(
    key="V08",
    place="nanyuan",
    doctor="xie",
    expert="du",
    urgency=Urgency.EMERGENCY,
    specialty=Specialty.OLD_AGE,
    stage=State.CLOSED,
    days=31,
    patient=Someone(
        name="严桂香",
        sex="female",
        years=78,
        home="南苑路 55 号",
        cannot_consent=True,
        guardian=("方丽华", "女儿"),
    ),
    ask=Ask(
        purpose=Purpose.REFERRAL,
        question="半年来记性差，近三天夜里喊叫、认错人，还发热：是痴呆加重，还是该先送综合医院？",
        began="半年来丢三落四，烧水忘关火，出门还认得路，自己能吃饭穿衣。",
        course="三天前着凉咳嗽。夜里喊“屋里有人”，白天昏睡，一阵清楚一阵糊涂。",
        treatment="女儿给吃了感冒药两天；邻居给了安眠药，前晚吃一片，闹得更凶。",
        present="今天体温 38.9，呼吸 24，血氧 92%，血压 108/62，脉搏 112；叫得应，答非所问，把女儿认成妹妹。",
        circumstances="与女儿同住，女儿签字。救护车已呼叫，预计 20 分钟到。",
        symptoms=(Symptom.HALLUCINATIONS, Symptom.COMMUNICATION, Symptom.EXCITED),
        insight=Insight.ABSENT,
        note="注意力差，倒数三个数就断；不知今天几号。抓衣角，似看见小虫。",
        danger_note="夜里要下床出门，女儿扶着；无自伤伤人。",
        physical=yes("咳嗽三天，两肺底湿啰音；高血压十年；这两天尿量不清，下腹稍胀"),
        tests=yes("随机血糖 7.8；其余未查"),
        substances=("no", "不喝酒"),
        medicines=(
            Medicine("氨氯地平片", "5 mg", "每天一次", "十年", "血压稳"),
            Medicine("氨酚黄那敏（感冒药）", "1 粒", "每天三次", "2 天", "吃后更困更糊涂"),
            Medicine("艾司唑仑片", "1 mg", "一次", "前晚", "邻居给的，吃后吵闹加重"),
        ),
    ),
    verdict=Verdict(
        impression="急性起病、波动、注意力受损，是谵妄，叠加在可能的认知障碍上。诱因考虑肺部感染、缺氧、感冒药中的氯苯那敏和安眠药，需排除尿潴留。",
        diagnosis="谵妄（多因素）；认知障碍待查",
        risk=RiskLevel.HIGH,
        risk_note="走动跌倒、拔管和病情加重的危险高，须有人一直在床边。",
        come_back="热退、神志清楚后 4–6 周，由女儿带到南苑，再约记忆评估。",
        danger_signs="叫不醒、嘴唇发紫、喘、抽搐、一侧肢体无力：马上告诉护士；在家则打 120。",
        advice=(
            Advice(
                SORT.REFERRAL,
                "先救急：由 120 送区人民医院急诊（综合医院，不是精神科），途中吸氧、心电监护，不给镇静药。",
                days=0,
            ),
            Advice(
                SORT.TEST,
                "急诊查血常规、电解质、肾功能、血糖、血气、胸部影像、心电图、尿常规，床旁看膀胱有无尿潴留；"
                "有外伤或局灶体征做头颅 CT。",
                DOER.CENTRE,
                0,
            ),
            Advice(SORT.MEDICINE, "停感冒药和安眠药，避免苯二氮䓬类和抗胆碱药。氨氯地平由急诊按血压定。", days=0),
            Advice(
                SORT.MEDICINE,
                "劝不住且危及安全时，由医院查心电图后用小剂量氟哌啶醇（0.5 mg，间隔不少于 4 小时）；"
                "有帕金森症状或疑路易体痴呆时不用。",
                DOER.CENTRE,
                2,
            ),
            Advice(
                SORT.THERAPY,
                "眼镜、助听器带去；女儿陪床，白天拉开窗帘、夜里留小灯，短句反复告诉她在哪里；不约束。",
                DOER.FAMILY,
                7,
            ),
            Advice(
                SORT.FOLLOW_UP,
                "神志清楚后 4–6 周评估记忆：认知量表、甲功、维生素 B12、头颅影像；不要在谵妄期下痴呆诊断。",
                days=45,
            ),
        ),
    ),
    noted="转诊记录：14:32 救护车接走，肺炎住院 9 天，神志恢复",
    signer=("guardian", "女儿"),
    with_patient="患者和女儿",
    chat=(("e", "请先看一下下腹，膀胱胀不胀？"), ("d", "脐下两指能摸到，导尿包已备，等 120 一起处理。")),
    teaching=True,
)

WITHDRAWAL = Story(
    key="V09",
    place="baisha",
    doctor="he",
    expert="tang",
    urgency=Urgency.EMERGENCY,
    specialty=Specialty.ADDICTION,
    stage=State.FOLLOW_UP,
    days=11,
    patient=Someone(
        name="龚大海", sex="male", years=52, home="白沙镇正街 140 号", cannot_consent=True, guardian=("刘梅", "妻子")
    ),
    ask=Ask(
        purpose=Purpose.RISK,
        question="停酒两天，手抖、大汗，说墙上有虫：是震颤谵妄吗，120 来之前做什么？",
        began="喝白酒二十多年，近五年每天一斤，早上也要喝。",
        course="前天拉肚子吃不下，酒也停了。昨天手抖、出汗、整夜不睡，今天开始说胡话。",
        treatment="没有用药。两年前停酒时抽搐过一次。",
        present="一小时前抓墙上的“虫”，不认识妻子。体温 38.1，脉搏 124，血压 168/102，呼吸 22，血糖 5.6。",
        circumstances="妻子和弟弟在抢救室，120 已呼叫，县道修路，预计 35 分钟。",
        symptoms=(Symptom.HALLUCINATIONS, Symptom.EXCITED, Symptom.COMMUNICATION),
        insight=Insight.ABSENT,
        note="烦躁、扶着能坐，定向差，四肢粗大震颤，眼球活动看不清，能吞咽。",
        danger_note="不伤人，但会下床乱走；弟弟扶着，周围硬物已移开。",
        physical=yes("消瘦，肝肋下两指；无头部外伤"),
        tests=UNKNOWN,
        substances=yes("白酒每天约一斤，末次饮酒约 52 小时前；否认其他药物"),
    ),
    verdict=Verdict(
        impression="停酒约 52 小时，意识障碍、幻视、震颤、大汗、发热、心动过速，是震颤谵妄；有戒断抽搐史，有生命危险。",
        diagnosis="酒精戒断状态伴谵妄（震颤谵妄）；酒精依赖",
        risk=RiskLevel.HIGH,
        risk_note="危险来自戒断本身：抽搐、误吸、心律失常。须有人一直守着。",
        come_back="出院后一周内由妻子陪着到白沙，再约成瘾门诊。",
        danger_signs="再喝酒后又停、手抖出汗、抽搐、看见虫子或眼睛看东西重影：打 120，不要等。",
        advice=(
            Advice(
                SORT.SAFETY,
                "120 优先，会诊不替代急救。侧卧、移开硬物、吸氧备吸引，抽搐时不往口中塞东西，不捆绑。",
                days=0,
            ),
            Advice(
                SORT.MEDICINE,
                "能吞咽：地西泮 10 mg 口服，1 小时后仍躁动可再给一次；已备抢救条件才静脉缓推 5–10 mg，"
                "盯呼吸和血氧。不要单用氯丙嗪、氟哌啶醇，会降低抽搐阈。",
                days=0,
            ),
            Advice(
                SORT.MEDICINE,
                "维生素 B1 100 mg 肌注，先于任何葡萄糖；血糖若低则同时给，不因等维生素而耽误纠正低血糖。",
                days=0,
            ),
            Advice(
                SORT.REFERRAL,
                "送区人民医院急诊：查电解质（含镁、钾、磷）、肝肾功能、血常规、血氨、心电图，发热查感染，"
                "必要时头颅 CT；静脉大剂量维生素 B1。",
                DOER.CENTRE,
                0,
            ),
            Advice(
                SORT.FOLLOW_UP, "出院前请成瘾门诊会诊，定防复饮的药和家庭支持；肝功能未清楚前不加药。", DOER.CENTRE, 14
            ),
            Advice(SORT.THERAPY, "告诉妻子：长年大量喝酒的人不能在家突然断酒，要停先来问医生。", DOER.FAMILY, 14),
        ),
    ),
    noted="抢救记录：地西泮 10 mg 口服一次，维生素 B1 肌注后转运，途中未抽搐",
    signer=("guardian", "妻子"),
    with_patient="患者、妻子和弟弟",
    chat=(("d", "120 还有二十分钟。"), ("e", "先口服地西泮 10 mg，维生素 B1 肌注，我一直在线上。")),
    teaching=True,
)

CASES = (TODDLER, DELIRIUM, WITHDRAWAL)
