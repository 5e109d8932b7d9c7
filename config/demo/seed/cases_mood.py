"""Low. Sample content; local clinicians review it."""

from config.demo.seed import story as s

NOT_ENOUGH = s.Story(
    key="M01",
    place="wanghu",
    doctor="shen",
    expert="liang",
    specialty=s.Specialty.MOOD,
    stage=s.State.CLOSED,
    door=s.Door.WRITTEN,
    days=47,
    patient=s.Someone(name="唐雪梅", sex="female", years=42, home="望湖路 64 号"),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="舍曲林吃到 100 mg 已八周，睡好了但还是提不起劲：加量还是换药？",
        began="一年前公司裁员，半年前开始兴趣全无、早醒。",
        course="三个月前开始用药，前六周好转一半，之后停在那里。",
        treatment="舍曲林 50 mg 四周后加到 100 mg，按时吃；轻度恶心已过。心理咨询去过两次。",
        present="能做饭接孩子，但觉得“像隔着一层”。PHQ-9 从 19 分降到 12 分。",
        circumstances="丈夫跑长途，孩子上小学。找工作投了几份简历没有回音。",
        symptoms=(s.Symptom.WITHDRAWN,),
        insight=s.Insight.FULL,
        note="表情淡，能交谈，无自责妄想，无轻生念头。没有过精力过剩的时候。",
        danger_note="问过，没有不想活。",
        tests=s.yes("甲功、血常规、血糖正常"),
        phq9=(3, 2, 1, 2, 0, 2, 2, 0, 0),
        gad7=(1, 1, 1, 1, 0, 1, 0),
        medicines=(s.Medicine("舍曲林片", "100 mg", "每天早上", "12 周", "有效一半，无明显副作用"),),
    ),
    verdict=s.Verdict(
        impression="抑郁发作，对舍曲林部分有效，剂量尚有余地，未见双相线索。先把这一种用足，再谈换。",
        diagnosis="抑郁发作，部分缓解",
        risk=s.RiskLevel.NONE,
        limits="书面会诊，未见患者本人；依据是社区医生写的病史、用药和量表。",
        come_back="两周后、四周后各来一次望湖。",
        danger_signs="吃药后整夜不困、花钱停不住，或不想活：当天来。",
        advice=(
            s.Advice(
                s.SORT.MEDICINE,
                "舍曲林片",
                plan={
                    "dose": "150 mg 早上服，两周后无不适可到 200 mg；足量再观察四周",
                    "from": "第4天",
                    "stop": "整夜不困、花钱停不住，或不想活",
                    "check": "PHQ-9",
                    "when": "4周、16周",
                },
            ),
            s.Advice(
                s.SORT.THERAPY, "行为激活：每天写一件“做得到”的小事，先从送完孩子走二十分钟开始。", s.DOER.PATIENT, 14
            ),
            s.Advice(
                s.SORT.MEDICINE,
                "足量四周后 PHQ-9 仍 ≥ 10，与艾司西酞普兰交叉换药，或转心境门诊考虑增效；不要自行加安定。",
                days=42,
            ),
            s.Advice(s.SORT.FOLLOW_UP, "症状消失后按有效剂量再吃 6–9 个月，停药前先来商量。", days=60),
        ),
    ),
    noted="门诊病历 03 页；四周后 PHQ-9 6 分，保持 150 mg",
)

