"""What the community doctor writes: kept as typed while it is a draft, as typed columns once it is submitted."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.models import Person
from teleconsult.models.consultation import Consultation, Urgency


class Answer(models.TextChoices):
    """“Unknown” is an answer; an empty field is not."""

    NO = "no", _("No")
    YES = "yes", _("Yes")
    UNKNOWN = "unknown", _("Unknown")


class Purpose(models.TextChoices):
    """Why the expert is asked (domain.md §2.1: consult purpose)."""

    DIAGNOSIS = "diagnosis", _("What is the diagnosis?")
    TREATMENT = "treatment", _("Which medicine, which dose?")
    RISK = "risk", _("How dangerous is it?")
    REFERRAL = "referral", _("Treat here, or refer?")
    MANAGEMENT = "management", _("What to do next?")
    PSYCHOLOGY = "psychology", _("Which psychological help?")
    OTHER = "other", _("Something else")


class Symptom(models.TextChoices):
    """The symptom list of the follow-up form (domain.md §3.4), and “none seen”."""

    NONE = "none", _("None of these")
    HALLUCINATIONS = "hallucinations", _("Hallucinations")
    COMMUNICATION = "communication", _("Hard to talk with")
    SUSPICION = "suspicion", _("Suspicious")
    MOODS = "moods", _("Moods change without reason")
    ODD = "odd", _("Odd behaviour")
    EXCITED = "excited", _("Excited, talks a lot")
    VIOLENT = "violent", _("Hurts people or breaks things")
    DESPAIR = "despair", _("Hopeless, tired of life")
    WANDERS = "wanders", _("Wanders off without reason")
    SELF_TALK = "self_talk", _("Talks or laughs to self")
    WITHDRAWN = "withdrawn", _("Withdrawn, neglects self")
    OTHER = "other", _("Other")


class Insight(models.TextChoices):
    """Insight (domain.md §3.4)."""

    FULL = "full", _("Full")
    PARTIAL = "partial", _("Partial")
    ABSENT = "absent", _("Absent")
    UNKNOWN = "unknown", _("Unknown")


def _answer(label: Any) -> models.CharField[str, str]:
    return models.CharField(label, max_length=8, choices=Answer, blank=True)


class Request(models.Model):
    """One submitted version of the request; a returned one is submitted again as the next number. Never changed.

    .. pii: health -- kept 30 years after the last contact
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    question = models.CharField(_("question"), max_length=200)
    prior_psychiatrist = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    began = models.TextField(_("when and how it began"))
    course = models.TextField(_("how it developed"), blank=True)
    treatment = models.TextField(_("treatment so far"), blank=True)
    present = models.TextField(_("what it is like now, and why you ask today"))
    circumstances = models.TextField(_("family, work, school, who helps"), blank=True)
    symptoms = models.JSONField(_("mental state"), default=list)
    insight = models.CharField(_("insight"), max_length=8, choices=Insight, blank=True)
    mental_state_note = models.TextField(_("in your own words"), blank=True)
    ideas = _answer(_("thoughts of death or of ending their life"))
    plan = _answer(_("a method or a plan"))
    attempt = _answer(_("preparations or an attempt, recently"))
    means = _answer(_("means within reach: pesticides, medicines, blades, heights"))
    harm_to_others = _answer(_("thoughts of, or acts of, harm to others"))
    danger_note = models.TextField(_("what was said, who is with them, what protects them"), blank=True)
    risk_grade = models.PositiveSmallIntegerField(
        _("risk grade"), null=True, blank=True, validators=[MaxValueValidator(5)]
    )
    allergies = _answer(_("allergies"))
    allergies_note = models.CharField(max_length=200, blank=True)
    pregnancy = _answer(_("pregnant or breastfeeding"))
    pregnancy_note = models.CharField(max_length=200, blank=True)
    physical = _answer(_("physical illness"))
    physical_note = models.CharField(max_length=200, blank=True)
    tests = _answer(_("recent tests"))
    tests_note = models.CharField(max_length=200, blank=True)
    substances = _answer(_("alcohol or drugs"))
    substances_note = models.CharField(max_length=200, blank=True)
    past_attempts = _answer(_("previous suicide attempts"))
    past_attempts_note = models.CharField(max_length=200, blank=True)
    phq9 = models.JSONField(null=True, blank=True)  # nine answers 0–3 or None
    gad7 = models.JSONField(null=True, blank=True)  # seven
    no_medicines = models.BooleanField(_("takes no medicine now"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="request_number_once"),
            models.CheckConstraint(
                condition=Q(risk_grade=None) | Q(risk_grade__lte=5), name="request_risk_grade_0_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} #{self.number}"

    @property
    def symptom_labels(self) -> list[str]:
        """The ticked symptoms in the reader's language."""
        return [str(Symptom(value).label) for value in self.symptoms if value in Symptom.values]


class MedicineLine(models.Model):
    """One medicine the patient takes, as the requester knows it; words of the follow-up form (domain.md §3.4).

    Lines written before the columns of the lane existed have everything in `effect`; it stays readable.

    .. pii: health -- kept 30 years after the last contact
    """

    class Response(models.TextChoices):
        NONE = "none", _("No effect")
        PARTLY = "partly", _("Some effect")
        GOOD = "good", _("Good effect")
        WORSE = "worse", _("Worse with it")
        UNKNOWN = "unknown", _("Unknown")

    class Severity(models.TextChoices):
        NONE = "none", _("No side effects")
        MILD = "mild", _("Mild")
        MODERATE = "moderate", _("Moderate")
        SEVERE = "severe", _("Severe")

    class Adherence(models.TextChoices):
        REGULAR = "regular", _("Takes it regularly")
        BROKEN = "broken", _("Takes it on and off")
        NOT = "not", _("Does not take it")
        UNKNOWN = "unknown", _("Unknown")

    request = models.ForeignKey(Request, models.PROTECT, related_name="medicines")
    name = models.CharField(_("medicine"), max_length=80)
    dose = models.CharField(_("dose, with its unit"), max_length=40, blank=True)
    times = models.CharField(_("how often"), max_length=40, blank=True)
    since = models.CharField(_("since when"), max_length=40, blank=True)
    response = models.CharField(_("effect"), max_length=8, choices=Response, blank=True)
    side_effects = models.CharField(_("side effects"), max_length=200, blank=True)
    severity = models.CharField(_("how severe"), max_length=8, choices=Severity, blank=True)
    adherence = models.CharField(_("adherence"), max_length=8, choices=Adherence, blank=True)
    effect = models.CharField(_("in your own words"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.dose, self.times)))

    @property
    def is_severe(self) -> bool:
        """A severe side effect: handled at once, never by waiting for an answer (domain.md §3.3, §4)."""
        return self.severity == self.Severity.SEVERE


class Draft(models.Model):
    """What somebody has typed and not yet sent or signed, field by field, right or wrong.

    `version` grows with every save; a tab that saves on top of an older version is told (see `drafting`).

    .. pii: health -- deleted when sent or signed
    """

    class Sort(models.TextChoices):
        REQUEST = "request"
        OPINION = "opinion"
        DISPOSITION = "disposition"
        WORD_DOCTOR = "word_doctor"  # an entry of the thread that is not sent yet, one per side
        WORD_EXPERT = "word_expert"
        PANEL_1 = "panel_1"  # a comment that is not sent yet, one per reader
        PANEL_2 = "panel_2"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="drafts")
    sort = models.CharField(max_length=12, choices=Sort)
    fields = models.JSONField(default=dict)  # name → list of strings, as a browser sends a form
    version = models.PositiveIntegerField(default=0)
    tab = models.CharField(max_length=36, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "sort"], name="draft_once_per_sort")]

    def __str__(self) -> str:
        return f"{self.sort} v{self.version}"
