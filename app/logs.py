"""Log output: lines for people, or one JSON object a line for machines, on stderr."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from app.settings import Settings


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (ISO 8601, UTC), level, logger, message, traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        """Format one record; text that no JSON type fits is given as its string."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(settings: Settings) -> None:
    """Send all logs to stderr as the settings ask; called by the commands, never on import."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter()
        if settings.log_format == "json"
        else logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S")
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    # A line for each tile of the map, each migration, each start drowns everything else.
    for talkative in ("uvicorn.access", "uvicorn.error", "alembic"):
        logging.getLogger(talkative).setLevel(
            logging.DEBUG if settings.log_level == "debug" else max(root.level, logging.WARNING)
        )
