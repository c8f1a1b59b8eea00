"""The full story of one picture, for whoever must find out what went wrong."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from redis import Redis

from bench.chaos.crowd import Wish
from bench.chaos.faces import face
from bench.chaos.run import Run
from sandbox.person import Sandbox, State


def tell(run: Run, wish: Wish, why: str) -> Path:
    """Write what the chat showed, what the person did, the job's record, its calls and its log lines."""
    shown = [state for state in run.feed.states if state.chat_id == wish.chat and _concerns(state, wish)]
    messages = {state.message_id for state in shown}
    records = _records(run.fleet.store, wish)
    labels = [key.removeprefix("job:")[:6] for key in records]
    parts = {
        why: [f"chat {wish.chat}, photo {wish.photo}, card {wish.card}", str(wish.plan)],
        "What the person did": [f"{_time(at)} {what}" for at, what in wish.done],
        "What the chat showed": [_told(state) for state in shown],
        "Records": [f"{key} {json.dumps(record, indent=1)}" for key, record in records.items()],
        "Calls": list(_calls(run.fleet.sandbox, wish.chat, messages)),
        "Log": sorted(_lines(run.fleet.folder, labels)),
    }
    file = run.fleet.folder / f"story-{wish.plan.number}.txt"
    file.write_text("\n\n".join("\n".join([f"## {head}", *lines]) for head, lines in parts.items()) + "\n")
    return file


def tell_recovery(run: Run) -> None:
    """Write how long each job waited whose painter was killed, longest first."""
    orphans = sorted(run.watch.orphans, key=lambda orphan: orphan.seconds or 0.0, reverse=True)
    lines = [f"{o.painting.job} killed at {_time(o.killed)}, again after {o.seconds}" for o in orphans]
    (run.fleet.folder / "recovery.txt").write_text("\n".join(lines) + "\n")


def _concerns(state: State, wish: Wish) -> bool:
    message = state.message
    return state.message_id in (wish.photo, wish.card) or bool(message and message.reply_to == wish.photo)


def _told(state: State) -> str:
    message = state.message
    if message is None:
        return f"{_time(state.at)} {state.message_id} deleted"
    shown = face(message) if message.from_bot else "sent"
    return (
        f"{_time(state.at)} {message.id} {shown} {message.content or ''} {message.size or ''} {message.words}"
    )


def _records(redis: "Redis", wish: Wish) -> dict[str, dict[str, str]]:
    found = {}
    for key in redis.scan_iter("job:*", count=1000):
        record: dict[str, str] = redis.hgetall(key)  # type: ignore[assignment]
        job = json.loads(record.get("job", "{}"))
        if (job.get("chat"), job.get("photo_message")) == (wish.chat, wish.photo):
            found[str(key)] = record
    return found


def _calls(sandbox: Sandbox, chat: int, messages: set[int]) -> Iterator[str]:
    for call in sandbox.get("calls", params={"chat_id": chat}).json():
        if call["message_id"] in messages or call["message_id"] is None:
            took = f"{call['status']} after {call['seconds']:.2f} s {call['description'] or ''}"
            yield f"{_time(call['at'])} {call['method']} {call['message_id'] or ''} {took}"


def _lines(folder: Path, labels: list[str]) -> Iterator[str]:
    for log in folder.glob("*.log"):
        for line in log.read_text(errors="replace").splitlines():
            if any(label in line for label in labels):
                time, _, rest = line.partition(" ")
                yield f"{time} {log.stem}: {rest}"


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%H:%M:%S.%f}"[:-3]
