from django.db import migrations


def say(apps, editor):
    """What was booked at a fixed clinic before is met in person; its room stays, and leads nowhere any more."""
    booked = apps.get_model("teleconsult", "Booking").objects.filter(
        cancelled_at=None, confirmed_at__isnull=False, slot__clinic__isnull=False
    )
    cases = apps.get_model("teleconsult", "Consultation").objects.filter(pk__in=booked.values("consultation"))
    cases.filter(state="scheduled").update(in_person=True)


class Migration(migrations.Migration):
    """Cases that are booked at a fixed clinic now."""

    dependencies = [("teleconsult", "0022_in_person")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
