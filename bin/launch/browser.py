"""Finds a Chromium or Chrome: the machine's, else Playwright's own; or says that there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")


def find() -> str | None:
    """The path of a browser that can be started, or None. `XINQIAO_CHROMIUM` goes before all others."""
    told = os.environ.get("XINQIAO_CHROMIUM")
    if told:
        return shutil.which(told)
    installed = (path for name in NAMES if (path := shutil.which(name)))
    return next(installed, None) or _on_mac() or _playwrights()


def _on_mac() -> str | None:
    folders = (Path("/Applications"), Path.home() / "Applications")
    candidates = (folder / name for folder in folders for name in MAC)
    return next((str(path) for path in candidates if os.access(path, os.X_OK)), None)


def _playwrights() -> str | None:
    """The browser that `playwright install chromium` left, where this Python has Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else None


def install(python: str) -> None:
    """Try to get one: Debian's package when root (it brings what it needs), else Playwright's. `find` tells."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _from_debian("chromium")
    if find() is None:
        subprocess.run([python, "-m", "playwright", "install", "chromium"], capture_output=True, check=False)


def _from_debian(package: str) -> None:
    """`apt-get install` without questions."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    subprocess.run([*get, "update"], env=quiet, capture_output=True, check=False)
    asked = [*get, "install", "-y", "--no-install-recommends", package]
    subprocess.run(asked, env=quiet, capture_output=True, check=False)


if __name__ == "__main__":
    path = find()
    print(path or "none")
    sys.exit(path is None)
