"""`python -m tests.bench NAME`: one measurement in this process; its figures as JSON on standard output."""

import importlib
import json
import logging
import signal
import sys
from dataclasses import asdict

from tests import environment


def main(name: str) -> None:
    """Put Django on a fresh copy of the template and measure."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a killed run still ends the servers it started
    environment.prepare()
    import django

    django.setup()
    logging.disable(logging.WARNING)
    from tests import databases, statics

    statics.prepare()
    with databases.copy_of_template():
        measurement = importlib.import_module(f"tests.bench.{name}")
        figures = [asdict(figure) for figure in measurement.measure()]
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
