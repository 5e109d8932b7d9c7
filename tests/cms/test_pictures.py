"""What editors upload: pictures only, and nothing of where and with what they were taken."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms import photographs
from cms.models import Picture


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def photograph():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    file = BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_what_only_calls_itself_a_picture_is_refused(db):
    fake = Picture(title="假", file=SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>"))
    with pytest.raises(ValidationError):
        fake.clean()
    with pytest.raises(photographs.NotAPicture):
        fake.save()


def test_a_photograph_is_kept_without_what_the_camera_wrote(db):
    given = photograph()
    assert b"SecretCamera" in given
    picture = Picture(title="湖", file=SimpleUploadedFile("a.jpg", given), width=40, height=30)
    picture.save()
    with picture.file.open() as kept:
        assert b"SecretCamera" not in kept.read()


def test_an_original_is_not_served(db, client):
    assert client.get("/pictures/../original_images/a.jpg").status_code == 404
    assert client.get("/pictures/../../xinqiao.sqlite3").status_code == 404
