"""Everybody who works in the demo: the cast of eight, the experts, the community doctors, the zone leaders.

All names and licence numbers are invented; mobile numbers come from one block (1380000xxxx).
"""

from __future__ import annotations

from dataclasses import dataclass

from alliance.models import Licence, Specialty, Title
from alliance.roles import Role

PASSWORD = "stone-bridge-17"  # noqa: S105 - shown on purpose: the demo's one shared password
DOMAIN = "demo.xinqiao.example"


@dataclass(frozen=True)
class Post:
    """A role at a place."""

    role: str
    place: str


@dataclass(frozen=True)
class Worker:
    """A person; the first post is the main one."""

    key: str
    name: str
    mail: str  # the part before the @
    posts: tuple[Post, ...]
    title: str = ""
    scope: str = ""
    independent_years: int = 0
    specialties: tuple[str, ...] = ()
    site_expired: bool = False

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.mail}@{DOMAIN}"


def _expert(
    key: str, name: str, mail: str, home: str, title: str, years: int, *specialties: str, expired: bool = False
) -> Worker:
    posts = (Post(Role.EXPERT, home), Post(Role.EXPERT, "centre"))
    return Worker(key, name, mail, posts, title, Licence.Scope.PSYCHIATRY, years, specialties, expired)


def _doctor(key: str, name: str, mail: str, place: str, title: str, years: int) -> Worker:
    posts = (Post(Role.COMMUNITY_DOCTOR, place),)
    return Worker(key, name, mail, posts, title, Licence.Scope.GENERAL_PRACTICE, years)


_S, _CHIEF, _ASSOCIATE, _ATTENDING = Specialty, Title.CHIEF, Title.ASSOCIATE_CHIEF, Title.ATTENDING

# The first specialty is the one that counts for domain.md §10; a second one says what else they answer.
EXPERTS = (
    _expert("feng", "冯既明", "jiming.feng", "lead", _CHIEF, 24, _S.PSYCHOSIS),
    _expert("song", "宋怀瑾", "huaijin.song", "lead", _ASSOCIATE, 14, _S.PSYCHOSIS),
    _expert("han", "韩疏桐", "shutong.han", "lead", _ATTENDING, 7, _S.PSYCHOSIS),
    _expert("gu", "顾明远", "mingyuan.gu", "lead", _CHIEF, 22, _S.MOOD),
    _expert("liang", "梁知微", "zhiwei.liang", "anning", _ASSOCIATE, 13, _S.MOOD, expired=True),
    _expert("xu", "许清和", "qinghe.xu", "lead", _ATTENDING, 6, _S.MOOD),
    _expert("ye", "叶叙白", "xubai.ye", "lead", _ASSOCIATE, 12, _S.ANXIETY_SLEEP),
    _expert("fang", "方静言", "jingyan.fang", "general", _ATTENDING, 8, _S.ANXIETY_SLEEP),
    _expert("cheng", "程若兰", "ruolan.cheng", "anning", _CHIEF, 21, _S.CHILD),
    _expert("shao", "邵予宁", "yuning.shao", "anning", _ASSOCIATE, 12, _S.CHILD),
    _expert("pei", "裴知秋", "zhiqiu.pei", "lead", _ATTENDING, 7, _S.CHILD),
    _expert("du", "杜衡之", "hengzhi.du", "lead", _ASSOCIATE, 15, _S.OLD_AGE),
    _expert("qin", "秦舒云", "shuyun.qin", "lead", _ATTENDING, 6, _S.OLD_AGE),
    _expert("tang", "唐一帆", "yifan.tang", "lead", _ASSOCIATE, 11, _S.ADDICTION),
    _expert("wei", "魏南星", "nanxing.wei", "lead", _ASSOCIATE, 13, _S.ORGANIC),
    _expert("jiang", "江映雪", "yingxue.jiang", "anning", _ASSOCIATE, 12, _S.PERINATAL, _S.MOOD),
    _expert("luo", "罗雁秋", "yanqiu.luo", "lead", _ATTENDING, 9, _S.REHABILITATION),
    _expert("shi", "石砚", "yan.shi", "anning", _CHIEF, 26, _S.FORENSIC),
)

DOCTORS = (
    _doctor("shen", "沈若溪", "ruoxi.shen", "wanghu", Title.ATTENDING, 8),
    _doctor("tao", "陶静", "jing.tao", "wanghu", Title.RESIDENT, 4),
    _doctor("lu", "陆文博", "wenbo.lu", "beiqiao", Title.ATTENDING, 9),
    _doctor("su", "苏念慈", "nianci.su", "liuan", Title.ATTENDING, 11),
    _doctor("peng", "彭若谷", "ruogu.peng", "qingshi", Title.RESIDENT, 5),
    _doctor("zhong", "钟毓秀", "yuxiu.zhong", "dongdu", Title.ATTENDING, 10),
    _doctor("dong", "董明川", "mingchuan.dong", "xinxu", Title.ATTENDING, 7),
    _doctor("xie", "谢允之", "yunzhi.xie", "nanyuan", Title.ATTENDING, 12),
    _doctor("he", "何志远", "zhiyuan.he", "baisha", Title.ATTENDING, 13),
    _doctor("fu", "傅青山", "qingshan.fu", "yunling", Title.ASSISTANT, 6),
    _doctor("lan", "蓝采薇", "caiwei.lan", "shitang", Title.ASSISTANT, 5),
    _doctor("outsider", "卢望舒", "wangshu.lu", "luzhou", Title.ATTENDING, 8),
)

_LEADER = Role.LEADER
OTHERS = (
    Worker("zhou", "周岚", "lan.zhou", (Post(Role.COORDINATOR, "centre"),)),
    Worker("heq", "贺青禾", "qinghe.he", (Post(Role.COORDINATOR, "centre"),)),
    Worker("leader", "郭慎之", "shenzhi.guo", (Post(_LEADER, "root"), Post(_LEADER, "centre"))),
    Worker(
        "zone_a", "杨存礼", "cunli.yang", tuple(Post(_LEADER, key) for key in ("beiqiao", "liuan", "qingshi", "school"))
    ),
    Worker("zone_c", "高远山", "yuanshan.gao", tuple(Post(_LEADER, key) for key in ("nanyuan", "baisha"))),
    Worker("zone_d", "龙晓峰", "xiaofeng.long", tuple(Post(_LEADER, key) for key in ("yunling", "shitang"))),
    Worker("lin", "林小满", "xiaoman.lin", (Post(Role.TRAINEE, "lead"),)),
    Worker("ji", "季闻笛", "wendi.ji", (Post(Role.EDITOR, "root"),)),
    Worker("other_desk", "白露", "lu.bai", (Post(Role.COORDINATOR, "other_centre"),)),
    Worker("other_leader", "温如松", "rusong.wen", (Post(_LEADER, "other"), Post(_LEADER, "other_centre"))),
    Worker("head", "宁致远", "zhiyuan.ning", (Post(Role.DEPARTMENT_HEAD, "centre"),)),
    Worker("affairs", "苗素心", "suxin.miao", (Post(Role.MEDICAL_AFFAIRS, "lead"),)),
)
WORKERS = (*EXPERTS, *DOCTORS, *OTHERS)

# role → (key of the person, key of the institution they act for)
CAST = {
    "community_doctor": ("shen", "wanghu"),
    "colleague": ("tao", "wanghu"),
    "expert": ("jiang", "centre"),
    "coordinator": ("zhou", "centre"),
    "leader": ("leader", "root"),
    "outsider": ("outsider", "luzhou"),
    "trainee": ("lin", "lead"),
    "editor": ("ji", "root"),
}
