"""The tree, and who is who."""

from alliance import institutions


def test_a_centre_of_another_alliance_is_not_asked(elsewhere, centre):
    assert institutions.centres_of(elsewhere) == []


def test_the_centre_of_the_same_alliance_is_asked(beiqiao, centre):
    assert institutions.centres_of(beiqiao) == [centre]


def test_the_whole_cast_can_stand_on_one_stage(cast):
    assert len(cast) == 8
