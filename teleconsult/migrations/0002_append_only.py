"""What was submitted, signed or done stays as it was: the database refuses to change or remove it."""

from django.db import migrations

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("teleconsult", "0001_first"), ("alliance", "0002_append_only")]
    operations = [
        AppendOnly(
            tables=[
                "teleconsult_step",
                "teleconsult_request",
                "teleconsult_medicineline",
                "teleconsult_opinion",
                "teleconsult_adviceitem",
                "teleconsult_addendum",
                "teleconsult_disposition",
                "teleconsult_closeout",
            ]
        )
    ]
