"""Structured log: one line per transition of a job; never a token, a name, or a Bot API address."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from jobs.settings import settings

#: Loggers whose INFO lines hold addresses with the token, or only repeat what ours say.
_QUIET = ("httpx", "httpcore", "telegram", "celery.worker.strategy", "celery.app.trace", "apscheduler")
#: A Bot API token wherever it may turn up.
_TOKEN = re.compile(r"\b\d{1,12}:[A-Za-z0-9_-]{10,}")


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace anything that looks like a Bot API token: the second line of defence."""
    secret = settings().bot_token.get_secret_value()
    for name, value in event.items():
        if isinstance(value, str):
            value = value.replace(secret, "<token>") if secret else value
            event[name] = _TOKEN.sub("<token>", value)
    return event


def configure() -> None:
    """Send our log and everybody else's to standard error, in one form."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    json = settings().log_format == "json"
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*before[:-1], structlog.stdlib.PositionalArgumentsFormatter(), redact],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings().log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