BURDEN = s.Story(
    key="M05",
    place="nanyuan",
    doctor="xie",
    expert="gu",
    urgency=s.Urgency.URGENT,
    specialty=s.Specialty.MOOD,
    stage=s.State.CLOSED,
    days=63,
    patient=s.Someone(name="何振华", sex="male", years=45, home="南苑路 180 号"),
    ask=s.Ask(
        purpose=s.Purpose.RISK,
        question="生意失败三个月，今天说“活着拖累家人”：能不能留在家里，要做到哪几样？",
        began="三个月前餐馆关门，欠亲戚二十万。",
        course="两个月来不出门、不接电话，瘦了八公斤，凌晨两点醒。",
        treatment="妻子带他看过中医，没有用抗抑郁药。",
        present="今天量血压时说“活着拖累家人”，问到才说一周来常这样想。PHQ-9 17 分，第 9 题 1 分。",
        circumstances="妻子、十岁的儿子同住，妻弟住楼下，愿意轮班陪。",
        symptoms=(s.Symptom.DESPAIR, s.Symptom.WITHDRAWN),
        insight=s.Insight.FULL,
        note="低头慢答，自责多，没有幻觉妄想。提到儿子眼圈红。",
        ideas="yes",
        danger_note="没有想好方法，没有准备，从未尝试；说“舍不得儿子”。家里无农药，安眠药两片已收，不喝酒。",
        physical=s.yes("消瘦，血压 118/76"),
        tests=s.yes("心电图正常，血糖 5.2"),
        phq9=(3, 3, 2, 2, 2, 2, 1, 1, 1),
    ),
    verdict=s.Verdict(
        impression="中重度抑郁发作，有被动的轻生念头，无方法与计划；家人能陪，愿意治疗，可以在家开始，但有条件。",
        diagnosis="抑郁发作，中重度，不伴精神病性症状",
        risk=s.RiskLevel.WATCH,
        risk_note="自责、消瘦、早醒、债务是危险因素，儿子、妻子和求助意愿是保护。念头变具体即转住院。",
        come_back="明天电话，三天后面访，之后每周一次，共四周。",
        danger_signs="说到具体办法、交代后事、忽然特别平静、喝酒、整夜坐着：不要让他独处，打 120，送区二院。",
        advice=(
            s.Advice(
                s.SORT.SAFETY,
                "前两周 24 小时有人陪，药品刀具收好；一起写一张安全计划：先兆、能做的事、找谁、12356 和急诊电话。",
                days=0,
            ),
            s.Advice(
                s.SORT.MEDICINE, "舍曲林早饭后 50 mg，两周后看情况到 100 mg；头两周烦躁或念头变多要马上来电。", days=1
            ),
            s.Advice(s.SORT.MEDICINE, "睡前米氮平 7.5 mg，只开 7 天量、妻子保管；睡好、胃口好后再定去留。", days=1),
            s.Advice(
                s.SORT.FOLLOW_UP, "24 小时内电话，3 天内面访，每周复查 PHQ-9；第 9 题 ≥ 2 或有计划即上转住院。", days=3
            ),
            s.Advice(
                s.SORT.THERAPY,
                "债务请街道司法所帮忙列一张还款表；告诉他病会好，这笔账不用今天还完。",
                s.DOER.FAMILY,
                14,
            ),
        ),
    ),
    settled="已与谢医生和妻子通话：无计划，妻子和妻弟轮班陪到会诊；药品收走，约定当天会诊，变具体就送区二院急诊。",
    noted="病程已记；第四周 PHQ-9 8 分，第 9 题 0",
    with_patient="患者和妻子",
    chat=(("e", "请当面问一句：有没有想过用什么办法？"), ("d", "问了，他摇头，说看到儿子就不想了。")),
    teaching=True,
)

GRIEF = s.Story(
    key="M06",
    place="liuan",
    doctor="su",
    expert="xu",
    specialty=s.Specialty.MOOD,
    stage=s.State.ACCEPTED,
    patient=s.Someone(name="钱玉珍", sex="female", years=67, home="柳岸路 12 号"),
    ask=s.Ask(
        purpose=s.Purpose.DIAGNOSIS,
        question="丈夫走了四个月，天天对着照片说话、不肯收遗物：算哀伤还是抑郁？",
        began="四个月前丈夫心梗去世，走得突然。",
        course="白天能买菜做饭，傍晚就坐在照片前说话，说听见他咳嗽，知道是自己想的。",
        treatment="女儿让她吃安神口服液，没有用西药。",
        present="近一月不去跳舞，瘦了三公斤，问“是不是脑子坏了”。PHQ-9 9 分。",
        circumstances="独居，女儿每天来，老姐妹常约。",
        symptoms=(s.Symptom.HALLUCINATIONS, s.Symptom.WITHDRAWN),
        insight=s.Insight.FULL,
        note="流泪，也会笑着讲他的糗事。不自责，不觉得自己没用。",
        danger_note="说“早晚要去找他，但要等外孙上大学”，没有轻生打算。",
        physical=s.yes("高血压，规律服药"),
        tests=s.yes("血常规、甲功正常"),
        phq9=(1, 2, 2, 1, 1, 0, 1, 1, 0),
        medicines=(s.Medicine("缬沙坦胶囊", "80 mg", "每天一次", "五年", "血压稳"),),
    ),
    with_patient="患者和女儿",
)

MENOPAUSE = s.Story(
    key="M07",
    place="liuan",
    doctor="su",
    expert="xu",
    specialty=s.Specialty.MOOD,
    stage=s.State.TRIAGED,
    patient=s.Someone(name="胡丽君", sex="female", years=49, home="柳岸路 203 号"),
    ask=s.Ask(
        purpose=s.Purpose.TREATMENT,
        question="绝经前后早醒、心烦、一阵阵出汗一年，抗抑郁药怎么起，要不要先看妇科？",
        began="一年前月经乱，跟着潮热、早醒。",
        course="半年来心烦、和同事吵架，周末躺着不动。",
        treatment="各种草药和褪黑素都吃过，时好时坏。",
        present="上周在收银台算错两次账哭了。PHQ-9 11 分，GAD-7 9 分。",
        circumstances="超市领班，丈夫体谅，女儿高三。",
        symptoms=(s.Symptom.MOODS,),
        insight=s.Insight.FULL,
        note="着急，语速快，能说清。无轻生念头。",
        danger_note="问过，没有。",
        physical=s.yes("乳腺结节 3 类，每年复查"),
        tests=s.yes("甲功正常，血红蛋白 115"),
        phq9=(1, 2, 3, 2, 0, 1, 2, 0, 0),
        gad7=(2, 1, 1, 2, 0, 3, 0),
        medicines=(s.Medicine("褪黑素片", "3 mg", "每晚", "三个月", "不明显"),),
    ),
)

CASES = (
    NOT_ENOUGH,
    BURDEN,
    GRIEF,
    MENOPAUSE,
)
