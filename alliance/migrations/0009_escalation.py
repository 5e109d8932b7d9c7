"""Overdue steps climb; who was told is written down for good."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0008_institution_left_because"),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("run", models.PositiveSmallIntegerField()),
                ("step", models.PositiveSmallIntegerField()),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("owner", "whoever is responsible"),
                            ("coordinator", "coordinator"),
                            ("department_head", "head of department"),
                            ("medical_affairs", "medical affairs"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("told", "notified"), ("nobody", "nobody holds this post"), ("taken", "has it")],
                        default="told",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="deadline",
            name="escalates_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="keeper",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="alliance.institution",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="pace",
            field=models.CharField(
                choices=[
                    ("danger", "Danger"),
                    ("emergency", "Emergency"),
                    ("urgent", "Urgent"),
                    ("routine", "Routine"),
                ],
                default="routine",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="deadline",
            name="run",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="deadline",
            name="step",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="deadline",
            name="taken_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="deadline",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="key",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("community_doctor", "Community doctor"),
                    ("expert", "Expert"),
                    ("coordinator", "Coordinator"),
                    ("leader", "Alliance leader"),
                    ("trainee", "Trainee"),
                    ("editor", "Editor"),
                    ("department_head", "Head of department"),
                    ("medical_affairs", "Medical affairs"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("community_doctor", "Community doctor"),
                    ("expert", "Expert"),
                    ("coordinator", "Coordinator"),
                    ("leader", "Alliance leader"),
                    ("trainee", "Trainee"),
                    ("editor", "Editor"),
                    ("department_head", "Head of department"),
                    ("medical_affairs", "Medical affairs"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("escalates_at", None), _negated=True),
                fields=["escalates_at"],
                name="deadline_climbing",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("escalates_at", None), models.Q(("met_at", None), ("taken_at", None)), _connector="OR"
                ),
                name="deadline_met_or_taken_climbs_no_more",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_at", None), ("taken_by", None)),
                    models.Q(models.Q(("taken_at", None), _negated=True), models.Q(("taken_by", None), _negated=True)),
                    _connector="OR",
                ),
                name="deadline_taken_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(condition=models.Q(("step__lte", 3)), name="deadline_ladder_has_an_end"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("person", "key"), name="notice_once_per_key"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="deadline",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="alliance.deadline"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "told")),
                fields=("deadline", "run", "step", "person"),
                name="escalation_tells_each_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "nobody")),
                fields=("deadline", "run", "step"),
                name="escalation_finds_nobody_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("what", "taken")), fields=("deadline", "run"), name="escalation_taken_by_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person", None), ("what", "nobody")),
                    models.Q(models.Q(("what", "nobody"), _negated=True), models.Q(("person", None), _negated=True)),
                    _connector="OR",
                ),
                name="escalation_names_whom_it_told",
            ),
        ),
        AppendOnly(tables=["alliance_escalation"]),
    ]
