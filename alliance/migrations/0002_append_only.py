"""The audit only grows: the database refuses to change or remove a row."""

from django.db import migrations

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("alliance", "0001_first")]
    operations = [AppendOnly(tables=["alliance_auditentry", "alliance_auditseal"])]
