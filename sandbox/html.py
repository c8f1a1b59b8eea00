"""Telegram's HTML: a text with tags becomes a plain text with entities.

https://core.telegram.org/bots/api#html-style
"""

import html
import re
from dataclasses import dataclass, field

from sandbox.entities import units
from sandbox.errors import BadRequest
from sandbox.people import Json

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_TOKEN = re.compile(
    r"<(?P<tag>[^<>]*)>|(?P<open><)|(?P<reference>&(?:lt|gt|amp|quot|#\d+|#[xX][0-9a-fA-F]+);)"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


@dataclass(frozen=True, kw_only=True)
class _Opened:
    name: str
    attributes: dict[str, str]
    offset: int


@dataclass
class _Reading:
    """The text so far, in plain characters, and the tags that are still open."""

    source: str
    plain: str = ""
    offset: int = 0
    opened: list[_Opened] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.plain += text
        self.offset += units(text)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Split HTML into its plain text and its entities.

    Raises:
        BadRequest: a tag is unknown, not closed, or closed by another one.
    """
    reading, position = _Reading(source), 0
    for match in _TOKEN.finditer(source):
        reading.add(source[position : match.start()])
        position = match.end()
        _take(reading, match)
    reading.add(source[position:])
    if reading.opened:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{reading.opened[-1].name}"')
    return reading.plain, reading.entities


def _take(reading: _Reading, match: re.Match[str]) -> None:
    if match["reference"]:
        reading.add(html.unescape(match["reference"]))
        return
    at = len(reading.source[: match.start()].encode())
    if match["open"]:
        raise _cannot_parse(f"Unclosed start tag at byte offset {at}")
    if match["tag"].startswith("/"):
        _end(reading, match["tag"][1:].strip().lower(), at)
    else:
        _start(reading, match["tag"], at)


def _start(reading: _Reading, tag: str, at: int) -> None:
    name, _, rest = tag.strip().partition(" ")
    name = name.lower()
    attributes = {
        key.lower(): html.unescape(one or two or three) for key, one, two, three in _ATTRIBUTE.findall(rest)
    }
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    if name not in TAGS:
        raise _cannot_parse(f'Unsupported start tag "{name}" at byte offset {at}')
    reading.opened.append(_Opened(name=name, attributes=attributes, offset=reading.offset))


def _end(reading: _Reading, name: str, at: int) -> None:
    if not reading.opened:
        raise _cannot_parse(f"Unexpected end tag at byte offset {at}")
    opened = reading.opened.pop()
    if name not in ("", opened.name):
        raise _cannot_parse(
            f'Unmatched end tag at byte offset {at}, expected "</{opened.name}>", found "</{name}>"'
        )
    entity = _entity(opened, reading)
    if entity is not None and entity["length"] > 0:
        reading.entities.append(entity)


def _entity(opened: _Opened, reading: _Reading) -> Json | None:
    entity: Json = {
        "type": TAGS[opened.name],
        "offset": opened.offset,
        "length": reading.offset - opened.offset,
    }
    attributes = opened.attributes
    if opened.name == "a":
        return entity | {"url": attributes["href"]} if attributes.get("href") else None
    if opened.name == "tg-emoji":
        return entity | {"custom_emoji_id": attributes.get("emoji-id", "")}
    if opened.name == "code" and reading.opened and reading.opened[-1].name == "pre":
        return None
    if opened.name == "blockquote" and "expandable" in attributes:
        return entity | {"type": "expandable_blockquote"}
    return entity


def _cannot_parse(reason: str) -> BadRequest:
    return BadRequest(f"can't parse entities: {reason}")
