"""Psychosis. Sample content; local clinicians review it."""

from config.demo.seed import story as s

LISTENED_TO = s.Story(
    key="S01",
    place="beiqiao",
    doctor="lu",
    specialty=s.Specialty.PSYCHOSIS,
    stage=s.State.DRAFT,
    patient=s.Someone(name="傅晴", sex="female", years=28, home="北桥街 9 号"),
    ask=s.Ask(
        purpose=s.Purpose.DIAGNOSIS,
        question="总觉得手机被监听，可上班、做饭一切正常：算不算精神病，要不要先观察？",
        began="半年前换工作后开始把手机放进冰箱。",
        course="同事夸她能干，回家就查窗帘；男朋友陪她来。",
        present="",
        symptoms=(s.Symptom.SUSPICION,),
        insight="",
        tests=s.UNKNOWN,
        substances=s.UNKNOWN,
    ),
)

VOICES_BACK = s.Story(
    key="S02",
    place="xinxu",
    doctor="dong",
    expert="han",
    specialty=s.Specialty.PSYCHOSIS,
    stage=s.State.SCHEDULED,
    patient=s.Someone(
        name="蔡美珠", sex="female", years=55, home="新圩街 60 号", on_register=True, guardian=("蔡勇", "儿子")
    ),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="停药三年没犯，上个月又听见声音骂她：重新吃从多大剂量开始，还用老药吗？",
        began="30 岁起病，听见人骂，住院一次。",
        course="利培酮 3 mg 吃了八年，三年前医生同意慢慢停了。",
        treatment="停药三年。上周她翻出旧药吃了两片 1 mg，睡了一天。",
        present="晚上对空气回嘴，白天还能摆摊，怕儿子知道。",
        circumstances="儿子同住，在物流公司。",
        symptoms=(s.Symptom.HALLUCINATIONS, s.Symptom.SELF_TALK),
        insight=s.Insight.PARTIAL,
        note="问到声音就哭，知道是病又来了。",
        danger_note="声音不叫她做事；没有伤人，没有不想活。",
        grade=0,
        physical=s.yes("糖尿病，二甲双胍"),
        tests=s.yes("空腹血糖 7.6，心电图正常"),
        medicines=(s.Medicine("二甲双胍片", "0.5 g", "每天两次", "四年", "血糖尚可"),),
    ),
    with_patient="患者和儿子",
)

WANTS_TO_STOP = s.Story(
    key="S04",
    place="liuan",
    doctor="su",
    expert="song",
    specialty=s.Specialty.PSYCHOSIS,
    stage=s.State.FOLLOW_UP,
    days=5,
    patient=s.Someone(
        name="孔令熙", sex="male", years=24, home="柳岸路 88 号", on_register=True, guardian=("孔凡", "父亲")
    ),
    ask=s.Ask(
        purpose=s.Purpose.MANAGEMENT,
        question="首发出院两个月自觉好了，要停药回去读研：怎么劝，能先减一点吗？",
        began="三个月前首次发病，被害妄想，住院 28 天。",
        course="出院后规律服药，症状没有了，觉得脑子慢。",
        treatment="阿立哌唑 15 mg 每早，无手抖，刚用药时坐不住，一周好了。",
        present="周末偷减两天，父亲数药发现，两人吵。下学期复学，他想开学前停。",
        circumstances="父母同住，导师知道他生病，留着位置。",
        symptoms=(s.Symptom.NONE,),
        insight=s.Insight.FULL,
        note="能说清当时是病，情绪平，无妄想。",
        danger_note="无伤人，无不想活。",
        grade=0,
        tests=s.yes("血糖血脂、心电图、催乳素正常"),
        medicines=(s.Medicine("阿立哌唑片", "15 mg", "每天早上", "三个月", "有效，略慢"),),
    ),
    verdict=s.Verdict(
        impression="首次发作后早期缓解，巩固期还没过。复学和吃药可以并行，现在停药一年内复发多半。",
        diagnosis="精神分裂症，首次发作，缓解期",
        risk=s.RiskLevel.NONE,
        grade=0,
        come_back="两周后带父亲来柳岸，以后每月。",
        danger_signs="又觉得有人害他、睡不着、不吃、说不想活：当天联系。",
        advice=(
            s.Advice(s.SORT.MEDICINE, "巩固期仍用 15 mg，症状缓解后至少再用满一年；嫌慢可改晚饭后吃。先不减。", days=3),
            s.Advice(
                s.SORT.THERAPY,
                "用他自己的话写下早期信号三条和“出现就做的三件事”，导师一份由他决定给不给。",
                s.DOER.PATIENT,
                14,
            ),
            s.Advice(
                s.SORT.REFERRAL, "复学前由区二院做复学评估，经他同意约校医和心理中心，先减一门课。", s.DOER.CENTRE, 60
            ),
            s.Advice(s.SORT.FOLLOW_UP, "每月评一次：服药、睡眠、信号，满一年再商量慢减，不在学期中减。", days=30),
        ),
    ),
    acts={2: s.partly("三条写了，他不愿意给导师看，先放在家里")},
    noted="门诊病历；父亲帮助放药盒，不数药",
    with_patient="患者和父亲",
    chat=(("e", "我们不是求您忍，是把学位和药放在同一张表里。"), ("d", "他点头了，问能不能晚上吃。")),
)

