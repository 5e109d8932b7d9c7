"""The locks: same versions in both, hashes everywhere, no addresses."""

import re

from tests.architecture import sources

PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)", re.MULTILINE)


def pins(name: str) -> set[tuple[str, str]]:
    return set(PIN.findall((sources.ROOT / name).read_text("utf-8")))


def test_tests_run_on_what_is_delivered():
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_every_pin_carries_its_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (sources.ROOT / name).read_text("utf-8")
        blocks = re.split(r"\n(?=\S)", text)
        assert all("--hash=sha256:" in block for block in blocks if PIN.match(block))
        assert "://" not in text


def test_the_lock_of_the_browser_checks_names_no_address():
    text = (sources.ROOT / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    assert text.count('"integrity"') == text.count('"node_modules/')
