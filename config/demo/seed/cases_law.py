"""Back to work, and before the law. Sample content; local clinicians review it."""

from config.demo.seed import story as s

BACK_TO_WORK = s.Story(
    key="R01",
    place="xinxu",
    doctor="dong",
    expert="luo",
    specialty=s.Specialty.REHABILITATION,
    stage=s.State.DISPOSED,
    days=3,
    patient=s.Someone(
        name="蒋文涛", sex="male", years=31, home="新圩街 77 号", on_register=True, guardian=("蒋大明", "父亲")
    ),
    ask=s.Ask(
        purpose=s.Purpose.MANAGEMENT,
        question="稳定两年的患者有厂子肯收，上早班犯困：药能不能挪到晚上，病情要不要告诉厂里？",
        began="22 岁起病，住院两次，最后一次三年前。",
        course="两年没有症状，做过三个月社区小工。",
        treatment="奥氮平 5 mg 早晚各一次，无手抖。",
        present="玩具厂早班七点，试工两天上午打瞌睡被骂。",
        circumstances="父母支持，村干部介绍的厂。",
        symptoms=(s.Symptom.NONE,),
        insight=s.Insight.FULL,
        note="清楚，想挣钱，问能不能不说生过病。",
        danger_note="无。",
        grade=0,
        tests=s.yes("血糖 5.9，体重增 4 公斤"),
        medicines=(s.Medicine("奥氮平片", "5 mg", "每天两次", "三年", "有效，发困"),),
    ),
    verdict=s.Verdict(
        impression="缓解期，有工作机会是最好的康复。困倦是早上那片药，可全部改到晚上。病情说多少由他自己定。",
        diagnosis="精神分裂症，缓解期",
        risk=s.RiskLevel.NONE,
        grade=0,
        come_back="上工两周后来一次，以后每月。",
        danger_signs="又听见声音、几晚不睡、觉得同事害他：先请假，当天联系。",
        advice=(
            s.Advice(s.SORT.MEDICINE, "奥氮平改为晚饭后一次 10 mg，总量不变；两周后早上仍困再来商量。", days=3),
            s.Advice(
                s.SORT.THERAPY,
                "先半班两周、加到全班；带一个信得过的工友，休息时喝水走路，不倒夜班。",
                s.DOER.PATIENT,
                30,
            ),
            s.Advice(
                s.SORT.SAFETY,
                "在危险设备旁的岗位不做；病情没有告知义务的部分由他决定，需要时由中心只写“可以工作”的证明。",
                s.DOER.DOCTOR,
                7,
            ),
            s.Advice(s.SORT.FOLLOW_UP, "残联支持性就业专干每月到厂一次；查体重血糖每三个月。", days=30),
        ),
    ),
    acts={2: s.partly("厂里不收半班，试全班两周、每周两次电话")},
    noted="门诊病历；第一周全勤",
    with_patient="患者和父亲",
)

APPRAISAL = s.Story(
    key="F01",
    place="beiqiao",
    doctor="lu",
    expert="shi",
    specialty=s.Specialty.FORENSIC,
    stage=s.State.DECLINED,
    because="医学鉴定须由鉴定机构当面进行（精神卫生法第三十二、三十三条），远程会诊不能代替，也不出具鉴定意见。\n"
    "治疗和危险性方面可以另行申请，改派精神分裂症专业。",
    patient=s.Someone(
        name="雷小兵", sex="male", years=40, home="北桥街 55 号", on_register=True, guardian=("雷鸣", "父亲")
    ),
    ask=s.Ask(
        purpose=s.Purpose.RISK,
        question="砸了邻居的汽车，派出所要我们说他当时有没有病：能在这里出意见吗？",
        began="精神分裂症 9 年，一年前自己停药。",
        course="一月来说邻居半夜用机器吵他。",
        treatment="上次是奥氮平 10 mg。",
        present="前天砸了邻居的车窗，两个人劝不住，车里没有人。派出所要求出意见。",
        circumstances="父母年迈，村里正劝他去住院。",
        symptoms=(s.Symptom.SUSPICION, s.Symptom.VIOLENT),
        insight=s.Insight.ABSENT,
        note="今天平静，说砸得对。",
        danger_note="民警和父母在；没有武器，没有伤人的话。",
        harm="yes",
        grade=3,
        physical=s.NO,
        tests=s.UNKNOWN,
        medicines=(s.Medicine("奥氮平片", "10 mg", "每晚", "停一年", "曾有效"),),
    ),
    settled="已回电：派出所在场，已护送区二院急诊，由精神科医师当面诊断；鉴定请派出所委托鉴定机构。",
    signer=("guardian", "父亲"),
)

CORRECTION = s.Story(
    key="F02",
    place="dongdu",
    doctor="zhong",
    expert="shi",
    specialty=s.Specialty.FORENSIC,
    stage=s.State.CLOSED,
    days=41,
    patient=s.Someone(
        name="彭志", sex="male", years=35, home="东渡大道 222 号", on_register=True, guardian=("彭立", "哥哥")
    ),
    ask=s.Ask(
        purpose=s.Purpose.MANAGEMENT,
        question="社区矫正的患者服药断断续续：谁来管、能不能强制，报告写给司法所到什么程度？",
        began="精神分裂症 7 年，三年前犯病时伤人，判缓刑。",
        course="矫正一年，药吃三天停两天，没有再犯事。",
        treatment="帕利哌酮缓释片 6 mg。",
        present="上月漏药两周，司法所要“全部病历”，他哥不同意给。",
        circumstances="哥哥监护，矫正干部每周见他。",
        symptoms=(s.Symptom.WITHDRAWN,),
        insight=s.Insight.PARTIAL,
        note="答短，无幻觉，说“药吃着没劲”。",
        danger_note="近一年没有伤人的话和行为。",
        grade=0,
        tests=s.yes("肝肾功能正常"),
        medicines=(s.Medicine("帕利哌酮缓释片", "6 mg", "每天早上", "两年，断续", "有效，乏力"),),
    ),
    verdict=s.Verdict(
        impression="目前稳定但依从性差，强制服药没有依据，稳住靠长效针剂和各家分工。给司法所的只限案情相关。",
        diagnosis="精神分裂症，部分缓解，服药不规律",
        risk=s.RiskLevel.WATCH,
        grade=0,
        risk_note="既往伤人，停药即高风险。",
        come_back="两周后面访，以后每月。",
        danger_signs="又说有人害他、不睡、藏刀、扬言报复：打 110，送区二院。",
        advice=(
            s.Advice(
                s.SORT.MEDICINE,
                "口服耐受已证实，商量改长效针剂：区二院查肾功能后首针，以后在东渡按月打；他自愿才打。",
                days=21,
            ),
            s.Advice(
                s.SORT.SAFETY,
                "给司法所只说四件事：在治、下次随访、是否漏药超过约定、危险性等级；病历原文须他或监护人书面同意。"
                "每次提供都记日期和依据。",
                days=3,
            ),
            s.Advice(
                s.SORT.THERAPY,
                "开一次小会：精防、矫正、民警、哥哥各认一件事，危险性升到 3 级时谁打电话写清楚。",
                days=14,
            ),
            s.Advice(s.SORT.FOLLOW_UP, "每两周随访一次直到三个月服药规律，之后每月。", days=14),
        ),
    ),
    noted="随访记录表；已改长效针剂，未再漏针",
    with_patient="患者、哥哥和矫正干部",
)

CASES = (
    BACK_TO_WORK,
    APPRAISAL,
    CORRECTION,
)
