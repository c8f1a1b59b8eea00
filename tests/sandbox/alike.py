"""Compares what two libraries read out of one update, field by field."""

import datetime
from collections.abc import Iterator
from enum import Enum
from typing import Any

import telegram
from telebot import types

#: Names of the Bot API's fields that a library keeps under another one.
FIRST_NAMES = {"from": "from_user"}
SECOND_NAMES = {"from": "from_user", "inline_keyboard": "keyboard"}
_NOTHING = object()


def unlike(raw: dict[str, Any]) -> list[str]:
    """Return what a library does not read as it was sent, by its path in the update."""
    first = telegram.Update.de_json(raw, None)
    second = types.Update.de_json(raw)
    return list(_unlike(raw, first, second, "update"))


def _unlike(raw: Any, first: Any, second: Any, path: str) -> Iterator[str]:
    if isinstance(raw, dict):
        for name, value in raw.items():
            one = _field(first, FIRST_NAMES.get(name, name))
            two = _field(second, SECOND_NAMES.get(name, name))
            yield from _unlike(value, one, two, f"{path}.{name}")
    elif isinstance(raw, list):
        if _length(first) != len(raw) or _length(second) != len(raw):
            yield f"{path}: {len(raw)} became {_length(first)} and {_length(second)}"
            return
        for place, value in enumerate(raw):
            yield from _unlike(value, first[place], second[place], f"{path}[{place}]")
    elif _plain(first) != raw or _plain(second) != raw:
        yield f"{path}: {raw!r} became {_plain(first)!r} and {_plain(second)!r}"


def _field(thing: Any, name: str) -> Any:
    if isinstance(thing, dict):
        return thing.get(name, _NOTHING)
    return getattr(thing, name, _NOTHING)


def _length(thing: Any) -> int:
    return len(thing) if isinstance(thing, list | tuple) else -1


def _plain(value: Any) -> Any:
    """Return a value as it stands in the JSON."""
    if isinstance(value, datetime.datetime):
        return int(value.timestamp())
    if isinstance(value, datetime.timedelta):
        return int(value.total_seconds())
    return value.value if isinstance(value, Enum) else value
