"""A dossier's number is never changed and never removed."""

from django.db import migrations

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("teleconsult", "0010_number_closed")]
    operations = [AppendOnly(tables=["teleconsult_dossier", "teleconsult_requestrating"])]
