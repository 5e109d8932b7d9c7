"""What stands behind `bin/*`: standard library only, because nothing is installed when it starts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Stopped(Exception):
    """The work cannot go on; its text is the one line that tells the reader why and what to do next."""
