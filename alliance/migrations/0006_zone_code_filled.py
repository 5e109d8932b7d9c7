"""A code for each zone that was there before."""

from uuid import uuid4

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One each; a default would give all of them the same."""
    zones = apps.get_model("alliance", "Zone").objects
    for pk in zones.filter(code=None).values_list("pk", flat=True):
        zones.filter(pk=pk).update(code=uuid4())


class Migration(migrations.Migration):
    dependencies = [("alliance", "0005_zone_code")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
