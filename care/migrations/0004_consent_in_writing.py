"""The wording of the consent says that the centre may also answer in writing."""

from django.db import migrations

from care.consent_texts import TEXTS

VERSION = "2026-2"


def load(apps, schema_editor):
    """Adds the texts of this version; one that is there already stays as it is."""
    ConsentText = apps.get_model("care", "ConsentText")
    for text in TEXTS:
        if text["version"] == VERSION:
            ConsentText.objects.get_or_create(version=VERSION, language=text["language"], defaults=dict(text))


def unload(apps, schema_editor):
    """Takes them out again."""
    apps.get_model("care", "ConsentText").objects.filter(version=VERSION).delete()


class Migration(migrations.Migration):
    dependencies = [("care", "0003_danger_checks")]
    operations = [migrations.RunPython(load, unload)]
