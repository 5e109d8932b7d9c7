"""The numbers to call in danger, and the national ones to begin with (domain.md §6.5)."""

import django.core.validators
from django.db import migrations, models

NATIONAL = (
    ("120", "生命危险、中毒或受伤", "Life in danger, poisoning or injury", "急救", "ambulance", "", ""),
    ("110", "暴力或有人失踪", "Violence or a missing person", "报警", "police", "", ""),
    (
        "12356", "心理援助热线", "Psychological support line", "心理援助", "support line",
        "每天至少 18 小时有人接听", "answered at least 18 hours a day",
    ),
    ("12355", "青少年心理咨询热线", "Support line for young people", "青少年", "young people", "", ""),
)  # fmt: skip


def write(apps, schema_editor):
    model = apps.get_model("alliance", "CrisisLine")
    for order, (number, why_zh, why_en, short_zh, short_en, hours_zh, hours_en) in enumerate(NATIONAL, start=1):
        model.objects.create(
            number=number, why_zh=why_zh, why_en=why_en, short_zh=short_zh, short_en=short_en,
            hours_zh=hours_zh, hours_en=hours_en, place=order * 10,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("alliance", "0017_groups")]

    operations = [
        migrations.CreateModel(
            name="CrisisLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("^\\+?[\\d\\- ]{3,20}$", "Enter a telephone number.")
                        ],
                        verbose_name="number",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True, help_text="Empty: the whole country.", max_length=60, verbose_name="region"
                    ),
                ),
                ("why_zh", models.CharField(max_length=60, verbose_name="when to call, in Chinese")),
                ("why_en", models.CharField(max_length=120, verbose_name="when to call, in English")),
                ("short_zh", models.CharField(blank=True, max_length=12, verbose_name="one word, in Chinese")),
                ("short_en", models.CharField(blank=True, max_length=24, verbose_name="one word, in English")),
                (
                    "hours_zh",
                    models.CharField(blank=True, max_length=60, verbose_name="when it is answered, in Chinese"),
                ),
                (
                    "hours_en",
                    models.CharField(blank=True, max_length=120, verbose_name="when it is answered, in English"),
                ),
                ("place", models.PositiveSmallIntegerField(default=100, verbose_name="place in the list")),
            ],
            options={
                "verbose_name": "crisis number",
                "verbose_name_plural": "crisis numbers",
                "ordering": ["place", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("number", "region"), name="crisis_number_once_per_region")
                ],
            },
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
