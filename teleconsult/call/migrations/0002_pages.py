from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("call", "0001_first")]

    operations = [
        migrations.AddField("attendance", "page", models.UUIDField(default=uuid4), preserve_default=False),
        migrations.AddConstraint(
            "attendance",
            models.UniqueConstraint(
                condition=models.Q(("left_at", None)), fields=("seat",), name="attendance_one_live_per_seat"
            ),
        ),
    ]
