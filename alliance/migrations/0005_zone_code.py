"""Zones get an address; those that are there are given theirs in the next step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alliance", "0004_founding")]

    operations = [
        migrations.AddField(
            model_name="zone", name="code", field=models.UUIDField(null=True, editable=False, unique=True)
        ),
        migrations.AlterField(
            model_name="zone", name="name", field=models.CharField(max_length=60, verbose_name="name")
        ),
    ]
