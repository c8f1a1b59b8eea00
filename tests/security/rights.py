"""The rights in ``deploy/redis/users.acl``, and every key and command that the service uses."""

import inspect
import re
from collections.abc import Callable

from jobs import keys
from jobs.catalogue import Lane
from tests.security.deployment import DEPLOY, ROOT

SCRIPTS = ROOT / "jobs" / "scripts"

RECORDS = frozenset({"bot", "worker", "clerk"})
BOT, WORKER = frozenset({"bot"}), frozenset({"worker"})

#: Who uses which key, by the name of what spells it in ``jobs/keys.py``. A new key needs a line here, and its
#: pattern in ``deploy/redis/users.acl``.
HOLDERS: dict[str, frozenset[str]] = {
    "DUE": RECORDS,
    "job": RECORDS,
    "waiting": RECORDS,
    "running": RECORDS,
    "workers": RECORDS,
    "worker": RECORDS,
    "estimate": RECORDS,
    "flood_chat": RECORDS,
    "hold": RECORDS,
    "once": RECORDS,
    "edit": RECORDS,
    "lock": BOT | {"clerk"},
    "draft": BOT,
    "awaiting": BOT,
    "hand": RECORDS,
    "held": RECORDS,
    "of_person": RECORDS,
    "drafts_of": BOT,
    "latest": BOT,
    "chosen": BOT,
    "album": BOT,
    "person": BOT,
    "saved": BOT,
    "quota": RECORDS,
    "counted": RECORDS,
    "REFUNDS": RECORDS,
    "seen": BOT,
    "told": BOT,
    "recipients": BOT | {"clerk"},
    "history": RECORDS,
    "same": RECORDS,
    "counts": RECORDS,
    "paused": RECORDS,
    "paid": RECORDS,
    "sheet": BOT | WORKER,
    "sheet_edition": BOT | WORKER,
    "BANNED": BOT,
    "CHATS": BOT | {"clerk"},
    "broadcast": BOT | {"clerk"},
    "BROADCASTS": BOT | {"clerk"},
    "sent": BOT,
    "hurry": BOT,
    "stopping": WORKER,
    "REDRIVEN": frozenset({"clerk"}),
    **{f"inbox_{name}": BOT for name in ("due", "chat", "state", "seen", "fence", "aside", "poller")},
}


def spelled() -> dict[str, str]:
    """An example of each key that ``jobs/keys.py`` spells, by the name of its function or constant."""
    constants = {
        name: value for name, value in vars(keys).items() if name.isupper() and isinstance(value, str)
    }
    functions = {
        name: call
        for name, call in vars(keys).items()
        if inspect.isfunction(call) and call.__module__ == keys.__name__
    }
    return constants | {name: _example(call) for name, call in functions.items()}


def _example(call: Callable[..., str]) -> str:
    examples = {str: "word", int: 7, Lane: Lane.FAST}
    return call(*(examples[one.annotation] for one in inspect.signature(call).parameters.values()))


def scripts() -> dict[str, str]:
    """The text of each Lua script by its name."""
    return {file.stem: file.read_text() for file in sorted(SCRIPTS.glob("*.lua"))}


def runs(script: str) -> frozenset[str]:
    """Who runs a script."""
    return BOT if script.startswith("inbox_") else RECORDS


def commands_in(text: str) -> set[str]:
    """Redis's commands that a script calls."""
    return {name.lower() for name in re.findall(r"redis\.p?call\(\s*'([A-Za-z]+)'", text)} | (
        {"lpush", "rpush"} if "front and 'LPUSH' or 'RPUSH'" in text else set()
    )


def prefixes_in(text: str) -> set[str]:
    """How the keys begin that a script spells itself."""
    return set(re.findall(r"'([a-z_]+:)(?:all)?'", text))


def users() -> dict[str, set[str]]:
    """The words of each user's line."""
    lines = [line for line in (DEPLOY / "users.acl").read_text().splitlines() if not line.startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ")
    words = [line.split() for line in whole.splitlines() if line.strip()]
    return {line[1]: set(line[2:]) for line in words}
