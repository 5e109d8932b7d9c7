"""Ways through the network: none but our own relay's, and that for a while and for one person only."""

import base64
import hashlib
import hmac

from django.utils import timezone

from teleconsult.call import ice


def test_without_a_relay_there_is_no_server_at_all(room, expert, settings):
    settings.TURN_URLS = []
    assert ice.servers_for(expert, room, timezone.now()) == []


def test_credentials_say_until_when_and_for_whom(room, expert, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.test:3478?transport=udp"], "a secret"
    at = timezone.now()
    (server,) = ice.servers_for(expert, room, at)
    until, room_code, person_code = server.username.split(":")
    assert int(until) == int((at + ice.LIFETIME).timestamp())
    assert (room_code, person_code) == (room.code.hex, expert.code.hex)
    expected = hmac.new(b"a secret", server.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(server.credential) == expected
    assert server.urls == settings.TURN_URLS


def test_two_people_get_different_credentials(room, expert, community_doctor, settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:relay.test"], "a secret"
    at = timezone.now()
    (one,), (other,) = ice.servers_for(expert, room, at), ice.servers_for(community_doctor, room, at)
    assert one.credential != other.credential
