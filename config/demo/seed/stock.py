"""What each institution of the demo has on its shelves; two have not said. Invented, and never a recommendation."""

from __future__ import annotations

from datetime import datetime, timedelta

from alliance.formulary import Item, catalogue
from alliance.models import Institution, Medicine, Membership, Stocked

# What a hospital has beyond a health centre: everything but these.
HOSPITAL_LACKS = frozenset({"鲁拉西酮", "伏硫西汀", "癸酸氟哌啶醇", "头颅磁共振"})
BASIC = frozenset(
    [
        "氯丙嗪",
        "奋乃静",
        "氟哌啶醇",
        "舒必利",
        "氯氮平",
        "利培酮",
        "奥氮平",
        "氟西汀",
        "帕罗西汀",
        "舍曲林",
        "西酞普兰",
        "文拉法辛",
        "米氮平",
        "阿米替林",
        "碳酸锂",
        "丙戊酸钠",
        "卡马西平",
        "劳拉西泮",
        "阿普唑仑",
        "地西泮",
        "艾司唑仑",
        "苯海索",
        "普萘洛尔",
        "血常规",
        "肝功能",
        "肾功能",
        "电解质",
        "空腹血糖",
        "血脂",
        "心电图",
        "妊娠试验",
    ]
)
MORE: dict[str, frozenset[str]] = {
    "beiqiao": frozenset({"艾司西酞普兰", "丁螺环酮"}),
    "liuan": frozenset({"喹硫平", "阿立哌唑", "甲状腺功能"}),
    "qingshi": frozenset({"喹硫平", "曲唑酮"}),
    "dongdu": frozenset({"阿立哌唑", "艾司西酞普兰", "多奈哌齐"}),
    "wanghu": frozenset({"右佐匹克隆", "艾司西酞普兰", "甲状腺功能"}),
    "xinxu": frozenset({"喹硫平"}),
    "nanyuan": frozenset({"氟伏沙明", "坦度螺酮"}),
}
LESS: dict[str, frozenset[str]] = {
    "beiqiao": frozenset({"舍曲林"}),
    "baisha": frozenset({"文拉法辛", "米氮平", "舍曲林", "血脂"}),
    "yunling": frozenset({"碳酸锂", "丙戊酸钠", "西酞普兰"}),
}
HOSPITALS = ("lead", "centre", "anning", "general")

CENTRES = tuple(dict.fromkeys((*MORE, *LESS)))


def shelve(places: dict[str, Institution], now: datetime) -> None:
    """One row per institution and entry, kept by somebody of the house; lists are a few weeks old."""
    items = catalogue()
    keepers: dict[int, int] = {}
    for place, person in Membership.objects.order_by("pk").values_list("institution_id", "person_id"):
        keepers.setdefault(place, person)
    rows = []
    for days, key in enumerate((*HOSPITALS, *CENTRES), start=20):
        for item in items:
            rows.append(_row(places[key], item, _has(key, item), now - timedelta(days=days), keepers))
    Stocked.objects.bulk_create(rows)


def _has(key: str, item: Item) -> bool:
    if key in HOSPITALS:
        return item.name_zh not in HOSPITAL_LACKS
    return item.name_zh in (BASIC | MORE.get(key, frozenset())) - LESS.get(key, frozenset())


def _row(place: Institution, item: Item, has: bool, since: datetime, keepers: dict[int, int]) -> Stocked:
    which = {"medicine": item} if isinstance(item, Medicine) else {"test": item}
    return Stocked(institution=place, available=has, since=since, kept_by_id=keepers.get(place.pk), **which)
