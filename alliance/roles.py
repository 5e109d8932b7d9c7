"""Every right in one table. Rights are held per institution: an expert here may be a trainee there.

`Permission.purpose` is what the audit writes down for a read that the permission opened.
"""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is at one institution."""

    COMMUNITY_DOCTOR = "community_doctor", _("Community doctor")
    EXPERT = "expert", _("Expert")
    COORDINATOR = "coordinator", _("Coordinator")
    LEADER = "leader", _("Alliance leader")
    TRAINEE = "trainee", _("Trainee")
    EDITOR = "editor", _("Editor")
    DEPARTMENT_HEAD = "department_head", _("Head of department")
    MEDICAL_AFFAIRS = "medical_affairs", _("Medical affairs")


CLINICAL = frozenset({Role.COMMUNITY_DOCTOR, Role.EXPERT, Role.COORDINATOR})


class Permission(Enum):
    """A verb somebody may do at an institution: (name, purpose for the audit)."""

    KEEP_PATIENTS = ("keep_patients", "care")
    READ_PATIENTS = ("read_patients", "care")
    REQUEST_CONSULTATIONS = ("request_consultations", "care")
    READ_CONSULTATIONS = ("read_consultations", "care")
    RECORD_CONSENT = ("record_consent", "consent")
    READ_CONSENT = ("read_consent", "consent")
    TRIAGE = ("triage", "coordination")
    BOOK = ("book", "coordination")
    ANSWER = ("answer", "consultation")
    DISPOSE = ("dispose", "care")
    JOIN_CALLS = ("join_calls", "consultation")
    HOST_CALLS = ("host_calls", "consultation")
    KEEP_AVAILABILITY = ("keep_availability", "coordination")
    ANSWER_DANGER = ("answer_danger", "emergency")
    CHECK_DANGER = ("check_danger", "emergency")
    READ_DANGER = ("read_danger", "emergency")
    APPROVE_EMERGENCY = ("approve_emergency", "emergency")
    READ_ESCALATIONS = ("read_escalations", "coordination")
    TAKE_ESCALATIONS = ("take_escalations", "coordination")
    READ_NOTICES = ("read_notices", "own")
    MANAGE_PEOPLE = ("manage_people", "administration")
    HAND_OVER = ("hand_over", "coordination")
    KEEP_ROSTER = ("keep_roster", "administration")
    READ_OVERVIEW = ("read_overview", "administration")
    KEEP_ALLIANCE = ("keep_alliance", "administration")
    READ_FORMULARY = ("read_formulary", "care")
    KEEP_FORMULARY = ("keep_formulary", "administration")
    READ_FIGURES = ("read_figures", "quality")
    EDIT_SITE = ("edit_site", "publishing")
    APPROVE_SITE = ("approve_site", "publishing")

    @property
    def purpose(self) -> str:
        """Why a row opened by this right is read, for the audit."""
        return str(self.value[1])


_DOCTOR, _EXPERT, _COORDINATOR, _LEADER = Role.COMMUNITY_DOCTOR, Role.EXPERT, Role.COORDINATOR, Role.LEADER
_ABOVE = frozenset({Role.DEPARTMENT_HEAD, Role.MEDICAL_AFFAIRS})  # they learn number, age and urgency, never a patient

MAY: dict[Permission, frozenset[Role]] = {
    Permission.KEEP_PATIENTS: frozenset({_DOCTOR}),
    Permission.READ_PATIENTS: frozenset({_DOCTOR, _EXPERT}),
    Permission.REQUEST_CONSULTATIONS: frozenset({_DOCTOR}),
    Permission.READ_CONSULTATIONS: frozenset({_DOCTOR, _EXPERT, _COORDINATOR}),
    Permission.RECORD_CONSENT: frozenset({_DOCTOR}),
    Permission.READ_CONSENT: frozenset({_DOCTOR, _EXPERT, _COORDINATOR}),
    Permission.TRIAGE: frozenset({_COORDINATOR}),
    Permission.BOOK: frozenset({_DOCTOR, _COORDINATOR}),
    Permission.ANSWER: frozenset({_EXPERT}),
    Permission.DISPOSE: frozenset({_DOCTOR}),
    Permission.JOIN_CALLS: frozenset({_DOCTOR, _EXPERT}),
    Permission.HOST_CALLS: frozenset({_EXPERT}),
    Permission.KEEP_AVAILABILITY: frozenset({_EXPERT}),
    Permission.ANSWER_DANGER: frozenset({_EXPERT, _COORDINATOR}),
    Permission.CHECK_DANGER: frozenset({_DOCTOR, _EXPERT, _COORDINATOR}),
    Permission.READ_DANGER: frozenset({_DOCTOR, _EXPERT, _COORDINATOR, _LEADER}),
    Permission.APPROVE_EMERGENCY: frozenset({_LEADER}),
    Permission.READ_ESCALATIONS: _ABOVE,
    Permission.TAKE_ESCALATIONS: _ABOVE | {_COORDINATOR},
    Permission.READ_NOTICES: frozenset(Role),
    Permission.MANAGE_PEOPLE: frozenset({_LEADER}),
    Permission.HAND_OVER: frozenset({_LEADER, _COORDINATOR}),
    Permission.KEEP_ROSTER: frozenset({_LEADER, _COORDINATOR}),
    Permission.READ_OVERVIEW: frozenset({_LEADER}),
    Permission.KEEP_ALLIANCE: frozenset({_LEADER}),
    Permission.READ_FORMULARY: frozenset({_DOCTOR, _EXPERT, _COORDINATOR, _LEADER}),
    Permission.KEEP_FORMULARY: frozenset({_DOCTOR, _EXPERT, _COORDINATOR, _LEADER}),
    Permission.READ_FIGURES: _ABOVE | {_LEADER},  # counts only, small ones hidden
    Permission.EDIT_SITE: frozenset({Role.EDITOR}),
    Permission.APPROVE_SITE: _ABOVE | {_EXPERT},  # what the public reads about medicine
}


def permissions_of(role: str) -> frozenset[Permission]:
    """Everything `role` may do where it is held."""
    return frozenset(permission for permission, roles in MAY.items() if role in roles)
