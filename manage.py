#!/usr/bin/env python
"""Command line of the platform: `python manage.py help`."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run one management command; `platform/` is a second source root beside the project folder."""
    sys.path.insert(1, str(Path(__file__).resolve().parent / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
