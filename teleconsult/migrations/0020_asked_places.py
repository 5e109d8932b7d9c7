from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery

ENDED = ["closed", "cancelled", "expired"]


def name_the_places(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Who is asked stands in the case."""
    rounds, checks = apps.get_model("teleconsult", "OutcomeRound"), apps.get_model("teleconsult", "PlanCheck")
    cases = apps.get_model("teleconsult", "Consultation").objects
    case = cases.filter(pk=OuterRef("consultation"))
    rounds.objects.update(inviting=Subquery(case.values("inviting")[:1]))
    case = cases.filter(opinion__advice__step=OuterRef("step"))
    checks.objects.update(inviting=Subquery(case.values("inviting")[:1]))


def give_every_end_its_moment(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """No way to an end is known that leaves none; a row that did would stop the constraint."""
    cases = apps.get_model("teleconsult", "Consultation").objects
    cases.filter(state__in=ENDED, closed_at=None).update(closed_at=F("created_at"))
    cases.exclude(state__in=ENDED).filter(closed_at__isnull=False).update(closed_at=None)


def asked() -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, null=True, on_delete=models.PROTECT, related_name="+", to="alliance.institution"
    )


class Migration(migrations.Migration):
    dependencies = [("alliance", "0016_reader_time"), ("teleconsult", "0019_rounds_end")]

    operations = [
        migrations.AddField(model_name="outcomeround", name="inviting", field=asked()),
        migrations.AddField(model_name="plancheck", name="inviting", field=asked()),
        migrations.RunPython(name_the_places, migrations.RunPython.noop),
        migrations.RunPython(give_every_end_its_moment, migrations.RunPython.noop),
    ]
