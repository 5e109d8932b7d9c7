"""A room, the seats in it, who was there when, and what was written. Knows people, never patients."""

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


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats, by whether somebody may sit on them now."""

    def held(self) -> SeatQuerySet:
        """Not taken back, and the membership behind them lasts: what `RoomQuerySet` says of one person, for all."""
        place = {"person": OuterRef("person"), "institution": OuterRef("institution")}
        membership = Membership.objects.carrying(Permission.JOIN_CALLS).filter(**place)
        return self.filter(Exists(membership), revoked_at=None).select_related("room", "person", "institution")


class Seat(models.Model):
    """One person's place in a room: a guest knocks and is admitted or turned away; a host walks in.

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
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
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
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.part})"

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


class ChatMessage(models.Model):
    """Something written in the room; kept with the case. `client_code` makes a resent message the same message.

    .. pii: health, in free words -- kept 30 years with the record
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    client_code = models.UUIDField()
    body = models.CharField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["room", "client_code"], name="chat_message_once")]

    def __str__(self) -> str:
        return f"{self.room_id} #{self.pk}"
