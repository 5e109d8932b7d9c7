"""The demo's own page and mail folder exist in the demo and nowhere else."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.test import override_settings
from django.urls import include, path, reverse

from alliance.roles import Role
from config import urls
from config.demo import mail
from config.demo.seed import people
from tests.factories import make_expert, make_member, make_person

urlpatterns = [path("demo/", include("config.demo.urls")), *urls.urlpatterns]
handler404 = urls.handler404


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def actors(beiqiao, centre):
    """The doctor and the expert of the demo's cast."""
    addresses = {worker.key: worker.email for worker in people.WORKERS}
    doctor = make_member(Role.COMMUNITY_DOCTOR, beiqiao, email=addresses[people.CAST["community_doctor"][0]])
    return doctor, make_expert(centre, email=addresses[people.CAST["expert"][0]])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("tail", ["", "7b13b6b5-4f0e-4122-88ab-5b7746880a0d/"])
def test_outside_the_demo_there_is_no_such_page(client, leader, method, tail):
    client.force_login(leader)
    assert getattr(client, method)(f"/demo/{tail}").status_code == 404


def test_outside_the_demo_nobody_becomes_somebody_else(client, expert):
    assert client.post(f"/demo/{expert.code}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_the_demo_mail_is_never_kept_in_a_folder():
    with pytest.raises(ImproperlyConfigured):
        mail.EmailBackend()


@pytest.mark.usefixtures("demo")
def test_looking_at_the_address_signs_nobody_in(client, actors):
    assert client.get(f"/demo/{actors[0].code}/").status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo")
def test_nobody_becomes_a_person_who_works_nowhere(client, db):
    assert client.post(f"/demo/{make_person().code}/").status_code == 404


@pytest.mark.usefixtures("demo")
def test_one_click_and_one_is_somebody_else(client, actors):
    doctor, expert = actors
    client.post(f"/demo/{doctor.code}/")
    client.post(f"/demo/{expert.code}/")
    assert client.session["_auth_user_id"] == str(expert.pk)


@pytest.mark.usefixtures("demo")
def test_the_page_offers_the_other_side(client, actors):
    doctor, expert = actors
    client.force_login(doctor)
    assert f"/demo/{expert.code}/" in client.get("/demo/").context["address"]
    client.force_login(expert)
    assert f"/demo/{doctor.code}/" in client.get("/demo/").context["address"]


@pytest.mark.usefixtures("demo")
def test_an_empty_demo_says_what_to_do(client, db):
    assert "seed_demo" in client.get(reverse("demo:page", urlconf=__name__)).content.decode()


@pytest.mark.usefixtures("demo")
def test_mail_can_be_read_on_the_page(client, actors):
    for number in (1, 2):
        letter = EmailMessage(f"会诊通知 {number}", "请打开 http://localhost:8000/desk/", to=["a@b.test"])
        mail.EmailBackend().send_messages([letter])
    page = client.get("/demo/").content.decode()
    assert page.index("会诊通知 2") < page.index("会诊通知 1")
    assert 'href="http://localhost:8000/desk/"' in page
