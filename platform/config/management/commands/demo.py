"""`manage.py demo`: the demo company, once."""

from typing import Any

from django.core.management.base import BaseCommand

from config import demo
from config.demo.log_ins import log_ins


class Command(BaseCommand):
    help = "Load the demo company. Does nothing when there are employees already."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done."""
        done = demo.load()
        self.stdout.write(
            "The demo is loaded." if done else "There are employees already: nothing was loaded."
        )
        for one in log_ins():
            self.stdout.write(f"  {one.email}  {one.password}  {one.who}")
