"""An agreement may set its own time limits; a deadline knows under which one it runs."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0010_outgoing"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="alliance.agreement",
            ),
        ),
        migrations.CreateModel(
            name="AgreementLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("pace", models.CharField(max_length=24)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minutes", "minutes"),
                            ("working_hours", "working hours"),
                            ("working_days", "working days"),
                        ],
                        max_length=16,
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="limits", to="alliance.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "kind", "pace"), name="agreement_limit_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__range", (1, 20160)), ("unit", "minutes")),
                            models.Q(("amount__range", (1, 120)), ("unit", "working_hours")),
                            models.Q(("amount__range", (1, 60)), ("unit", "working_days")),
                            _connector="OR",
                        ),
                        name="agreement_limit_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pace", "emergency"), _negated=True), ("unit", "minutes"), _connector="OR"
                        ),
                        name="agreement_limit_emergency_runs_day_and_night",
                    ),
                ],
            },
        ),
    ]
