"""A picture on a page: WebP in the width that is needed, with room kept for it; a private file is never handed out."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.blocks import Body
from cms.models import ArticlePage, Picture


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def picture(width, height):
    file = BytesIO()
    Image.new("RGB", (width, height), "green").save(file, "JPEG")
    return Picture.objects.create(
        title="湖", file=SimpleUploadedFile("hu.jpg", file.getvalue()), width=width, height=height
    )


def shown(*images):
    body = Body()
    value = [{"type": "figure", "value": {"image": each.pk, "alt": "平静的湖", "caption": ""}} for each in images]
    page = Template('{% include "cms/body.html" %}')
    html = page.render(Context({"body": body.to_python(value)}))
    return [dict(re.findall(r'([a-z]+)="([^"]*)"', tag)) for tag in re.findall(r"<img[^>]*>", html)]


def test_a_wide_picture_comes_as_webp_in_the_width_that_is_needed(db, client):
    img, _second = shown(*[picture(2000, 1000)] * 2)
    widths = [int(each.split(" ")[1].removesuffix("w")) for each in img["srcset"].split(", ")]
    assert widths == [360, 720, 1080, 1440]
    assert img["sizes"].endswith("100vw")
    assert all(each.split(" ")[0].endswith(".webp") for each in img["srcset"].split(", "))
    assert img["src"].endswith(".webp")
    answer = client.get(img["src"])
    assert answer.headers["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_room_is_kept_for_it_and_what_is_far_down_waits(db):
    first, second = shown(picture(2000, 1000), picture(2000, 1000))
    assert (first["width"], first["height"]) == ("720", "360")
    assert "loading" not in first
    assert second["loading"] == "lazy"
    assert second["alt"] == "平静的湖"


def test_a_small_picture_is_not_blown_up(db):
    (img,) = shown(picture(300, 200))
    assert (img["width"], img["height"]) == ("300", "200")
    assert "srcset" not in img


@pytest.fixture
def document(db):
    def make(collection):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4 secret", content_type="application/pdf")
        return Document.objects.create(title="海报", file=file, collection=collection)

    return make


def address(document):
    return reverse("wagtaildocs_serve", args=[document.pk, document.filename])


def test_a_private_document_is_refused_without_the_right_however_it_is_asked_for(document, client, community_doctor):
    root = Collection.get_first_root_node()
    private = root.add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="groups")
    kept = document(private)
    asked = client.get(address(kept))
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("account_login"))
    for guess in ("/pictures/../documents/a.pdf", "/documents/a.pdf", f"/files/{kept.file.name}", f"/{kept.file.name}"):
        assert client.get(guess).status_code == 404, guess
    client.force_login(community_doctor)
    assert client.get(address(kept)).status_code == 403


def test_a_private_page_asks_who_is_there_and_refuses_whoever_may_not_read_it(site, client, community_doctor):
    page = ArticlePage.objects.live().first()
    PageViewRestriction.objects.create(page=page, restriction_type="groups")
    assert client.get(page.where).headers["Location"].startswith(reverse("account_login"))
    client.force_login(community_doctor)
    assert client.get(page.where).status_code == 403


def test_a_public_document_is_handed_out_as_what_it_is(document, client):
    answer = client.get(address(document(Collection.get_first_root_node())))
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
