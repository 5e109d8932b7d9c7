"""Long-acting injections. Sample content; local clinicians review it."""

from config.demo.seed import story as s

RESTLESS = s.Story(
    key="S03",
    place="nanyuan",
    doctor="xie",
    expert="han",
    urgency=s.Urgency.URGENT,
    specialty=s.Specialty.PSYCHOSIS,
    stage=s.State.SIGNED,
    patient=s.Someone(
        name="向阳", sex="male", years=33, home="南苑路 33 号", on_register=True, guardian=("向学明", "父亲")
    ),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="棕榈酸帕利哌酮第三针后坐不住、来回走，后天该打下一针：还打吗？",
        began="精神分裂症 6 年，口服总漏。",
        course="两个月前换长效针剂，首针 150、第八天 100、上月 100 mg。",
        treatment="声音没了；第三针后两周起坐立不安，父亲按“心烦”给过艾司唑仑。",
        present="一晚走到两点，说“腿里像有虫”，他想停针。心率 92，无发热。",
        circumstances="父母同住，父亲管针卡。",
        symptoms=(s.Symptom.OTHER,),
        insight=s.Insight.PARTIAL,
        note="边说边踩脚，坐一分钟就起身，思维有条理，情绪烦但不低落。肌张力不高，无大汗。",
        danger_note="直接问过：烦，没有不想活；不伤人。",
        grade=0,
        physical=("no", "体温 36.6"),
        tests=s.yes("上月心电图、肝肾功能正常"),
        medicines=(
            s.Medicine("棕榈酸帕利哌酮注射液", "100 mg", "每月一次", "两个月", "声音消失，坐立不安"),
            s.Medicine("艾司唑仑片", "1 mg", "睡前", "一周", "能睡三小时"),
        ),
    ),
    verdict=s.Verdict(
        impression="静坐不能（药物引起），不是焦虑，也不是病情波动。长效针剂撤不回来，要先减轻，再调下一针。",
        diagnosis="药物所致静坐不能；精神分裂症，症状缓解",
        risk=s.RiskLevel.WATCH,
        grade=0,
        risk_note="静坐不能难受到极点时可有冲动或轻生，两周内天天问一句。",
        come_back="三天后到南苑，看走路和心率。",
        danger_signs="说不如死了、打人、发高烧全身发硬、神志不清：不打针，打 120。",
        advice=(
            s.Advice(
                s.SORT.MEDICINE,
                "下一针可推后至多七天，减到 75 mg；以后按 75 mg 每月一次看疗效。不补打、不换针种。",
                days=2,
            ),
            s.Advice(
                s.SORT.MEDICINE,
                "普萘洛尔 10 mg 每天两次，三天后可到 20 mg 每天两次（有哮喘或心率 < 60 不用）；艾司唑仑至多再用一周。",
                days=1,
            ),
            s.Advice(s.SORT.SAFETY, "两周内每天一次电话：坐不坐得住、想不想死；父亲夜里同屋。", days=14),
            s.Advice(
                s.SORT.FOLLOW_UP,
                "一周后仍坐不住，送区二院门诊；发烧、发硬、意识糊涂当急症，急诊查 CK。",
                s.DOER.CENTRE,
                9,
            ),
            s.Advice(s.SORT.THERAPY, "告诉他和父亲：这是药重了，不是病重了，不会一直这样。", s.DOER.FAMILY, 1),
        ),
    ),
    with_patient="患者和父亲",
    chat=(("d", "他说今晚就想把针的药拔出来。"), ("e", "拔不出来，但能让它不难受，我们一步一步来。")),
)

MISSED_INJECTIONS = s.Story(
    key="S06",
    place="shitang",
    doctor="lan",
    expert="feng",
    specialty=s.Specialty.PSYCHOSIS,
    stage=s.State.CLOSED,
    days=88,
    patient=s.Someone(
        name="潘木根", sex="male", years=39, home="石塘乡河口村", on_register=True, guardian=("潘水根", "弟弟")
    ),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="打长效针的人进城打工三个月，漏了两针回来：接着打原量，还是从头来？",
        began="8 年前起病，口服总断。",
        course="两年前起打棕榈酸帕利哌酮 100 mg 每月一次，没有再住院。",
        treatment="末针在 11 周前，之后没有吃口服药。",
        present="工友说他夜里嘟囔，回来后睡得少、不肯出门，没有骂人。",
        circumstances="弟弟带他，愿意留下。",
        symptoms=(s.Symptom.SELF_TALK, s.Symptom.WITHDRAWN),
        insight=s.Insight.PARTIAL,
        note="问话答短，说“耳边有点响”，愿意打针。",
        danger_note="无伤人，无不想活。",
        grade=0,
        tests=s.yes("血糖 5.4，肌酐正常"),
        medicines=(s.Medicine("棕榈酸帕利哌酮注射液", "100 mg", "每月一次，末针 11 周前", "两年", "有效"),),
    ),
    verdict=s.Verdict(
        impression="末针后 11 周，在六周到六个月之间，按补针方案接原剂量，不必全量负荷。早期复发，当天就打。",
        diagnosis="精神分裂症，早期复发迹象",
        risk=s.RiskLevel.WATCH,
        grade=0,
        come_back="一周后打第二针，以后每月。",
        danger_signs="骂人、不睡、追人、发热发硬：打 110 或 120。",
        advice=(
            s.Advice(
                s.SORT.MEDICINE,
                "今天三角肌 100 mg，第 8 天再三角肌 100 mg，以后每月 100 mg（三角肌或臀肌）；不加口服。",
                days=1,
            ),
            s.Advice(
                s.SORT.FOLLOW_UP, "以后末针超过六个月，按新病人重新起始；外出前先告诉我们，在打工地就近打。", days=7
            ),
            s.Advice(s.SORT.THERAPY, "给他一张针卡，写下次日期和石塘电话，弟弟手机设闹钟。", s.DOER.FAMILY, 3),
        ),
    ),
    noted="随访记录表；第 8 天补针，一月后睡眠恢复",
    with_patient="患者和弟弟",
)

CASES = (
    RESTLESS,
    MISSED_INJECTIONS,
)
