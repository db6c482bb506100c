"""One line of JSON for a log record: time, level, logger, text, and the ids that were passed as `extra`."""

import json
import logging
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

IDS = ("case", "event", "task", "outbox", "actor")


class Line(logging.Formatter):
    """A record as one line, in English whoever reads the page meanwhile, a traceback with its line ends
    escaped. The time is the machine's."""

    def format(self, record: logging.LogRecord) -> str:
        with _in_english():
            line: dict[str, object] = {
                "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(),
                "name": record.name,
                "text": record.getMessage(),
            }
            line |= {name: getattr(record, name) for name in IDS if hasattr(record, name)}
            if record.exc_info:
                line["trace"] = self.formatException(record.exc_info)
            return json.dumps(line, ensure_ascii=False, default=str)


def _in_english() -> AbstractContextManager[object]:
    """What is translated as late as it is written; there are no catalogues while the applications load."""
    from django.apps import apps
    from django.utils.translation import override

    return override("en") if apps.ready else nullcontext()
