#!/usr/bin/env python3
"""Django's command line: `manage.py serve`, `worker`, `tick`, `verify_audit`, …"""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Django is not installed in this Python. Run bin/demo once, then .venv/bin/python manage.py …")
    execute_from_command_line(sys.argv)