WHITE_CELLS = s.Story(
    key="S05",
    place="yunling",
    doctor="fu",
    expert="feng",
    urgency=s.Urgency.URGENT,
    specialty=s.Specialty.PSYCHOSIS,
    stage=s.State.CLOSED,
    days=19,
    patient=s.Someone(
        name="蒙秀山", sex="male", years=46, home="云岭乡上寨村", on_register=True, guardian=("蒙秀川", "哥哥")
    ),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="氯氮平吃了十三年，白细胞忽然 3.2：要马上停吗，停了复发怎么办？",
        began="换过三种药，只有氯氮平管用。",
        course="三年没有住院，放羊、赶街都行。",
        treatment="氯氮平 150 mg 晚上，两个月没有复查血。",
        present="体检白细胞 3.2、中性粒 1.7（×10⁹/L），没有发热咽痛。哥哥吓坏了要停。",
        circumstances="哥哥同住管药。",
        symptoms=(s.Symptom.NONE,),
        insight=s.Insight.PARTIAL,
        note="平静，流涎，能答。",
        danger_note="无；上次停药复发时追过人，七年前。",
        grade=0,
        physical=("no", "体温 36.5，咽不红"),
        tests=s.yes("白细胞 3.2，中性粒 1.7；两月前 4.6/2.9"),
        medicines=(s.Medicine("氯氮平片", "150 mg", "每晚", "13 年", "有效，流涎"),),
    ),
    verdict=s.Verdict(
        impression="轻度白细胞减少，没有感染，尚未到停药线（白细胞 < 3.0 或中性粒 < 1.5），先加密复查，别急停。",
        diagnosis="精神分裂症，缓解期；白细胞减少待查（氯氮平可能）",
        risk=s.RiskLevel.WATCH,
        grade=0,
        risk_note="低于停药线须当天停，停后复发的可能大。",
        limits="视频看诊；血象只一次，须复查证实。",
        come_back="每三天抽一次血，直到升回 3.5。",
        danger_signs="发烧、咽痛、口腔溃疡、寒战：立即停药，当天急查血，送区人民医院。",
        advice=(
            s.Advice(
                s.SORT.TEST,
                "今天复查血常规加分类，以后每周两次，连续两次白细胞 ≥ 3.5、中性粒 ≥ 2.0 后改每周，再每月。",
                days=1,
            ),
            s.Advice(
                s.SORT.SAFETY,
                "白细胞 < 3.0 或中性粒 < 1.5，或发热：立即停，不再用；中性粒 < 1.0 送血液科，隔离、不肌注。",
                days=1,
            ),
            s.Advice(s.SORT.MEDICINE, "不骤停、不加量；查有无同服卡马西平、磺胺、甲巯咪唑，有就停或换。", days=1),
            s.Advice(
                s.SORT.FOLLOW_UP, "若须停药，由区二院住院换药并盯撤药反应（出汗、失眠、复发）。", s.DOER.CENTRE, 14
            ),
        ),
    ),
    noted="第 3 天 3.4/1.9，第 14 天 4.1/2.5，恢复每周查",
    with_patient="患者和哥哥",
)

MILK = s.Story(
    key="S07",
    place="baisha",
    doctor="he",
    expert="han",
    specialty=s.Specialty.PSYCHOSIS,
    stage=s.State.CANCELLED,
    days=21,
    because="患者愿意直接去区二院门诊，今天已挂号，申请取消。",
    patient=s.Someone(name="谭玉珍", sex="female", years=36, home="白沙镇正街 9 号", on_register=True),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="利培酮吃了半年停经、溢乳，她还想要个孩子：减量、换药，先查哪一项？",
        began="32 岁起病，住院一次。",
        course="利培酮 4 mg 两年，稳定。",
        treatment="没有换过药。",
        present="半年没有月经，内衣湿，怕是怀孕又怕是瘤。",
        circumstances="丈夫支持要二胎。",
        symptoms=(s.Symptom.NONE,),
        insight=s.Insight.FULL,
        note="着急，条理清楚。",
        danger_note="无。",
        grade=0,
        pregnancy=("no", "尿妊娠阴性"),
        tests=("no", "催乳素、垂体未查"),
        medicines=(s.Medicine("利培酮片", "4 mg", "每晚", "两年", "稳定；停经溢乳"),),
    ),
)

CASES = (
    LISTENED_TO,
    VOICES_BACK,
    WANTS_TO_STOP,
    WHITE_CELLS,
    MILK,
)
