"""A room, the seats in it, who was there when, and what was written. Knows people and visitors, never patients."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.models import Institution, Membership, Person
from alliance.reach import ReachQuerySet
from alliance.roles import Permission


class RoomQuerySet(ReachQuerySet["Room"]):
    """Rooms, by who holds a seat."""

    def within_reach_of(self, person: Person) -> RoomQuerySet:
        """Those with a live seat for this person, at an institution where they still may join calls."""
        places = person.ids_where(Permission.JOIN_CALLS)
        seats = Seat.objects.filter(person=person, revoked_at=None, institution__in=places)
        return self.filter(pk__in=seats.values("room"))


class Room(models.Model):
    """A place for one meeting. Opens some time before it starts and ends when the host closes it.

    .. no_pii: codes and times; people are in the seats
    """

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120, blank=True)  # institutions and number; never a patient
    starts_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=40, blank=True)  # of call.rooms.Because

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lte=F("starts_at")), name="room_opens_before_it_starts")
        ]

    def __str__(self) -> str:
        return str(self.code)

    def get_absolute_url(self) -> str:
        """The room's page."""
        return reverse("call:room", args=[self.code])

    def institutions_for(self, to: Permission) -> Iterable[Institution]:
        """Each seat counts at its own institution; hosting only at the host's."""
        seats = self.seats.filter(revoked_at=None).select_related("institution")
        if to is Permission.HOST_CALLS:
            seats = seats.filter(part=Seat.Part.HOST)
        return [seat.institution for seat in seats]

    def is_open(self, at: datetime) -> bool:
        """Whether people may come in now."""
        return self.closed_at is None and at >= self.opens_at


