"""Everybody may choose the zone in which they read times."""

import alliance.models.institution
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0015_duty_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="time_zone",
            field=models.CharField(
                blank=True, max_length=40, validators=[alliance.models.institution.validate_time_zone]
            ),
        ),
    ]
