"""bin/python.sh picks the first Python that is new enough, or says what to install."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path):
    """A PATH that holds only what the script needs, and the Pythons a test puts there."""
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "dirname").symlink_to(shutil.which("dirname"))
    return folder


def put(folder: Path, name: str, line: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{line}\n")
    (folder / name).chmod(0o755)


def pick(folder: Path) -> subprocess.CompletedProcess[str]:
    asked = ["/bin/sh", "-c", '. "$(dirname -- "$0")/python.sh"; echo "$python"', str(ROOT / "bin" / "demo")]
    return subprocess.run(asked, env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


def test_without_any_python_one_line_says_what_to_install(path):
    done = pick(path)
    assert done.returncode == 1
    assert "apt install python3" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_old_or_broken_python_is_passed_over(path):
    put(path, "python3", "exit 1")
    put(path, "python3.11", "exit 127")
    put(path, "python3.12", f'exec {sys.executable} "$@"')
    put(path, "python3.13", f'exec {sys.executable} "$@"')
    assert pick(path).stdout == "python3.12\n"


def test_the_plain_python_comes_first(path):
    put(path, "python3", f'exec {sys.executable} "$@"')
    put(path, "python3.11", f'exec {sys.executable} "$@"')
    assert pick(path).stdout == "python3\n"


@pytest.mark.parametrize("name", ["demo", "test", "check", "bench", "shots"])
def test_each_command_is_a_few_lines_of_plain_sh_and_explains_itself(name):
    script = ROOT / "bin" / name
    assert script.read_text().startswith("#!/bin/sh\n")
    assert len(script.read_text().splitlines()) <= 6
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert f"bin/{name}" in done.stdout
