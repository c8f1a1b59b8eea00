"""What a person writes: texts, pictures, files, films, stickers, albums; and what is changed of it later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sandbox.presence import File, Presence
from sandbox.seen import Message, seen


class Writing(Presence):
    """A person who writes."""

    def send_text(self, text: str, reply_to: Message | None = None) -> Message:
        """Write a text."""
        return self._send({"text": text}, [], reply_to)[0]

    def start(self, payload: str = "") -> Message:
        """Open the bot by a deep link: the app sends ``/start`` and what the link carries.

        Raises:
            ValueError: the link cannot carry that: at most 64 of A-Z, a-z, 0-9, ``_`` and ``-``.
        """
        return self._told("start", {"payload": payload})[0]

    def send_photo(self, photo: File, caption: str | None = None, reply_to: Message | None = None) -> Message:
        """Send a picture as a photo: it is shrunk to 1280 px, as the app does."""
        return self._send({"caption": caption, "kind": "photo"}, [photo], reply_to)[0]

    def send_document(
        self,
        document: File,
        caption: str | None = None,
        reply_to: Message | None = None,
        name: str | None = None,
    ) -> Message:
        """Send a file byte for byte; bytes without a ``name`` are called ``file``."""
        return self._send({"caption": caption, "kind": "document"}, [document], reply_to, name)[0]

    def send_sticker(self, sticker: File, reply_to: Message | None = None) -> Message:
        """Send a sticker: WebP or WebM of 512 px, or .tgs; what is none becomes a document."""
        return self._send({"kind": "sticker"}, [sticker], reply_to, _bytes_as(sticker, "sticker.webp"))[0]

    def send_animation(
        self, animation: File, caption: str | None = None, reply_to: Message | None = None
    ) -> Message:
        """Send a GIF or an MP4 without sound; one with sound becomes a video."""
        told = {"caption": caption, "kind": "animation"}
        return self._send(told, [animation], reply_to, _bytes_as(animation, "animation.mp4"))[0]

    def send_video(self, video: File, caption: str | None = None, reply_to: Message | None = None) -> Message:
        """Send a video."""
        told = {"caption": caption, "kind": "video"}
        return self._send(told, [video], reply_to, _bytes_as(video, "video.mp4"))[0]

    def send_album(
        self,
        files: Sequence[File],
        caption: str | None = None,
        reply_to: Message | None = None,
        *,
        captions: Sequence[str | None] | None = None,
        kind: str | None = "photo",
    ) -> list[Message]:
        """Send several files as one album.

        Args:
            files: the photos, or what ``kind`` says.
            caption: stands under the first.
            reply_to: what the album answers.
            captions: one for each file, instead of ``caption``.
            kind: ``photo``, ``video`` or ``document`` for all; None lets the app find out from the bytes.
        """
        told: dict[str, str | None] = {"kind": kind, "caption": caption}
        if captions:
            told["captions"] = json.dumps(captions)
        return self._send(told, files, reply_to)

    def forward(self, message: Message) -> Message:
        """Forward a message of any chat into this one."""
        told = {
            "person_id": self.id,
            "thread_id": self._thread_id,
            "from_chat_id": message.chat_id,
            "message_id": message.id,
        }
        view = self._sandbox.post(f"chats/{self.chat_id}/forward", json=told).json()
        return seen(self._sandbox, view)

    def edit_text(self, message: Message, text: str) -> Message:
        """Change the text of one's own message; the bot gets an ``edited_message``."""
        return self._edit(message, {"text": text})

    def edit_caption(self, message: Message, caption: str) -> Message:
        """Change the caption of one's own message, or take it away."""
        return self._edit(message, {"caption": caption})

    def _edit(self, message: Message, words: dict[str, str]) -> Message:
        path = f"chats/{self.chat_id}/messages/{message.id}/edit"
        view = self._sandbox.post(path, json={"person_id": self.id} | words).json()
        return seen(self._sandbox, view)

    def _send(
        self,
        words: dict[str, str | None],
        files: Sequence[File],
        reply_to: Message | None,
        name: str | None = None,
    ) -> list[Message]:
        told = words | {"reply_to": str(reply_to.id) if reply_to else None}
        return self._told("messages", told, [_named(file, name) for file in files])

    def _told(
        self, what: str, told: dict[str, str | None], files: Sequence[tuple[str, bytes]] = ()
    ) -> list[Message]:
        thread_id = str(self._thread_id) if self._thread_id else None
        told = told | {"person_id": str(self.id), "thread_id": thread_id}
        values = {key: value for key, value in told.items() if value is not None}
        sent = {f"file{place}": file for place, file in enumerate(files)}
        path = f"chats/{self.chat_id}/{what}"
        form = {"data": values, "files": sent} if sent else {"json": values}
        return [seen(self._sandbox, view) for view in self._sandbox.post(path, **form).json()]


def _named(file: File, name: str | None) -> tuple[str, bytes]:
    if isinstance(file, bytes):
        return name or "file", file
    return name or Path(file).name, Path(file).read_bytes()


def _bytes_as(file: File, name: str) -> str | None:
    """Return a name for bytes that have none."""
    return name if isinstance(file, bytes) else None
