"""Structured log: one line per transition of a job; never a token, a name, or a Bot API address."""

import logging
import re
import sys
from typing import Any, cast

import structlog

from jobs.settings import settings

#: Loggers whose INFO lines hold addresses with the token, or only repeat what ours say.
_QUIET = ("httpx", "httpcore", "telegram", "celery.worker.strategy", "celery.app.trace", "apscheduler")
#: A Bot API token wherever it may turn up.
_TOKEN = re.compile(r"\d{1,12}:[A-Za-z0-9_-]{10,}")
#: A password in an address.
_PASSWORD = re.compile(r"(://[^\s:/@]*:)[^\s/@]+@")


def redacted(_: Any, __: str, line: str) -> str:
    """Cut what looks like a Bot API token or a password in an address out of a finished line.

    The second line of defence; the line, since values need not be text: a list may hold an address.
    """
    secret = settings().bot_token.get_secret_value()
    line = line.replace(secret, "<token>") if secret else line
    return _PASSWORD.sub(r"\1<password>@", _TOKEN.sub("<token>", line))


def configure() -> None:
    """Send our log and everybody else's to standard error, in one form."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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
            foreign_pre_chain=[*before, structlog.stdlib.PositionalArgumentsFormatter()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
                cast("structlog.typing.Processor", redacted),  # after the renderer it gets a line
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings().log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A traceback for each answer that is no JSON, as a 502 is; our own lines say that it was one.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
