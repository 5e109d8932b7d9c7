"""V04–V06: after birth, a school screening, panic and sedatives. Sample content; local clinicians review it."""

from config.demo.seed.story import (
    DOER,
    SORT,
    Advice,
    Ask,
    Door,
    Insight,
    Kind,
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

POSTPARTUM = Story(
    key="V04",
    place="wanghu",
    doctor="shen",
    urgency=Urgency.URGENT,
    specialty=Specialty.PERINATAL,
    stage=State.SUBMITTED,
    patient=Someone(name="许知夏", sex="female", years=31, home="望湖路 206 号 6 楼", guardian=("陈亦舟", "丈夫")),
    ask=Ask(
        purpose=Purpose.TREATMENT,
        question="产后 8 周，担心伤到婴儿：能否留家，用什么药？",
        began="产后第 3 周起情绪低落、早醒，奶量减少，觉得自己不配当妈妈。",
        course="近两周几乎天天哭，凌晨三点醒后再也睡不着；对带孩子提不起劲，也吃不下。",
        treatment="没有用过药。产后访视时劝过休息、请婆婆帮忙，没有好转。",
        present=(
            "近一周反复冒出“会不会失手伤到孩子”的念头，自己很害怕，已让婆婆抱走孩子、不敢进厨房。"
            "否认听到声音。PHQ-9 18 分，第 9 题 2 分。"
        ),
        circumstances="与丈夫、婆婆同住，丈夫已请假一周。第一胎，足月顺产，母乳喂养，孩子体重增长正常。",
        symptoms=(Symptom.DESPAIR, Symptom.OTHER),
        insight=Insight.FULL,
        note="主动求助，说到孩子就流泪。念头是“怕”，不是“想”，会躲开；无幻听、无被害感，思路清楚。",
        ideas="yes",
        harm="yes",
        danger_note=(
            "想过“不如死了他们省心”，没有想过方法，没有准备，从未尝试。伤婴只是害怕的念头，没有举动。"
            "药箱和刀具由丈夫收走；婆婆、丈夫轮流陪，夜里孩子跟婆婆睡。"
        ),
        pregnancy=yes("产后 8 周，母乳喂养"),
        physical=("no", "体温、血压正常，恶露已净"),
        tests=("no", "产后未查甲状腺功能和血常规，今天已抽血"),
        phq9=(2, 3, 3, 2, 1, 3, 2, 0, 2),
        gad7=(3, 2, 2, 2, 1, 2, 2),
    ),
    with_patient="患者和丈夫",
)

SCHOOL = Story(
    key="V05",
    place="qingshi",
    doctor="peng",
    expert="pei",
    kind=Kind.SCHOOL,
    specialty=Specialty.CHILD,
    stage=State.SCHEDULED,
    patient=Someone(name="苏语桐", sex="female", years=15, home="青石巷 63 号", guardian=("王敏", "母亲")),
    ask=Ask(
        purpose=Purpose.MANAGEMENT,
        question="学校筛查阳性，手臂有浅表自伤，家长同意会诊：能不能继续上学，谁来陪，怎样跟学校说？",
        began="初三开学后成绩下滑，和最好的朋友闹翻，两个月来话少、爱哭、周末不出门。",
        course="一个月前开始用圆规划左前臂，共五六次，都很浅，说“划完心里松一点”。",
        treatment="没有看过医生、没有用药。学校心理老师每周谈一次，她愿意去。",
        present="上周学校筛查阳性，心理老师当天联系母亲并一起来中心。这周又划了一次，伤口已处理、不需缝合。",
        circumstances="父母离异，跟母亲住，母亲做夜班。外婆愿意来住一个月。班主任和心理老师都配合。",
        symptoms=(Symptom.DESPAIR, Symptom.MOODS, Symptom.WITHDRAWN),
        insight=Insight.PARTIAL,
        note="低头、声音小，提到母亲会哭。能答、切题，没有幻觉和被害感。否认被打骂、否认被人欺负。",
        ideas="yes",
        danger_note=(
            "单独问过：有时想“消失一下”，没有方法和打算，从未尝试自杀；划手是为了缓解难受。"
            "母亲已收走圆规和刀片、药品上锁，今晚起外婆陪睡；心理老师知道求助电话和接送安排。"
        ),
        physical=("no", "月经规律"),
        substances=("no", "不吸烟不喝酒"),
        past_attempts=("no", "无自杀未遂；自伤见上"),
    ),
    settled="已与彭医生、母亲三方通话：当晚有人陪睡，刀片药品已收好，约定两个工作日内视频会诊，加重即去区二院急诊。",
    signer=("guardian", "母亲"),
    with_patient="患者和母亲，心理老师在门外",
)

PANIC = Story(
    key="V06",
    place="beiqiao",
    doctor="lu",
    expert="ye",
    specialty=Specialty.ANXIETY_SLEEP,
    stage=State.FOLLOW_UP,
    door=Door.WRITTEN,
    days=6,
    patient=Someone(name="梁家栋", sex="male", years=49, home="北桥街 230 号"),
    ask=Ask(
        purpose=Purpose.TREATMENT,
        question="反复胸闷、濒死感，心内检查都正常，自己买安定吃了两年：怎样减药，换成什么？",
        began="三年前一次开车途中突然胸闷、心慌、手麻，以为要死了，打 120 去急诊，心电图正常。",
        course="此后每月发作三四次，不敢独自开车、坐地铁，总担心“心脏没查清楚”。",
        treatment="冠脉 CT、动态心电图、心脏彩超都正常。两年前从药贩处买地西泮，越吃越多。",
        present="近两月每天都要吃才踏实，停一天就心慌、出汗、睡不着。GAD-7 15 分，PHQ-9 9 分。",
        circumstances="货运公司调度，妻子支持他看病。正在上班，不开夜车了。",
        symptoms=(Symptom.OTHER,),
        insight=Insight.FULL,
        note="紧张、话多、反复问是不是心脏病。无幻觉妄想，无消极念头。",
        danger_note="无自伤想法；家里有地西泮 60 片，愿意交妻子保管。",
        means="yes",
        physical=("no", "血压 126/80，血糖、甲功正常"),
        tests=yes("心电图、冠脉 CT、动态心电图、甲功、血糖均正常"),
        substances=yes("地西泮每天 10 mg；每天三杯浓茶，偶尔喝酒助眠"),
        phq9=(1, 1, 3, 2, 1, 0, 1, 0, 0),
        gad7=(3, 2, 2, 3, 1, 2, 2),
        medicines=(Medicine("地西泮片", "5 mg", "每天两次", "两年", "吃后半小时好，越来越不顶用"),),
    ),
    verdict=Verdict(
        impression="惊恐发作伴预期焦虑和回避，符合惊恐障碍，合并广泛性焦虑；长期自行服用地西泮，已有依赖（耐受、停药反应）。",
        diagnosis="惊恐障碍；广泛性焦虑障碍；镇静催眠药依赖",
        risk=RiskLevel.WATCH,
        risk_note="没有自伤想法。危险在于骤停地西泮（可致抽搐）和与酒同服。",
        limits="书面会诊，未见患者本人，未能查体；依据是社区医生写的病史、检查结果和量表。",
        come_back="两周后到北桥复诊，以后每两周一次，直到停药后三个月。",
        danger_signs="抽搐、意识糊涂、看见不存在的东西，或胸痛持续 15 分钟不缓解、晕倒：打 120。",
        advice=(
            Advice(
                SORT.MEDICINE,
                "舍曲林",
                plan={
                    "dose": "早饭后 25 mg，一周后 50 mg，四周评效后可加到 100 mg。先说明头一两周可能更慌，不是加重",
                    "from": "第2天",
                    "stop": "抽搐、意识糊涂，或出现轻生念头",
                    "check": "GAD-7",
                    "when": "4周、8周",
                },
            ),
            Advice(
                SORT.MEDICINE,
                "地西泮不能骤停：先维持每天 10 mg 两周，再每两周减当前量的 10%–20%（约 10→8→7→6→5 mg……），"
                "越到后面越慢；难受就停在原剂量，不加回。",
                days=14,
            ),
            Advice(
                SORT.SAFETY,
                "地西泮只由北桥一处当面开方，每次不超过 7 日量，妻子保管；平台不开精神药品。服药期间不喝酒、不开车。",
                days=1,
            ),
            Advice(
                SORT.THERAPY,
                "画出“心慌—怕死—更心慌”的圈；练慢呼吸，每天两次各五分钟；四周内从坐一站公交开始逐级去做怕的事。",
                DOER.PATIENT,
                28,
            ),
            Advice(SORT.THERAPY, "浓茶减到上午一杯；心脏检查不再重复，除非出现新的症状。", DOER.PATIENT, 14),
            Advice(
                SORT.FOLLOW_UP, "每两周复查 GAD-7 并问停药反应；减到一半减不动，或有抽搐史，转区二院住院减药。", days=28
            ),
        ),
    ),
    acts={
        1: partly("本中心缺舍曲林，次日由区二院配送，首剂晚一天"),
        4: partly("他不肯坐公交，改从坐妻子开的车绕小区开始"),
    },
    noted="门诊病历：已与患者、妻子一起写好减药表",
    chat=(
        ("d", "他问能不能一次停掉，说意志力没问题。"),
        ("e", "请告诉他：这不是意志力的事，骤停会抽搐。慢，是最快的办法。"),
    ),
    teaching=True,
)

CASES = (POSTPARTUM, SCHOOL, PANIC)
