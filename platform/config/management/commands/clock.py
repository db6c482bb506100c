"""`manage.py clock`: show or shift the platform's clock for all its processes together."""

import argparse
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime, parse_duration
from django.utils.timezone import get_default_timezone

from common import clock
from common.embedded_postgres import write_private


class Command(BaseCommand):
    help = "Show the moment, or shift it: clock to 2026-03-02T09:00, clock by '1 02:00:00', clock reset."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`to` takes a moment, `by` a duration, `reset` nothing."""
        parser.add_argument("verb", nargs="?", choices=["to", "by", "reset"])
        parser.add_argument("value", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the shared file and say what time it is now."""
        verb, value = options["verb"], options["value"]
        if verb == "reset":
            self._write(timedelta(0))
        elif verb == "to":
            self._write(self._moment(value) - clock.unshifted())
        elif verb == "by":
            duration = parse_duration(value)
            if duration is None:
                raise CommandError("Write a duration as days and hours: '1 02:00:00'.")
            self._write(clock.now() + duration - clock.unshifted())
        self.stdout.write(clock.now().astimezone(get_default_timezone()).isoformat(" ", "seconds"))

    def _moment(self, value: str) -> Any:
        moment = parse_datetime(value)
        if moment is None:
            raise CommandError("Write a moment as 2026-03-02T09:00.")
        return moment if moment.tzinfo else moment.replace(tzinfo=get_default_timezone())

    def _write(self, shift: timedelta) -> None:
        path = os.environ.get(clock.FILE)
        if not path:
            raise CommandError(f"This installation has no shared clock file; set {clock.FILE}.")
        write_private(Path(path), str(shift.total_seconds()))
