"""What a person sees: messages, and the answers to presses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox.client import Client


class Button(NamedTuple):
    """A button under a message."""

    text: str
    #: Sent to the bot when it is pressed; None where the button opens a link or something else instead.
    data: str | None


class Switch(NamedTuple):
    """What a button for inline mode begins."""

    #: ``here``, ``any`` chat, or one that is ``chosen`` among kinds.
    to: str
    query: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as it was when it was looked at; a later edit shows in a later look."""

    id: int
    chat_id: int
    from_bot: bool
    from_id: int
    text: str | None
    caption: str | None
    entities: tuple[dict[str, Any], ...]
    #: ``photo``, ``document``, ``animation``, ``video``, ``sticker`` or None.
    media: str | None
    #: (width, height) in pixels, of a photo, a film, a sticker, or a document that is a picture.
    size: tuple[int, int] | None
    #: Name of the bytes, the same for the same bytes; None without media.
    content: str | None
    file_name: str | None
    mime: str | None
    #: Seconds, of an animation or a video.
    duration: int | None
    buttons: list[list[Button]]
    #: Address by the text of the button that opens it.
    links: dict[str, str]
    #: Inline query by the text of the button that begins it.
    switches: dict[str, Switch]
    reply_to: int | None
    thread_id: int | None
    album: str | None
    #: How often it was edited.
    edits: int
    reactions: tuple[str, ...]
    #: A person sent it by choosing one of the bot's inline results.
    via_bot: bool
    #: What it tells instead of words, with the Bot API's names: ``invoice``, ``new_chat_members`` and others.
    service: dict[str, Any] | None
    client: Client = field(repr=False, compare=False)

    @property
    def words(self) -> str:
        """The text or the caption; empty where there is neither."""
        return self.text or self.caption or ""

    def button(self, wanted: str) -> Button:
        """Return the button with this data or text, or the first whose text contains it.

        Raises:
            LookupError: there is none; the error lists those that are there.
        """
        buttons = [button for row in self.buttons for button in row]
        exact = [button for button in buttons if wanted in (button.data, button.text)]
        like = [button for button in buttons if wanted in button.text]
        if not exact and not like:
            there = [button.text for button in buttons]
            raise LookupError(f"no button {wanted!r} under message {self.id}, only {there}")
        return (exact or like)[0]

    def download(self) -> bytes:
        """Return the bytes of the photo's largest size, or of the document as it was sent."""
        return self.client.get(f"chats/{self.chat_id}/messages/{self.id}/media").content

    def as_shown(self) -> bytes:
        """Return the bytes that the message showed when it was looked at, whatever it shows by now."""
        return self.client.get(f"media/{self.content}").content


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the bot answered to a press."""

    #: None where the bot only stopped the button from spinning.
    text: str | None
    #: Shown in a box that has to be closed.
    alert: bool


@dataclass(frozen=True, kw_only=True)
class Press:
    """A press on a button."""

    id: str
    data: str
    client: Client = field(repr=False, compare=False)

    def answer(self) -> Answer | None:
        """Return what the bot answered, or None as long as it did not."""
        view = self.client.get(f"presses/{self.id}").json()
        return Answer(text=view["answer"], alert=view["alert"]) if view["answered"] else None


@dataclass(frozen=True, kw_only=True)
class State:
    """What a message showed from some moment on."""

    #: Counts up from 1 over all chats.
    number: int
    #: Seconds since 1970.
    at: float
    chat_id: int
    message_id: int
    #: None: it was deleted.
    message: Message | None


def state(client: Client, told: dict[str, Any]) -> State:
    """Return the state that the people's side tells."""
    message = seen(client, told["message"]) if told["message"] else None
    return State(**told | {"message": message})


def seen(client: Client, view: dict[str, Any]) -> Message:
    """Return the message that the people's side shows as ``view``."""
    media, rows = view["media"] or {}, view["buttons"]
    return Message(
        id=view["id"],
        chat_id=view["chat_id"],
        from_bot=view["from"]["bot"],
        from_id=view["from"]["id"],
        text=view["text"],
        caption=view["caption"],
        entities=tuple(view["entities"]),
        media=media.get("kind"),
        size=(media["width"], media["height"]) if media.get("width") else None,
        content=media.get("unique_id"),
        file_name=media.get("name"),
        mime=media.get("mime"),
        duration=media.get("duration"),
        buttons=[[Button(button["text"], button["data"]) for button in row] for row in rows],
        links={button["text"]: button["url"] for row in rows for button in row if button["url"]},
        switches={
            button["text"]: Switch(**button["switch"]) for row in rows for button in row if button["switch"]
        },
        reply_to=view["reply_to"],
        thread_id=view["thread_id"],
        album=view["album"],
        edits=view["edits"],
        reactions=tuple(view["reactions"]),
        via_bot=view["via_bot"],
        service=view["service"],
        client=client,
    )
