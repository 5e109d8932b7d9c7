"""Who may do what on the public site: roles of the alliance, told to Wagtail in its own groups.

Wagtail asks groups, the alliance knows memberships. At every request to /cms/ a person is put into exactly the groups
that their live memberships give, so nothing has to be remembered when a membership begins or ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from alliance import roles
from alliance.models import Person


@dataclass(frozen=True)
class Desk:
    """One Wagtail group: the right of the alliance that opens it, and what it may do."""

    group: str
    opened_by: roles.Permission
    on_pages: tuple[str, ...]
    on_files: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ("wagtailadmin.access_admin",)


DESKS = (
    Desk(
        group="Site editors",
        opened_by=roles.Permission.EDIT_SITE,
        on_pages=("add_page", "change_page", "lock_page"),  # a clinician publishes: cms/approving.py
        on_files=("add_picture", "change_picture", "choose_picture"),
        everywhere=(
            "wagtailadmin.access_admin",
            "wagtail_localize.submit_translation",
            "alliance.add_crisisline",
            "alliance.change_crisisline",
            "alliance.delete_crisisline",
            "cms.add_synonymgroup",
            "cms.change_synonymgroup",
            "cms.delete_synonymgroup",
            "cms.add_wording",
            "cms.change_wording",
            "cms.delete_wording",
            "cms.view_searched",
            "cms.add_bestbet",
            "cms.change_bestbet",
            "cms.delete_bestbet",
        ),
    ),
)


def sync(person: Person) -> bool:
    """Puts the person into the groups that their memberships give; whether there are any."""
    wanted = {desk.group for desk in DESKS if person.may_anywhere(desk.opened_by)}
    held = set(person.groups.values_list("name", flat=True))
    if wanted != held:
        person.groups.set([_furnished(desk) for desk in DESKS if desk.group in wanted])
    return bool(wanted)


def _furnished(desk: Desk) -> Group:
    """The group with its rights, made on first use."""
    group, made = Group.objects.get_or_create(name=desk.group)
    if made:
        furnish(group, desk)
    return group


def furnish(group: Group, desk: Desk) -> None:
    """Gives a group the rights of its desk, and no others."""
    group.permissions.set(_named(desk.everywhere))
    kept = [_on_pages(group, root, desk) for root in Page.objects.filter(depth=1)]
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=[pk for each in kept for pk in each]).delete()
    for root in Collection.objects.filter(depth=1):
        for right in Permission.objects.filter(content_type__app_label="cms", codename__in=desk.on_files):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=right)


def renew(**_told: Any) -> None:
    """After every `migrate`: groups that are there already have the rights of this version."""
    for desk in DESKS:
        for group in Group.objects.filter(name=desk.group):
            furnish(group, desk)


def _named(names: tuple[str, ...]) -> list[Permission]:
    parts = (name.partition(".") for name in names)
    return [
        right
        for app, _dot, codename in parts
        for right in Permission.objects.filter(content_type__app_label=app, codename=codename)
    ]


def _on_pages(group: Group, root: Page, desk: Desk) -> list[int]:
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=desk.on_pages)
    made = (GroupPagePermission.objects.get_or_create(group=group, page=root, permission=each) for each in rights)
    return [row.pk for row, _new in made]
