"""The first minute of an installation."""

from __future__ import annotations

import json
from smtplib import SMTPException
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alliance import founding, joining
from alliance.models import Invitation


class Command(BaseCommand):
    """`manage.py found_alliance`: makes an alliance and its centre once, and says how its leader comes in."""

    help = "Make an alliance, its consultation centre, and an invitation for its leader; print the link to join."

    def add_arguments(self, parser: CommandParser) -> None:
        """Names, and how the leader is reached."""
        parser.add_argument("--alliance", required=True, help="full name of the alliance")
        parser.add_argument("--centre", default="", help="full name of the liaison consultation centre")
        parser.add_argument("--centre-phone", default="", help="the centre's telephone")
        parser.add_argument("--duty-phone", default="", help="a number answered there day and night")
        parser.add_argument("--leader", required=True, help="the leader's name")
        parser.add_argument("--email", default="", help="where the link is sent; the leader signs in with it")
        parser.add_argument("--mobile", default="", help="the leader can sign in with it too")
        parser.add_argument(
            "--again", action="store_true", help="the link was lost: invite the leader of an existing alliance anew"
        )
        parser.add_argument("--json", action="store_true", help="print facts instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the link; raises CommandError where nothing was made."""
        if not options["email"] and not options["mobile"]:
            raise CommandError("Give --email or --mobile: the leader signs in with it.")
        if not options["again"] and not options["centre"].strip():
            raise CommandError("Give --centre: without a consultation centre nobody can be asked.")
        invitation, token = self.invited(options)
        mailed = self.mailed(invitation, token)
        link = joining.link(token)
        if options["json"]:
            alliance = invitation.institution
            facts = {"alliance": str(alliance.code), "name": alliance.name, "link": link, "mailed": mailed}
            self.stdout.write(json.dumps({**facts, "expires_at": invitation.expires_at.isoformat()}))
            return
        self.stdout.write(f"{invitation.institution.name}: {invitation.name} is invited to lead it.")
        self.stdout.write(f"Sent to {invitation.email}." if mailed else "Nothing was mailed: hand over the link.")
        self.stdout.write(f"The link works once and for seven days; it is shown only now:\n{link}")

    def invited(self, options: dict[str, Any]) -> tuple[Invitation, str]:
        """The leader's invitation, made with the alliance or anew."""
        whom = {key: options[key] for key in ("leader", "email", "mobile")}
        name, at = options["alliance"], timezone.now()
        try:
            if options["again"]:
                return founding.invite_again(name=name, **whom, at=at)
            places = {key: options[key] for key in ("centre", "centre_phone", "duty_phone")}
            founded = founding.found(name=name, **places, **whom, at=at)
        except founding.AllianceExists as error:
            raise CommandError(
                f"There is an alliance called {name} already; nothing was changed. Its leader invites everybody else. "
                "Was the leader's link lost? Run this again with --again."
            ) from error
        except founding.NoSuchAlliance as error:
            raise CommandError(f"There is no alliance called {name}. Leave --again out to found it.") from error
        except founding.HasLeader as error:
            raise CommandError(f"Somebody leads {name} already; they invite everybody else.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return founded.invitation, founded.token

    def mailed(self, invitation: Invitation, token: str) -> bool:
        """Whether the link went out; a mail server that is down does not undo the founding."""
        if not invitation.email:
            return False
        try:
            joining.mail(invitation, token)
        except (OSError, SMTPException) as error:
            self.stderr.write(f"The mail could not be sent: {error}")
            return False
        return True
