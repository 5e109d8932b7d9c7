"""The invented district 澜江区 and its alliance (domain.md §10), and a small other alliance for the outsider.

Area code 0600 is given to no real place. Days are counted from today: the agreements stay valid, the lapsed one lapsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alliance.models import Institution

KIND, FUNCTION = Institution.Kind, Institution.Function
STARTED = date(2024, 3, 1)  # the alliance


@dataclass(frozen=True)
class Place:
    """An institution; `above` and `zone` are keys."""

    key: str
    name: str
    short: str
    kind: str
    above: str = ""
    function: str = FUNCTION.MEMBER
    zone: str = ""
    phone: str = ""
    duty_phone: str = ""
    address: str = ""


PLACES = (
    Place(
        "root",
        "澜江区精神卫生医联体",
        "澜江医联体",
        KIND.ALLIANCE,
        phone="0600-8100100",
        address="江州市澜江区河东路 1 号",
    ),
    Place(
        "lead",
        "澜江区第二人民医院（区精神卫生中心）",
        "区二院",
        KIND.SPECIALIST_HOSPITAL,
        above="root",
        function=FUNCTION.LEAD,
        phone="0600-8100200",
        duty_phone="0600-8100120",
        address="江州市澜江区河东路 88 号",
    ),
    Place(
        "centre",
        "澜江区精神医学联络会诊中心",
        "联络会诊中心",
        KIND.SPECIALIST_HOSPITAL,
        above="lead",
        function=FUNCTION.CENTRE,
        phone="0600-8100300",
        duty_phone="0600-8100399",
        address="江州市澜江区河东路 88 号 3 号楼",
    ),
    Place(
        "anning",
        "江州市安宁医院",
        "安宁医院",
        KIND.SPECIALIST_HOSPITAL,
        above="root",
        function=FUNCTION.GUIDING,
        phone="0600-8200100",
        duty_phone="0600-8200120",
        address="江州市云台路 16 号",
    ),
    Place(
        "general",
        "澜江区人民医院",
        "区人民医院",
        KIND.GENERAL_HOSPITAL,
        above="root",
        function=FUNCTION.GUIDING,
        phone="0600-8300100",
        duty_phone="0600-8300120",
        address="江州市澜江区人民路 200 号",
    ),
    Place(
        "beiqiao",
        "北桥社区卫生服务中心",
        "北桥",
        KIND.HEALTH_CENTRE,
        "root",
        zone="a",
        phone="0600-8400101",
        address="澜江区北桥街 12 号",
    ),
    Place(
        "liuan",
        "柳岸社区卫生服务中心",
        "柳岸",
        KIND.HEALTH_CENTRE,
        "root",
        zone="a",
        phone="0600-8400102",
        address="澜江区柳岸路 35 号",
    ),
    Place(
        "qingshi",
        "青石社区卫生服务中心",
        "青石",
        KIND.HEALTH_CENTRE,
        "root",
        zone="a",
        phone="0600-8400103",
        address="澜江区青石巷 7 号",
    ),
    Place(
        "dongdu",
        "东渡社区卫生服务中心",
        "东渡",
        KIND.HEALTH_CENTRE,
        "root",
        zone="b",
        phone="0600-8400104",
        address="澜江区东渡大道 60 号",
    ),
    Place(
        "wanghu",
        "望湖社区卫生服务中心",
        "望湖",
        KIND.HEALTH_CENTRE,
        "root",
        zone="b",
        phone="0600-8400105",
        address="澜江区望湖路 18 号",
    ),
    Place(
        "xinxu",
        "新圩社区卫生服务中心",
        "新圩",
        KIND.HEALTH_CENTRE,
        "root",
        zone="b",
        phone="0600-8400106",
        address="澜江区新圩街 41 号",
    ),
    Place(
        "nanyuan",
        "南苑社区卫生服务中心",
        "南苑",
        KIND.HEALTH_CENTRE,
        "root",
        zone="c",
        phone="0600-8400107",
        address="澜江区南苑路 9 号",
    ),
    Place(
        "baisha",
        "白沙中心卫生院",
        "白沙",
        KIND.TOWNSHIP_HOSPITAL,
        "root",
        zone="c",
        phone="0600-8400108",
        address="澜江区白沙镇正街 3 号",
    ),
    Place(
        "yunling",
        "云岭卫生院",
        "云岭",
        KIND.TOWNSHIP_HOSPITAL,
        "root",
        zone="d",
        phone="0600-8400109",
        address="澜江区云岭乡街口 1 号",
    ),
    Place(
        "shitang",
        "石塘卫生院",
        "石塘",
        KIND.TOWNSHIP_HOSPITAL,
        "root",
        zone="d",
        phone="0600-8400110",
        address="澜江区石塘乡老街 22 号",
    ),
    Place(
        "school",
        "澜江区实验中学",
        "实验中学",
        KIND.SCHOOL,
        "root",
        zone="a",
        phone="0600-8500101",
        address="澜江区青石巷 50 号",
    ),
    Place(
        "other",
        "汀湾区精神卫生医联体",
        "汀湾医联体",
        KIND.ALLIANCE,
        phone="0600-8900100",
        address="江州市汀湾区南堤路 2 号",
    ),
    Place(
        "other_centre",
        "汀湾区联络会诊中心",
        "汀湾会诊中心",
        KIND.SPECIALIST_HOSPITAL,
        above="other",
        function=FUNCTION.CENTRE,
        phone="0600-8900300",
        duty_phone="0600-8900399",
        address="江州市汀湾区南堤路 2 号",
    ),
    Place(
        "luzhou",
        "鹭洲社区卫生服务中心",
        "鹭洲",
        KIND.HEALTH_CENTRE,
        "other",
        phone="0600-8900401",
        address="江州市汀湾区鹭洲街 5 号",
    ),
)
CENTRES = ("beiqiao", "liuan", "qingshi", "dongdu", "wanghu", "xinxu", "nanyuan", "baisha", "yunling", "shitang")


@dataclass(frozen=True)
class Area:
    """A zone (片区) of the alliance and the key of its leader."""

    key: str
    name: str
    leader: str


ZONES = (
    Area("a", "北片", "zone_a"),
    Area("b", "东片", "leader"),
    Area("c", "南片", "zone_c"),
    Area("d", "山区片", "zone_d"),
)


@dataclass(frozen=True)
class Pact:
    """A cooperation agreement; `since` and `until` are days from today."""

    number: str
    title: str
    inviting: tuple[str, ...]
    invited: str
    scopes: tuple[str, ...]
    since: int
    until: int
    limits: tuple[tuple[str, str, str, int], ...] = ()  # step, pace, unit, how many


LIABILITY = (
    "会诊意见供邀请方参考，诊断与治疗由邀请方决定并负责；受邀方对意见的专业质量负责。"
    "双方各自保存病历。争议先由医联体办公室调解。（示例文本，须经医务与法务审阅）"
)
_ALL = ("liaison", "expert", "school", "panel")
# The mountains are two hours from the nearest psychiatrist: what is asked there is answered sooner.
_FAR = (
    ("teleconsult.triage", "routine", "working_hours", 2),
    ("teleconsult.start", "urgent", "minutes", 720),
    ("teleconsult.start", "school", "working_days", 1),
    ("alliance.department_head", "urgent", "minutes", 15),
)

PACTS = (
    Pact("澜精联〔北片〕01", "北片远程会诊合作协议", ("beiqiao", "liuan", "qingshi"), "centre", _ALL, -620, 475),
    Pact("澜精联〔东片〕02", "东片远程会诊合作协议", ("dongdu", "wanghu", "xinxu"), "centre", _ALL, -620, 475),
    Pact("澜精联〔南片〕03", "南片远程会诊合作协议", ("nanyuan", "baisha"), "centre", _ALL, -590, 505),
    Pact("澜精联〔山区〕04", "云岭远程会诊合作协议", ("yunling",), "centre", _ALL, -590, 505, _FAR),
    Pact("澜精联〔山区〕05", "石塘远程会诊合作协议（已到期，待续签）", ("shitang",), "centre", _ALL, -771, -41),
    Pact("汀精联〔城区〕01", "鹭洲远程会诊合作协议", ("luzhou",), "other_centre", _ALL, -300, 430),
)
