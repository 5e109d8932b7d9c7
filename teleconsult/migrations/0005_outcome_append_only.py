"""What was answered stays as it was, also when it was appended to a closed case."""

from django.db import migrations

from alliance.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("teleconsult", "0004_outcome")]
    operations = [AppendOnly(tables=["teleconsult_survey", "teleconsult_outcome", "teleconsult_itemoutcome"])]
