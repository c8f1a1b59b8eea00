"""The text or caption of a message that the bot or a person sends."""

from dataclasses import dataclass

from sandbox.entities import trimmed, units, with_found
from sandbox.errors import BadRequest
from sandbox.html import parse_html
from sandbox.parameters import Parameters
from sandbox.people import Json

#: UTF-16 code units, after the tags are taken out.
MAX_TEXT = 4096
MAX_CAPTION = 1024


@dataclass(frozen=True, kw_only=True)
class Text:
    """Plain characters and what is formatted in them."""

    plain: str
    entities: tuple[Json, ...] = ()

    @property
    def units(self) -> int:
        """Length in UTF-16 code units, as Telegram counts."""
        return units(self.plain)


def plain(source: str) -> Text:
    """Return a text as a person types it."""
    stripped = source.strip()
    return Text(plain=stripped, entities=with_found(stripped, []))


def message_text(parameters: Parameters) -> Text:
    """Return the ``text`` of a call.

    Raises:
        BadRequest: it is missing, too long or badly formatted.
    """
    text = _formatted(parameters, "text", "entities")
    if not text.plain:
        raise BadRequest("message text is empty")
    if units(text.plain) > MAX_TEXT:
        raise BadRequest("message is too long")
    return text


def caption(parameters: Parameters) -> Text:
    """Return the ``caption`` of a call, empty where there is none.

    Raises:
        BadRequest: it is too long or badly formatted.
    """
    text = _formatted(parameters, "caption", "caption_entities")
    if units(text.plain) > MAX_CAPTION:
        raise BadRequest("message caption is too long")
    return text


def _formatted(parameters: Parameters, name: str, entities_name: str) -> Text:
    source = parameters.text(name) or ""
    mode = (parameters.text("parse_mode") or "").lower()
    if mode not in ("", "html"):
        raise BadRequest("unsupported parse_mode")
    shown, entities = parse_html(source) if mode else (source, _explicit(parameters, entities_name))
    shown, entities = trimmed(shown, entities)
    return Text(plain=shown, entities=with_found(shown, entities))


def _explicit(parameters: Parameters, name: str) -> list[Json]:
    entities = parameters.structure(name) or []
    if not isinstance(entities, list) or not all(map(_well_formed, entities)):
        raise BadRequest("can't parse entities: expected an Array of MessageEntity")
    return entities


def _well_formed(entity: object) -> bool:
    return (
        isinstance(entity, dict)
        and isinstance(entity.get("type"), str)
        and isinstance(entity.get("offset"), int)
        and isinstance(entity.get("length"), int)
    )
