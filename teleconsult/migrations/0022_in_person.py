from django.db import migrations, models
from django.db.models import Q

MEETING = Q(state__in=["scheduled", "in_session"])


class Migration(migrations.Migration):
    """A place at a fixed clinic has no room: the expert sits with the patient."""

    dependencies = [("teleconsult", "0021_found_by_place")]

    operations = [
        migrations.AddField(model_name="consultation", name="in_person", field=models.BooleanField(default=False)),
        migrations.RemoveConstraint(model_name="consultation", name="consultation_booked_has_a_room"),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=~MEETING | ~Q(room=None) | Q(in_person=True),
                name="consultation_booked_by_video_has_a_room",
            ),
        ),
    ]
