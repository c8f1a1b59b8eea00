"""Judges by what the chats show: each picture sent comes to exactly one end, and its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy

from bench.chaos.faces import ENDS, Face, face
from bench.chaos.patterns import LEAST, Pattern, seen_in
from sandbox.person import Message, State

#: By how much another photo's pattern must fit better for a painting to be that one's; of 640 paintings, none
#: fitted another than its own better at all.
BETTER = 0.1


class End(StrEnum):
    """What became of a picture."""

    PAINTED = "painted"
    FAILED = "failed"  # the person was told
    CANCELLED = "cancelled"  # the person wanted it
    LOST = "lost"
    DOUBLED = "doubled"
    STUCK = "stuck"


#: What must not become of any.
BAD = frozenset({End.LOST, End.DOUBLED, End.STUCK})


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A picture that somebody sent."""

    chat: int
    #: Id of the message with the photo.
    message: int
    photo: Pattern
    #: Its person pressed Cancel.
    cancels: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one picture, and why it is no good end."""

    sent: Sent
    end: End
    why: str = ""


class Referee:
    """Knows all that was shown, and all that was sent.

    Args:
        states: the history of all chats.
        sent: the pictures.
        content: gives the bytes of a message's picture.
    """

    def __init__(
        self, states: Sequence[State], sent: Sequence[Sent], content: Callable[[Message], bytes]
    ) -> None:
        self._history: dict[tuple[int, int], list[State]] = {}
        for state in states:
            self._history.setdefault((state.chat_id, state.message_id), []).append(state)
        self._sent = sent
        self._content = content
        self._values = numpy.array([each.photo.values for each in sent])
        self._answers: dict[tuple[int, int], list[Message]] = {}
        for message in self._left():
            if message.from_bot and message.reply_to is not None:
                self._answers.setdefault((message.chat_id, message.reply_to), []).append(message)

    def judge(self) -> list[Verdict]:
        """Judge each picture."""
        return [self._verdict(sent) for sent in self._sent]

    def strays(self) -> list[Message]:
        """Pictures by the bot that answer none of those sent."""
        asked = {(sent.chat, sent.message) for sent in self._sent}
        return [
            message
            for message in self._left()
            if message.from_bot
            and face(message) is Face.PICTURE
            and (message.chat_id, message.reply_to or 0) not in asked
        ]

    def spare_cards(self) -> int:
        """How many photos were answered with more than one card."""
        return sum(len(self._answers.get((sent.chat, sent.message), [])) > 1 for sent in self._sent)

    def _left(self) -> list[Message]:
        return [states[-1].message for states in self._history.values() if states[-1].message is not None]

    def _verdict(self, sent: Sent) -> Verdict:
        answers = self._answers.get((sent.chat, sent.message), [])
        faces = [face(message) for message in answers]
        ends = [message for message, shown in zip(answers, faces, strict=True) if shown in ENDS]

        def verdict(end: End, why: str = "") -> Verdict:
            return Verdict(sent=sent, end=end, why=why)

        if len(ends) > 1:
            shown = ", ".join(f"{face(message)} in {message.id}" for message in ends)
            return verdict(End.DOUBLED, f"it came to more than one end: {shown}")
        if Face.WAITING in faces:
            return verdict(End.STUCK, f"it still shows {answers[faces.index(Face.WAITING)].words!r}")
        if not ends:
            return verdict(End.LOST, f"it shows {', '.join(faces)}" if faces else "it was never answered")
        return self._ended(sent, ends[0], verdict)

    def _ended(self, sent: Sent, message: Message, verdict: Callable[..., Verdict]) -> Verdict:
        shown = face(message)
        pictures = self._pictures(message)
        if len(pictures) > 1:
            return verdict(End.DOUBLED, f"{len(pictures)} different pictures were put into {message.id}")
        if pictures and shown is not Face.PICTURE:
            return verdict(End.LOST, f"its picture was overwritten by {message.words!r}")
        if shown is Face.FAILED:
            return verdict(End.FAILED, message.words)
        if shown is Face.CANCELLED:
            return verdict(End.CANCELLED) if sent.cancels else verdict(End.LOST, "nobody had cancelled it")
        wrong = self._wrong(sent, self._content(message))
        return verdict(End.LOST, wrong) if wrong else verdict(End.PAINTED)

    def _pictures(self, message: Message) -> set[str | None]:
        """Names of the different pictures that a message ever showed."""
        states = self._history[message.chat_id, message.id]
        shown = (state.message for state in states if state.message is not None)
        return {message.content for message in shown if face(message) is Face.PICTURE}

    def _wrong(self, sent: Sent, picture: bytes) -> str:
        """Why a picture is not this photo's painting; empty where it is."""
        size, values = seen_in(picture)
        if size != (sent.photo.width, sent.photo.height):
            return f"the picture has {size[0]}x{size[1]} px, not {sent.photo.width}x{sent.photo.height}"
        own = float(values @ sent.photo.values)
        best = int(numpy.argmax(self._values @ values))
        if own < LEAST:
            return f"the picture does not look like its photo: correlation {own:.2f}"
        if float(self._values[best] @ values) > own + BETTER:
            other = self._sent[best]
            return f"the picture looks more like that of message {other.message} in chat {other.chat}"
        return ""
