"""What import-linter cannot say: the call's neighbours, and verbs that know nothing of pages."""

from functools import cache

import grimp

from tests.architecture import sources

RANKS = {"urls": 3, "routing": 3, "views": 2, "consumers": 2, "desks": 2, "forms": 1}
VERB_OR_NOUN = 0
ASKED = {"teleconsult.media", "teleconsult.media.asking", "teleconsult.media.messages"}  # how the worker is spoken to
EXEMPT = {"admin", "apps", "management", "middleware", "migrations", "registry", "templatetags", "wagtail_hooks"}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*sorted(sources.packages()), cache_dir=None)


def app_and_rank(name: str) -> tuple[str, int] | None:
    """The app a module belongs to and how high it stands in it; None where the order does not apply."""
    parts = name.split(".")
    app = ".".join(parts[:2]) if parts[:2] in (["teleconsult", "call"], ["teleconsult", "media"]) else parts[0]
    inside = name.removeprefix(app).strip(".").split(".")[0]
    exempt = inside in EXEMPT or not inside or app == "config"  # which puts the apps together
    return None if exempt else (app, RANKS.get(inside, VERB_OR_NOUN))


def test_nothing_in_an_app_imports_what_stands_above_it():
    upward = []
    for importer in sorted(graph().modules):
        here = app_and_rank(importer)
        for imported in graph().find_modules_directly_imported_by(importer):
            there = app_and_rank(imported)
            if here and there and here[0] == there[0] and there[1] > here[1]:
                upward.append(f"{importer} imports {imported}")
    assert upward == []


def test_the_call_imports_nothing_of_the_consultation():
    call = {name for name in graph().modules if f"{name}.".startswith("teleconsult.call.")}
    wrong = {
        f"{name} imports {other}"
        for name in call
        for other in graph().find_modules_directly_imported_by(name)
        if other.startswith("teleconsult") and other not in call | ASKED
    }
    assert wrong == set()
