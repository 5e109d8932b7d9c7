"""The cast: one person per role, known by the same name in every test.

北桥 asks, the hospital's consultation centre answers, 望湖 is another asking centre of the same alliance. The outsider
works in an alliance of her own. Rights come from `alliance.roles`; nothing here grants more.
"""

from typing import Any

import pytest
from channels.layers import channel_layers
from django.core.cache import cache

from alliance.models import Agreement, Institution, Person
from alliance.roles import Role
from tests import factories
from tests.flushing import flush_that_may

__all__ = ["flush_that_may"]


@pytest.fixture(autouse=True)
def calm(settings: Any) -> None:
    """No second factor where a test does not speak of it; nobody is locked out by an earlier test, nor does a socket
    that an earlier test left behind hold the channel layer on a loop that is gone.
    """
    settings.REQUIRE_MFA = False
    cache.clear()
    channel_layers.backends.clear()


# --- places -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def alliance(db: None) -> Institution:
    """The root of the tree."""
    return factories.make_alliance(name="澜江区精神卫生医联体", short_name="澜江医联体")


@pytest.fixture
def centre(alliance: Institution) -> Institution:
    """The lead hospital, with the consultation centre that is asked."""
    return factories.make_centre(name="澜江区第二人民医院", short_name="区二院", parent=alliance)


@pytest.fixture
def beiqiao(alliance: Institution) -> Institution:
    """The centre that asks."""
    return factories.make_institution(name="北桥社区卫生服务中心", short_name="北桥", parent=alliance)


@pytest.fixture
def wanghu(alliance: Institution) -> Institution:
    """Another centre of the same alliance."""
    return factories.make_institution(name="望湖社区卫生服务中心", short_name="望湖", parent=alliance)


@pytest.fixture
def elsewhere(db: None) -> Institution:
    """A centre of another alliance."""
    other = factories.make_alliance(name="临江县精神卫生医联体")
    return factories.make_institution(name="临江县城关社区卫生服务中心", short_name="城关", parent=other)


@pytest.fixture
def agreement(beiqiao: Institution, centre: Institution) -> Agreement:
    """北桥 may ask the centre."""
    return factories.make_agreement(beiqiao, centre)


# --- people -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def community_doctor(beiqiao: Institution) -> Person:
    """She asks."""
    return factories.make_member(
        Role.COMMUNITY_DOCTOR, beiqiao, name="沈若溪", email="doctor@xinqiao.test", mobile="13800001001"
    )


@pytest.fixture
def colleague(beiqiao: Institution) -> Person:
    """He works beside her."""
    return factories.make_member(Role.COMMUNITY_DOCTOR, beiqiao, name="贺子安", email="colleague@xinqiao.test")


@pytest.fixture
def neighbour(wanghu: Institution) -> Person:
    """A community doctor of the other centre of the same alliance."""
    return factories.make_member(Role.COMMUNITY_DOCTOR, wanghu, name="方晓岚", email="neighbour@xinqiao.test")


@pytest.fixture
def expert(centre: Institution) -> Person:
    """She answers."""
    return factories.make_expert(centre, name="顾明远", email="expert@xinqiao.test", mobile="13800001003")


@pytest.fixture
def coordinator(centre: Institution) -> Person:
    """He triages."""
    return factories.make_member(
        Role.COORDINATOR, centre, name="林知夏", email="coordinator@xinqiao.test", mobile="13800001004"
    )


@pytest.fixture
def leader(alliance: Institution) -> Person:
    """She answers for the alliance."""
    return factories.make_member(
        Role.LEADER, alliance, name="秦望舒", email="leader@xinqiao.test", mobile="13800001005"
    )


@pytest.fixture
def outsider(elsewhere: Institution) -> Person:
    """A community doctor of another alliance."""
    return factories.make_member(Role.COMMUNITY_DOCTOR, elsewhere, name="邵一帆", email="outsider@xinqiao.test")


@pytest.fixture
def trainee(centre: Institution) -> Person:
    """He learns."""
    return factories.make_member(Role.TRAINEE, centre, name="陆小北", email="trainee@xinqiao.test")


@pytest.fixture
def editor(alliance: Institution) -> Person:
    """She writes for the public."""
    return factories.make_member(Role.EDITOR, alliance, name="叶知秋", email="editor@xinqiao.test")


CAST = ("community_doctor", "colleague", "expert", "coordinator", "leader", "outsider", "trainee", "editor")


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, Person]:
    """Everybody, by role."""
    return {name: request.getfixturevalue(name) for name in CAST}
