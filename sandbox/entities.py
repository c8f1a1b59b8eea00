"""What is formatted or can be touched in a text: explicit entities, and those Telegram finds itself."""

import re
from typing import Any

from sandbox.people import Json

#: Kinds inside which nothing is looked for.
_OPAQUE = ("code", "pre", "text_link")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<url>https?://[^\s<>\"]+)"
)


def units(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units, as Telegram counts offsets."""
    return len(text) + sum(character > "\uffff" for character in text)


def with_found(text: str, entities: list[Json]) -> tuple[Json, ...]:
    """Add commands, mentions and addresses to the explicit ``entities``, in order of their offset."""
    opaque = [entity for entity in entities if entity["type"] in _OPAQUE]
    found = [entity for entity in _found(text) if not any(_overlap(entity, other) for other in opaque)]
    ordered = sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))
    return tuple(ordered)


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Drop white space around ``text`` and clip the entities to what is left."""
    start = units(text) - units(text.lstrip())
    stripped = text.strip()
    clipped = [_clipped(entity, start, units(stripped)) for entity in entities]
    return stripped, [entity for entity in clipped if entity["length"] > 0]


def _found(text: str) -> list[Json]:
    return [
        {
            "type": match.lastgroup,
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def _overlap(one: Json, other: Json) -> bool:
    ends = one["offset"] + one["length"], other["offset"] + other["length"]
    return bool(one["offset"] < ends[1] and other["offset"] < ends[0])


def _clipped(entity: dict[str, Any], start: int, length: int) -> Json:
    first = max(0, entity["offset"] - start)
    last = min(length, entity["offset"] + entity["length"] - start)
    return entity | {"offset": first, "length": last - first}
