"""Institutions move and leave, agreements follow one another, zones are named once."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("alliance", "0006_zone_code_filled")]

    operations = [
        migrations.AlterField(
            model_name="zone",
            name="code",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.UniqueConstraint(fields=("alliance", "name"), name="zone_name_once_per_alliance"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="continues",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="alliance.agreement",
            ),
        ),
        migrations.AddField(model_name="agreementparty", name="left_on", field=models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="institution_not_below_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=~Q(parent=None) | Q(left_on=None), name="institution_alliance_never_leaves"
            ),
        ),
    ]
