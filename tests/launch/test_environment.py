"""The virtual environment: made once, noticed when half-made, moved or outdated."""

import hashlib
import sys

import pytest

from launch import Stopped, environment


@pytest.fixture
def clone(tmp_path):
    """A clone that needs no packages at all."""
    (tmp_path / "bin").mkdir()
    for name in (environment.RUNTIME, environment.DEVELOPMENT):
        (tmp_path / name).write_text("# nothing\n")
    return tmp_path


@pytest.fixture
def work(monkeypatch):
    """What would have been done: making takes seconds, so it is only written down here."""
    done: list[str] = []

    def remake(folder):
        done.append("made")
        python = environment.python_in(folder)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.unlink(missing_ok=True)
        python.symlink_to(sys.executable)

    monkeypatch.setattr(environment, "_remake", remake)
    monkeypatch.setattr(environment, "_install", lambda folder, file: done.append(file.name))
    return done


def test_without_ensurepip_one_line_says_what_to_install(clone, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Stopped, match="apt install python3-venv"):
        environment.ensure(environment.RUNTIME, root=clone)


def test_an_incomplete_clone_is_named(clone, work):
    (clone / environment.RUNTIME).unlink()
    with pytest.raises(Stopped, match=r"requirements\.txt is missing"):
        environment.ensure(environment.RUNTIME, root=clone)


def test_packages_that_cannot_be_had_are_one_line_and_leave_no_stamp(clone, tmp_path, monkeypatch):
    digest = hashlib.sha256(b"").hexdigest()
    (clone / environment.RUNTIME).write_text(f"xinqiao-nowhere==1 --hash=sha256:{digest}\n")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(Stopped, match="could not be installed: ERROR") as told:
        environment.ensure(environment.RUNTIME, root=clone)
    assert "\n" not in str(told.value)
    assert not (clone / ".venv" / environment.STAMP).exists()


def test_a_second_start_does_nothing(clone, work):
    environment.ensure(environment.RUNTIME, root=clone)
    environment.ensure(environment.RUNTIME, root=clone)
    assert work == ["made", "requirements.txt"]


def test_what_tests_need_contains_what_the_product_needs(clone, work):
    environment.ensure(environment.DEVELOPMENT, root=clone)
    environment.ensure(environment.RUNTIME, root=clone)
    assert work == ["made", "requirements-dev.txt"]


def test_changed_requirements_are_installed_into_the_same_environment(clone, work):
    environment.ensure(environment.RUNTIME, root=clone)
    (clone / environment.RUNTIME).write_text("# something\n")
    environment.ensure(environment.RUNTIME, root=clone)
    assert work == ["made", "requirements.txt", "requirements.txt"]


def test_a_half_made_environment_is_made_anew(clone, work):
    environment.ensure(environment.RUNTIME, root=clone)
    (clone / ".venv" / environment.STAMP).unlink()
    environment.ensure(environment.RUNTIME, root=clone)
    assert work == ["made", "requirements.txt"] * 2


def test_an_environment_whose_python_has_gone_is_made_anew(clone, work):
    environment.ensure(environment.RUNTIME, root=clone)
    environment.python_in(clone / ".venv").unlink()
    environment.ensure(environment.RUNTIME, root=clone)
    assert work == ["made", "requirements.txt"] * 2


def test_a_moved_clone_makes_its_own(clone, work, tmp_path):
    environment.ensure(environment.RUNTIME, root=clone)
    moved = clone.rename(clone.with_name("moved"))
    environment.ensure(environment.RUNTIME, root=moved)
    assert work == ["made", "requirements.txt"] * 2


def test_a_real_one_is_made_in_place_of_rubble(clone):
    (clone / ".venv" / "bin").mkdir(parents=True)
    python = environment.ensure(environment.RUNTIME, root=clone)
    assert environment._version(clone / ".venv") == sys.version
    assert python == str(clone / ".venv" / "bin" / "python")
