"""V10–V12: epilepsy and impulse, locked at home, after the fire. Sample content; local clinicians review it."""

from config.demo.seed.story import (
    DOER,
    SORT,
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

EPILEPSY = Story(
    key="V10",
    place="yunling",
    doctor="fu",
    expert="wei",
    specialty=Specialty.ORGANIC,
    stage=State.ACCEPTED,
    patient=Someone(
        name="阮小军", sex="male", years=29, home="云岭乡杉木村 2 组", on_register=True, guardian=("阮正文", "父亲")
    ),
    ask=Ask(
        purpose=Purpose.TREATMENT,
        question="癫痫大发作后常砸东西，抗癫痫药吃吃停停：先把癫痫稳住，还是先加精神科的药？",
        began="8 岁起癫痫，全身强直阵挛发作，青春期后一度两年不发。",
        course="近一年药断断续续，每月发作两三次；发作后一两个小时糊涂、发火，砸过锅和门，劝一劝能停。",
        treatment="卡马西平、丙戊酸钠都用过，常常断药两三周又自己加倍吃回来。",
        present="上周连发两次，第二次后半天认不清人，砸了电视；清醒后不记得。两次之间平和，能放羊。",
        circumstances="与父母住，父亲管药但常进山几天。村医能送药。低保，办过免费服药。",
        symptoms=(Symptom.MOODS, Symptom.VIOLENT, Symptom.OTHER),
        insight=Insight.PARTIAL,
        note="今天神志清楚，反应稍慢，答得对题；没有幻觉妄想，知道自己“发病会闹”。",
        danger_note="只在发作后、只在家砸东西，能劝住；没有打过人。柴刀斧头已锁起来。",
        grade=2,
        allergies=("no", "无；用卡马西平多年无皮疹"),
        physical=yes("癫痫；发作时咬过舌头"),
        tests=("no", "三年没有查过血药浓度和脑电图"),
        substances=yes("过年过节喝一点米酒，喝后容易发作"),
        medicines=(
            Medicine("卡马西平片", "0.2 g", "每天两次", "6 年，常断", "规律吃时一年不发"),
            Medicine("丙戊酸钠缓释片", "0.5 g", "每天一次", "1 年，常断", "说不清"),
        ),
    ),
    with_patient="患者和父亲",
)

LOCKED = Story(
    key="V11",
    place="shitang",
    doctor="lan",
    expert="luo",
    specialty=Specialty.REHABILITATION,
    stage=State.CLOSED,
    days=74,
    patient=Someone(
        name="莫小娟",
        sex="female",
        years=24,
        home="石塘乡岩脚村 5 组",
        on_register=True,
        cannot_consent=True,
        guardian=("莫长发", "父亲"),
    ),
    ask=Ask(
        purpose=Purpose.MANAGEMENT,
        question="智力障碍的姑娘爱冲动砸东西，家里锁了她半年：怎样解锁又不出事，能申请哪些帮助？",
        began="自小发育迟，会说短句，没上过学；15 岁起着急时摔东西、打自己的头。",
        course="半年前在集市推倒别人的摊子，赔了钱，父亲就把她锁在偏屋，一天送三顿饭。",
        treatment="没有长期治疗，镇上给过安眠药，吃了整天睡，家里停了。",
        present="入户时屋里有窗有床，门外挂锁。她瘦、头发打结、指甲很长，见人就喊“出去”。手腕有旧抓痕。",
        circumstances="母亲早逝，父亲种地，弟弟在外打工。没有残疾证，没有低保。村干部愿意帮忙。",
        symptoms=(Symptom.COMMUNICATION, Symptom.MOODS, Symptom.VIOLENT),
        insight=Insight.ABSENT,
        note="能说自己名字，认得父亲和糖；怕大声。没见自语和凝神倾听。",
        danger_note="砸东西只在家里，给吃的、放音乐能劝住；打自己的头不重。父亲答应今天起不再上锁。",
        grade=2,
        physical=yes("消瘦，疑贫血；蛀牙两颗，可能牙疼"),
        tests=("no", "从未查过血；末次月经三周前，村医做过验孕阴性"),
    ),
    verdict=Verdict(
        impression="智力发育障碍（约中度）伴冲动行为。被锁、牙疼、没有事做都会加重冲动。关锁必须解除，靠安排生活和照护，不靠镇静。",
        diagnosis="智力发育障碍（中度可能）伴明显的行为问题",
        risk=RiskLevel.WATCH,
        grade=2,
        risk_note="危险性 2 级：只在家里、针对财物、能劝止。",
        limits="视频入户，未做智力和适应行为评估，程度待当面评定。",
        come_back="解锁后两周内，由蓝医生和村干部上门看望。",
        danger_signs="几天不吃、发烧、抽搐、撞头流血，或拿刀、追打人：打 120 或 110。",
        advice=(
            Advice(
                SORT.SAFETY,
                "当天解除关锁：村委会、民警、残联专干和蓝医生一起上门，先换环境再开门；记“已解除”，一周内复看两次，"
                "向父亲讲清不得再锁，我们一起想别的办法。",
                days=1,
            ),
            Advice(
                SORT.TEST,
                "先治身体：看牙，查血常规、肝肾功能、血糖、甲功、心电图；牙疼用对乙酰氨基酚。",
                days=10,
            ),
            Advice(
                SORT.MEDICINE,
                "行为安排两周后仍常冲动，再由精神科当面评估，用小剂量利培酮：每晚 0.5 mg，一周后按需 1 mg，"
                "四周无效就停；不长期用安眠药。",
                DOER.CENTRE,
                21,
            ),
            Advice(
                SORT.THERAPY,
                "写一张一天的安排贴墙上：洗漱、喂鸡、剥豆、听歌、散步；发脾气前的样子（捂耳、跺脚）一出现就换安静处，"
                "事后不打不骂，做到了就给她喜欢的。",
                DOER.FAMILY,
                14,
            ),
            Advice(
                SORT.REFERRAL,
                "预约残疾评定，办残疾人证；同时申请低保、护理补贴和监护以奖代补；每周两天到石塘康复站，村里接送。",
                days=45,
            ),
            Advice(SORT.FOLLOW_UP, "每两周面访一次，连续两次平稳后改每月；父亲累了可申请短期托养。", days=14),
        ),
    ),
    acts={
        3: partly("安排做了三周，砸东西由每周五次减到一次，父亲同意先不用药，药方留着"),
        5: partly("康复站先去每周一天，路远，等村里接送车"),
    },
    noted="精防随访记录表：关锁“已解除”",
    signer=("guardian", "父亲"),
    with_patient="患者、父亲和村干部",
    teaching=True,
)

FIRE = Story(
    key="V12",
    place="xinxu",
    doctor="dong",
    expert="ye",
    urgency=Urgency.URGENT,
    specialty=Specialty.ANXIETY_SLEEP,
    stage=State.OPINION_DRAFT,
    patient=Someone(name="田志刚", sex="male", years=34, home="新圩街 88 号厂区宿舍"),
    ask=Ask(
        purpose=Purpose.MANAGEMENT,
        question="厂里救火后两周，失眠、闪回、怪自己没拉住工友：社区怎么帮，要不要用药？",
        began="两周前车间起火，他冲进去拉出两人，第三人没有救出来。",
        course="当晚起睡不着，一闭眼就是烟和喊声；闻到焦味就心慌、出汗，绕开车间走。",
        treatment="厂里开过一次集体座谈，让每个人讲经过，他讲完更难受。没有用药。",
        present="每晚睡三小时，怪自己“手再伸长一点就行”。开始每晚喝二两白酒。PHQ-9 12 分，GAD-7 11 分。",
        circumstances="妻子和女儿在老家，工友常来陪。厂里准他休息，工会想办后续关怀。",
        symptoms=(Symptom.OTHER,),
        insight=Insight.FULL,
        note="说到工友就哽咽，能被安慰，眼神能对上。无幻觉，无轻生想法。",
        danger_note="问过：没有不想活，想到女儿就得好好的。工友同住，酒可以放到工友那里。",
        physical=("no", "救火时轻度吸入烟尘，已查胸片正常"),
        tests=yes("胸片、血常规正常"),
        substances=yes("两周来每晚白酒二两，以前不喝"),
        phq9=(2, 2, 3, 2, 1, 2, 0, 0, 0),
        gad7=(2, 2, 1, 2, 1, 2, 1),
    ),
    verdict=Verdict(
        impression=(
            "创伤后急性应激反应：再体验、回避、警觉和自责，功能尚存，社会支持好。"
            "多数人在 4 周内减轻，现在还不能下创伤后应激障碍的诊断。"
        ),
        diagnosis="急性应激反应",
        risk=RiskLevel.WATCH,
        risk_note="无自杀想法；自责和饮酒需要看着，工友同住是保护。",
        come_back="三天后和两周后各到新圩一次；满一个月复评。",
        danger_signs="觉得活着对不起工友、整夜不睡几天、喝酒越来越多：当天来，或打 12356；有危险打 120。",
        advice=(
            Advice(
                SORT.THERAPY,
                "做心理急救：先听、不追问细节、不再组织集体讲述；告诉他这些反应常见、会减轻，自责不等于有责。",
                days=1,
            ),
            Advice(
                SORT.THERAPY,
                "睡眠：固定起床时间，醒了坐起来做慢呼吸；今晚起不靠酒睡觉，酒放到工友那里。",
                DOER.PATIENT,
                14,
            ),
            Advice(SORT.MEDICINE, "现在不用苯二氮䓬类。两周后仍每晚不足四小时，再来问，不自己买药。", days=14),
            Advice(
                SORT.FOLLOW_UP,
                "3 天内电话，2 周面访复查 PHQ-9 和 GAD-7；满 4 周仍有闪回、回避，转创伤聚焦的心理治疗。",
                days=14,
            ),
            Advice(SORT.FOLLOW_UP, "请工会安排工友互相看望，对同班组主动筛一遍，难受的人一对一来谈。", days=21),
        ),
    ),
    with_patient="患者和一名工友",
)

CASES = (EPILEPSY, LOCKED, FIRE)
