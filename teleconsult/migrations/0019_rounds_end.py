from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Q, Subquery


def end_the_answered(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """A round that was answered is not asked any more."""
    rounds, outcomes = apps.get_model("teleconsult", "OutcomeRound"), apps.get_model("teleconsult", "Outcome")
    answer = outcomes.objects.filter(round=OuterRef("pk")).values("answered_at")[:1]
    rounds.objects.filter(outcome__isnull=False, ended_at=None).update(ended_at=Subquery(answer))


class Migration(migrations.Migration):
    dependencies = [("teleconsult", "0018_medicine_plan")]

    operations = [
        migrations.AddIndex(
            model_name="outcomeround",
            index=models.Index(condition=Q(("ended_at", None)), fields=["opens_at"], name="outcome_round_to_ask"),
        ),
        migrations.RunPython(end_the_answered, migrations.RunPython.noop),
    ]
