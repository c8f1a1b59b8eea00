"""Where a token could get out by accident: exceptions, addresses, local variables, ``repr``.

Each case runs in a process of its own log, as the service configures it: what that writes is looked through.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.security.deployment import ROOT

TOKEN = "987654321:" + "AAFo-no-such_token-but-of-this-form"
SECRET = TOKEN.partition(":")[2]
PASSWORD = "Redis" + "Password" * 3

BEGIN = """\
import asyncio, logging
import structlog
from jobs import log
from jobs.settings import settings
log.configure()
mine = structlog.get_logger()
theirs = logging.getLogger("of.somebody.else")
token = settings().bot_token.get_secret_value()
address = f"https://api.telegram.org/bot{token}/getMe"
"""
#: What goes wrong, and how it is logged; every local variable above is in its traceback's frames.
CASES = {
    "an exception whose text is an address": """
try:
    raise OSError(f"cannot connect to {address}")
except OSError:
    mine.exception("! broke")
    theirs.exception("it broke: %s", address)
""",
    "a chain of exceptions": """
try:
    try:
        raise ValueError(token)
    except ValueError as error:
        raise RuntimeError("outer") from error
except RuntimeError as error:
    mine.error("! broke", exc_info=error)
    theirs.error("broke", exc_info=error)
""",
    "a traceback with the token in local variables": """
def inner():
    here, too = token, {"address": address}
    raise KeyError("no such key")
try:
    inner()
except KeyError:
    mine.exception("! broke")
    theirs.exception("broke")
""",
    "values that are not text": """
mine.warning("! odd", where=[address], what={"url": address}, which=settings(), error=ValueError(address))
theirs.warning("odd %s %r", [address], ValueError(address))
theirs.warning("odd %(url)s", {"url": address})
""",
    "the library's own words": """
import httpx
from telegram.error import InvalidToken, NetworkError
from chat.bot_api import bot
from jobs.redis import connect
client = bot(settings(), connect(str(settings().redis_url)))
async def ask():
    for what in (client.initialize, client.get_me):
        try:
            await what()
        except NetworkError as error:
            mine.exception("! no answer", error=str(error))
            theirs.warning("no answer from %r: %r", client, error)
        except InvalidToken as error:
            mine.exception("! unknown", error=str(error))
            theirs.warning("unknown: %s", error)
    await client.shutdown()
asyncio.run(ask())
try:
    httpx.get("http://127.0.0.1:9/bot" + token)
except httpx.HTTPError as error:
    mine.exception("! no answer", request=repr(error.request), url=str(error.request.url))
""",
    "warnings and tasks that nobody waits for": """
import warnings
logging.captureWarnings(True)
warnings.warn(f"old address {address}")
async def lost():
    raise OSError(address)
async def main():
    asyncio.get_running_loop().call_exception_handler({"message": address, "exception": OSError(address)})
    task = asyncio.create_task(lost())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
asyncio.run(main())
""",
}


def written(case: str, folder: Path, **variables: str) -> str:
    """Everything that a process with this code writes."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "ATELIER_BOT_TOKEN": TOKEN,
        "ATELIER_BOT_API_URL": "http://127.0.0.1:9",
        "ATELIER_REDIS_URL": f"redis://bot:{PASSWORD}@127.0.0.1:9/0",
        "ATELIER_LOG_LEVEL": "DEBUG",
        **variables,
    }
    seen = subprocess.run(
        [sys.executable, "-c", case], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    return seen.stdout + seen.stderr


@pytest.fixture(scope="module")
def telegram() -> Iterator[str]:
    """A Bot API that knows no token; its address."""

    class Refuses(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            body = b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
            self.send_response(401)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Refuses) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module", params=["console", "json"])
def logs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each case writes, in this form; one process for all, since starting takes longest."""
    parts = (f"print({'== ' + case!r}, file=sys.stderr)\n{code}" for case, code in CASES.items())
    log = written(
        f"import sys\n{BEGIN}" + "\n".join(parts),
        tmp_path_factory.mktemp("log"),
        ATELIER_LOG_FORMAT=request.param,
    )
    return dict(part.split("\n", 1) for part in log.split("== ")[1:])


@pytest.mark.parametrize("case", CASES)
def test_the_log_keeps_the_token_whatever_goes_wrong(case: str, logs: dict[str, str]) -> None:
    assert "<token>" in logs[case] or "no such key" in logs[case]
    assert SECRET not in logs[case]
    assert SECRET[:12] not in logs[case]


def test_an_unknown_token_is_told_and_not_shown(telegram: str, tmp_path: Path) -> None:
    log = written(BEGIN + CASES["the library's own words"], tmp_path, ATELIER_BOT_API_URL=telegram)

    assert "! unknown" in log
    assert SECRET not in log


def test_the_settings_show_no_secret(tmp_path: Path) -> None:
    seen = written(
        "from jobs.settings import settings as read\nprint(repr(read()), str(read()), read().model_dump())",
        tmp_path,
        ATELIER_FLOWER_AUTH=f"me:{SECRET}",
        ATELIER_WEBHOOK_SECRET=SECRET,
    )

    assert "bot_token=SecretStr('**********')" in seen
    assert SECRET not in seen


def test_a_redis_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    code = BEGIN + (
        "from jobs.redis import connect\n"
        "from jobs.queue import wake\n"
        "from jobs.catalogue import Lane\n"
        "for call in (connect(str(settings().redis_url)).ping, lambda: wake(Lane.FAST)):\n"
        "    try:\n"
        "        call()\n"
        "    except Exception as error:\n"
        "        mine.exception('! Redis is away', error=str(error))\n"
    )
    log = written(code, tmp_path)

    assert log.count("! Redis is away") == 2
    assert PASSWORD not in log
