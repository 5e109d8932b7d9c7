"""Who reads a case along with its lead, and what they comment: comments are only ever added."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("teleconsult", "0014_medicine_lane"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="consultation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("liaison", "Liaison consultation"),
                    ("expert", "Expert consultation"),
                    ("school", "School consultation"),
                    ("panel", "Panel consultation"),
                ],
                default="liaison",
                max_length=12,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="sort",
            field=models.CharField(
                choices=[
                    ("request", "Request"),
                    ("opinion", "Opinion"),
                    ("disposition", "Disposition"),
                    ("word_doctor", "Word Doctor"),
                    ("word_expert", "Word Expert"),
                    ("panel_1", "Panel 1"),
                    ("panel_2", "Panel 2"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="PanelSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("released_because", models.TextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panel", to="teleconsult.consultation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PanelComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("nothing_to_add", models.BooleanField(default=False)),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("written_at", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="teleconsult.panelseat"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="panelseat",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__range", (1, 2))), name="panel_seat_is_one_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="panelseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)),
                fields=("consultation", "number"),
                name="panel_one_reader_per_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)),
                fields=("consultation", "person"),
                name="panel_one_seat_per_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="panelcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body", ""), ("nothing_to_add", True)),
                    models.Q(("nothing_to_add", False), models.Q(("body", ""), _negated=True)),
                    _connector="OR",
                ),
                name="panel_comment_says_something_or_that_there_is_nothing",
            ),
        ),
        AppendOnly(tables=["teleconsult_panelcomment"]),
    ]
