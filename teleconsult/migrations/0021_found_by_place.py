from django.db import migrations, models
from django.db.models import Q

ENDED = ("closed", "cancelled", "expired")


def asked() -> models.ForeignKey:
    return models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name="+", to="alliance.institution")


class Migration(migrations.Migration):
    """Apart from the filling of the columns: PostgreSQL alters no table with rows still to be checked."""

    dependencies = [("teleconsult", "0020_asked_places")]

    operations = [
        migrations.AlterField(model_name="outcomeround", name="inviting", field=asked()),
        migrations.AlterField(model_name="plancheck", name="inviting", field=asked()),
        migrations.RemoveIndex(model_name="consultation", name="consultation_list"),
        migrations.RemoveIndex(model_name="outcomeround", name="outcome_round_to_ask"),
        migrations.AddIndex(
            model_name="consultation",
            index=models.Index(fields=["inviting", "closed_at", "id"], name="consultation_list"),
        ),
        migrations.AddIndex(
            model_name="outcomeround",
            index=models.Index(
                condition=Q(("ended_at", None)), fields=["inviting", "opens_at"], name="outcome_round_to_ask"
            ),
        ),
        migrations.AddIndex(
            model_name="plancheck",
            index=models.Index(
                condition=Q(("done_at", None), ("ended_at", None)),
                fields=["inviting", "due_on"],
                name="plan_check_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=Q(("closed_at", None)) & ~Q(state__in=ENDED) | ~Q(("closed_at", None)) & Q(state__in=ENDED),
                name="consultation_ended_at_some_moment",
            ),
        ),
    ]
