"""Epilepsy and organic disorders. Sample content; local clinicians review it."""

from config.demo.seed import story as s

IRRITABLE = s.Story(
    key="E01",
    place="yunling",
    doctor="fu",
    expert="wei",
    urgency=s.Urgency.URGENT,
    specialty=s.Specialty.ORGANIC,
    stage=s.State.CLOSED,
    days=68,
    patient=s.Someone(name="韦春桃", sex="female", years=35, home="云岭乡杉木村 6 组"),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="左乙拉西坦加上后癫痫不犯了，可天天摔碗骂人：是药还是病，能换吗？",
        began="癫痫 15 年，半年一次大发作。",
        course="两个月前加到 1.5 g，一月内没有发作。",
        treatment="左乙拉西坦 0.75 g 每天两次，没有别的药。",
        present="加量两周后爱发火，摔碗、冲孩子吼，事后后悔哭。PHQ-9 7 分。",
        circumstances="丈夫打工，婆婆带孩子，近日她自己把孩子送到婆婆房里睡。",
        symptoms=(s.Symptom.MOODS, s.Symptom.VIOLENT),
        insight=s.Insight.FULL,
        note="懊悔，说“不像我”。无幻觉妄想，无轻生念头。",
        danger_note="没有打过人；答应火气上来就出门走一圈。",
        pregnancy=("no", "已结扎"),
        physical=s.yes("癫痫，磁共振无病灶"),
        tests=s.yes("肝肾功能正常"),
        phq9=(1, 1, 1, 1, 1, 1, 1, 0, 0),
        medicines=(s.Medicine("左乙拉西坦片", "0.75 g", "每天两次", "两月前加量", "不发作，易怒"),),
    ),
    verdict=s.Verdict(
        impression="易怒在加量后两周出现，发作已控制，最像左乙拉西坦的行为副作用，不是精神病。药要换，但不能断。",
        diagnosis="癫痫；药物相关易激惹",
        risk=s.RiskLevel.WATCH,
        risk_note="没有打过人；她自己担心失手，孩子夜里暂由婆婆带。",
        come_back="两周后到云岭，带发作记录。",
        danger_signs="抽搐超过 5 分钟或连着发、想打人、不想活：打 120。",
        advice=(
            s.Advice(s.SORT.MEDICINE, "左乙拉西坦先减回每天两次 0.5 g，看一周；可试加维生素 B6 每天 50 mg。", days=7),
            s.Advice(
                s.SORT.MEDICINE,
                "仍易怒，换拉莫三嗪：25 mg 每天，两周后 50 mg，再每一两周加 50 mg 到 100–200 mg；"
                "到位后再慢减左乙拉西坦。出皮疹立即停并就诊。",
                days=56,
            ),
            s.Advice(s.SORT.SAFETY, "换药期间孩子由婆婆带夜，母亲不单独给孩子洗澡、不爬高、不下塘。", s.DOER.FAMILY, 1),
            s.Advice(
                s.SORT.THERAPY,
                "火气信号（咬牙、脸热）一来就离开十分钟；向孩子说一声对不起，是药在闹。",
                s.DOER.PATIENT,
                7,
            ),
        ),
    ),
    noted="第 10 周：拉莫三嗪 100 mg，无发作，无皮疹",
    with_patient="患者和婆婆",
)

UNTREATED = s.Story(
    key="E02",
    place="shitang",
    doctor="lan",
    specialty=s.Specialty.ORGANIC,
    stage=s.State.CONSENT_PENDING,
    patient=s.Someone(name="黄石生", sex="male", years=22, home="石塘乡岩脚村 1 组", guardian=("黄大有", "父亲")),
    ask=s.Ask(
        purpose=s.Purpose.DIAGNOSIS,
        question="抽了三年没有正规治，最近发作后几天总说有人要害他：先治抽，还是要用精神科的药？",
        began="19 岁起抽搐，家里用草药。",
        course="每月三四次，近两月一天抽几回；抽完第二天起说有人要害他，三五天又好。",
        treatment="没有用过抗癫痫药。",
        present="上次发作后躲进柴房两天，给饭才吃。今天清醒。",
        circumstances="父母种地，乡里路远，愿意去县里。",
        symptoms=(s.Symptom.SUSPICION,),
        insight=s.Insight.PARTIAL,
        note="今天答得对题，说“那几天脑子像糊住”。",
        danger_note="没有伤人，没有不想活；发作时怕跌，灶边有人。",
        physical=s.yes("抽搐三年，头上旧伤疤"),
        tests=("no", "未做脑电图、磁共振"),
    ),
)

SLOW_THYROID = s.Story(
    key="E03",
    place="qingshi",
    doctor="peng",
    specialty=s.Specialty.ORGANIC,
    stage=s.State.EXPIRED,
    days=29,
    because="缺：TSH 和游离 T4 的近期结果\n缺：左甲状腺素实际怎么吃",
    patient=s.Someone(name="姚慧", sex="female", years=48, home="青石巷 3 号"),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="甲减补了一年还是反应慢、情绪低、怕冷：要不要再加抗抑郁药？",
        began="一年前体检发现甲减。",
        course="补药后轻快两月，近三个月又没劲、爱睡。",
        treatment="左甲状腺素 50 µg，常和豆浆钙片一起吃。",
        present="上周打错病历被批评，觉得自己不行。PHQ-9 10 分。",
        circumstances="文员，丈夫体贴。",
        symptoms=(s.Symptom.WITHDRAWN,),
        insight=s.Insight.FULL,
        note="慢，声音哑，脸稍肿，无轻生念头。",
        danger_note="无。",
        physical=s.yes("甲状腺功能减退"),
        tests=("unknown", "说半年前查过，结果不在手边"),
        phq9=(2, 1, 1, 3, 0, 1, 2, 0, 0),
        medicines=(s.Medicine("左甲状腺素钠片", "50 µg", "每天早上", "一年", "开始有用"),),
    ),
)

CASES = (
    IRRITABLE,
    UNTREATED,
    SLOW_THYROID,
)
