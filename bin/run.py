"""Hands over to bin/launch/<name>.py; an expected trouble is one line and a non-zero exit."""

import importlib
import os
import sys

from launch import Stopped


def main() -> int:
    """Run the named part with the remaining arguments."""
    name, *arguments = sys.argv[1:]
    part = importlib.import_module(f"launch.{name}")
    try:
        return int(part.main(arguments))
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader (a pager, head) has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
