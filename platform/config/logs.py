"""One line of JSON for a log record: time, level, logger, text, and the ids that were passed as `extra`."""

import json
import logging
from datetime import UTC, datetime

IDS = ("case", "event", "task", "outbox", "actor")


class Line(logging.Formatter):
    """A record as one line, a traceback with its line ends escaped. The time is the machine's."""

    def format(self, record: logging.LogRecord) -> str:
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
