"""Cases that were closed before dossiers had numbers get theirs, in the order in which they were closed."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.db import migrations


def give(apps, schema_editor):
    consultations = apps.get_model("teleconsult", "Consultation").objects.filter(state="closed", dossier=None)
    dossiers, institutions = apps.get_model("teleconsult", "Dossier"), apps.get_model("alliance", "Institution")
    places = {place.pk: place for place in institutions.objects.all()}
    taken = Counter()
    for case in consultations.order_by("closed_at", "pk"):
        root = places[case.inviting_id]
        while root.parent_id:
            root = places[root.parent_id]
        year = case.closed_at.astimezone(ZoneInfo(root.time_zone)).year
        taken[root.pk, year] += 1
        dossiers.objects.create(
            consultation=case, alliance=root, year=year, sequence=taken[root.pk, year], filed_at=case.closed_at
        )


class Migration(migrations.Migration):
    dependencies = [("teleconsult", "0009_dossier")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
