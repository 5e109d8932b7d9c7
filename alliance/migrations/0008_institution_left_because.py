"""Why an institution has left the alliance."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alliance", "0007_parting")]

    operations = [
        migrations.AddField(
            model_name="institution", name="left_because", field=models.CharField(blank=True, max_length=200)
        ),
    ]
