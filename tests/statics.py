"""Static files and translations as production serves them, made once and again only when a source changes."""

import pytest
from django.core.management import call_command

from launch import traces, translations
from tests.environment import VAR


def pytest_sessionstart(session: pytest.Session) -> None:
    """Before the first test."""
    if not session.config.option.collectonly:
        prepare()


def prepare() -> None:
    """Hashed static files with their manifest, and compiled translations."""
    with traces.alone(VAR):
        translations.compile_all()
        notes, mark = traces.Notebook(VAR / "done.json"), traces.fingerprint(traces.statics())
        if not notes.has("static", mark) or not (VAR / "static" / "staticfiles.json").is_file():
            call_command("collectstatic", interactive=False, verbosity=0)
            notes.write(static=mark)