class Visitor(models.Model):
    """A relative or an interpreter: a name and nothing else. They take part in one meeting by a link that works once.

    The link's token is shown to the inviter and kept nowhere; here lies its digest.

    .. pii: who stood by a patient, or interpreted for them -- kept 30 years with the record
    """

    class Kind(models.TextChoices):
        RELATIVE = "relative", _("Relative")
        INTERPRETER = "interpreter", _("Interpreter")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="visitors")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=60)
    agreed = models.BooleanField()  # the inviter says that the patient agrees
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")  # the inviter's
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True, blank=True)  # the link was used
    ended_at = models.DateTimeField(null=True, blank=True)  # withdrawn, or put out
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(agreed=True), name="visitor_with_the_patients_word")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats, by whether somebody may sit on them now."""

    def with_names(self) -> SeatQuerySet:
        """With everything that says who sits there."""
        return self.select_related("person", "visitor", "institution")

    def held(self) -> SeatQuerySet:
        """Not taken back, and the membership behind them lasts: what `RoomQuerySet` says of one person, for all."""
        place = {"person": OuterRef("person"), "institution": OuterRef("institution")}
        membership = Membership.objects.carrying(Permission.JOIN_CALLS).filter(**place)
        lasting = Exists(membership) | Q(visitor__isnull=False)
        return self.filter(lasting, revoked_at=None).with_names().select_related("room")


class Seat(models.Model):
    """One person's, or one visitor's, place in a room: a guest knocks and is admitted or turned away; a host walks in.

    UNKNOWN → KNOCKING → ADMITTED | TURNED_AWAY; turned away people may knock again. An admitted guest who reloads walks
    straight back in.

    .. pii: that a person was invited to a meeting -- kept 30 years with the record
    """

    class Part(models.TextChoices):
        HOST = "host", _("Host")
        GUEST = "guest", _("Guest")

    class Standing(models.TextChoices):
        OUTSIDE = "outside", _("Not here yet")
        KNOCKING = "knocking", _("In the waiting room")
        ADMITTED = "admitted", _("Admitted")
        TURNED_AWAY = "turned_away", _("Turned away")

    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    visitor = models.OneToOneField(Visitor, models.CASCADE, null=True, blank=True, related_name="seat")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")  # a visitor's: who invited them
    part = models.CharField(max_length=8, choices=Part)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.OUTSIDE)
    knocked_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "person"], condition=Q(revoked_at=None), name="seat_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["room"], condition=Q(revoked_at=None, part="host"), name="seat_one_host_per_room"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, visitor=None) | Q(person=None, visitor__isnull=False),
                name="seat_of_a_person_or_a_visitor",
            ),
            models.CheckConstraint(condition=Q(visitor=None) | Q(part="guest"), name="seat_no_visitor_hosts"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.part})"

    @property
    def who(self) -> Person | Visitor:
        """Who sits there."""
        sitter = self.visitor or self.person
        assert sitter is not None  # noqa: S101 -- the constraint
        return sitter

    @property
    def name(self) -> str:
        """Whose seat it is."""
        return self.who.name

    @property
    def place(self) -> str:
        """Where somebody works, or as what a visitor comes."""
        return self.visitor.get_kind_display() if self.visitor else self.institution.label

    @property
    def may_enter(self) -> bool:
        """Hosts always, guests once admitted."""
        return self.revoked_at is None and (self.part == self.Part.HOST or self.standing == self.Standing.ADMITTED)


class Attendance(models.Model):
    """One stretch of presence, kept by the server from the socket: from connection to the last sign of life.

    .. pii: who was in a meeting when -- kept 30 years with the record
    """

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="attendances")
    connection = models.UUIDField(unique=True)
    page = models.UUIDField()  # the browser tab; it stays the same while its socket comes and goes
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joined_at"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=Q(left_at=None), name="attendance_one_live_per_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.joined_at:%F %R}"


class LineMinute(models.Model):
    """The worst of somebody's line in one minute of a meeting, as their browser saw it.

    .. pii: how good a person's line was -- kept with the attendance
    """

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="line_minutes")
    minute = models.DateTimeField()
    lost = models.FloatField()
    concealed = models.FloatField()
    kbps = models.PositiveIntegerField(null=True, blank=True)
    rung = models.CharField(max_length=8)  # of protocol.Rung

    class Meta:
        ordering = ["minute"]
        constraints = [models.UniqueConstraint(fields=["attendance", "minute"], name="line_minute_once")]
        indexes = [models.Index(fields=["minute"], name="line_minute")]

    def __str__(self) -> str:
        return f"{self.attendance_id} {self.minute:%F %R} {self.rung}"


class LineCheck(models.Model):
    """What somebody's browser found out about itself and its line before the meeting; the last one of a seat.

    .. pii: the state of a person's device and network -- kept with the meeting
    """

    class Verdict(models.TextChoices):
        PICTURE = "picture", _("Ready for video")
        SOUND = "sound", _("Sound only")
        PHONE = "phone", _("Better by phone")

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="line_check")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    findings = models.JSONField()  # a checking.Report

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.verdict}"

    @property
    def weighed(self) -> dict[str, float] | None:
        """The line that the verdict followed: the server's echo, else the call to oneself (`Report.weighed`)."""
        line: dict[str, float] | None = self.findings.get("echo") or self.findings.get("line")
        return line


class ChatMessage(models.Model):
    """Something written in the room; kept with the case. `client_code` makes a resent message the same message.

    .. pii: health, in free words -- kept 30 years with the record
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    visitor = models.ForeignKey(Visitor, models.CASCADE, null=True, blank=True, related_name="+")
    client_code = models.UUIDField()
    body = models.CharField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "client_code"], name="chat_message_once"),
            models.CheckConstraint(
                condition=Q(author__isnull=False, visitor=None) | Q(author=None, visitor__isnull=False),
                name="chat_message_by_a_person_or_a_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} #{self.pk}"

    @property
    def by(self) -> Person | Visitor:
        """Who wrote it."""
        writer = self.visitor or self.author
        assert writer is not None  # noqa: S101 -- the constraint
        return writer
