"""What is done on the spot about an alarm is noted, and only ever added to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0002_append_only"),
        ("care", "0002_consent_text"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="dangeralarm",
            name="minor",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="DangerCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("stays", "Somebody stays with them at all times"),
                            (
                                "means",
                                "Pesticides, medicines and blades are locked away; they are kept away from heights and water",
                            ),
                            ("help", "120 or 110 has been called, or they are on their way to a hospital"),
                            (
                                "asked",
                                "Asked face to face or by phone: wish to be dead, method, plan, preparations, previous "
                                "attempts, alcohol, means at hand, reasons for living",
                            ),
                            ("plan", "Agreed today: what they do and whom they call if it gets worse"),
                            ("family", "A guardian or relative is informed, as the law allows"),
                            ("guardian", "The guardian is informed today"),
                            ("school", "The person responsible at the school is informed today"),
                        ],
                        max_length=8,
                    ),
                ),
                ("done", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "alarm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="care.dangeralarm"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        AppendOnly(tables=["care_dangercheck"]),
    ]
