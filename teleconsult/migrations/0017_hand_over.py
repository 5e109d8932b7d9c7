"""Who answered for a case from when on; rows are only ever added."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("teleconsult", "0016_insight"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("asking", "Responsible doctor"), ("answering", "Expert")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
                ("because", models.TextField(blank=True)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="teleconsult.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["asking", "answering"])), name="hand_over_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("before", None), models.Q(("before", models.F("after")), _negated=True), _connector="OR"
                        ),
                        name="hand_over_to_somebody_else",
                    ),
                ],
            },
        ),
        AppendOnly(tables=["teleconsult_handover"]),
    ]
