"""Buttons that people pressed, and what the bot answered."""

import secrets
import time
from dataclasses import dataclass, field

from sandbox.errors import BadRequest
from sandbox.messages import Message
from sandbox.people import Json, Person

#: Presses that can be asked for; the oldest go.
MAX_PRESSES = 10_000


@dataclass(kw_only=True)
class Press:
    """One press on one button."""

    id: str
    person: Person
    message: Message = field(repr=False)
    data: str
    #: The server does not find the message any more: the bot is told its number and chat alone.
    inaccessible: bool = False
    #: Seconds of a clock that only goes forward.
    at: float
    answered: bool = False
    #: What the person sees: a line at the top of the chat, or a box to close.
    answer: str | None = None
    alert: bool = False

    def as_api(self) -> Json:
        """Return the Bot API's ``CallbackQuery`` object."""
        return {
            "id": self.id,
            "from": self.person.as_api(),
            "chat_instance": str(self.message.chat.id),
            "data": self.data,
        } | self._where()

    def _where(self) -> Json:
        message = self.message
        if message.inline_id:
            return {"inline_message_id": message.inline_id}
        if self.inaccessible:
            return {"message": {"chat": message.chat.as_api(), "message_id": message.id, "date": 0}}
        return {"message": message.as_api()}


class Presses:
    """Remembers presses.

    Args:
        lifetime: seconds in which a press can be answered.
    """

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._presses: dict[str, Press] = {}

    def add(self, person: Person, message: Message, data: str, *, inaccessible: bool = False) -> Press:
        """Remember a new press."""
        press = Press(
            id=str(secrets.randbits(62)),
            person=person,
            message=message,
            data=data,
            inaccessible=inaccessible,
            at=time.monotonic(),
        )
        self._presses[press.id] = press
        if len(self._presses) > MAX_PRESSES:
            del self._presses[next(iter(self._presses))]
        return press

    def find(self, press_id: str) -> Press | None:
        """Return a press, or None where there is none of this id."""
        return self._presses.get(press_id)

    def answer(self, press_id: str, text: str | None, *, alert: bool) -> Press:
        """Answer a press, once and in time.

        Raises:
            BadRequest: too late, answered before, or never pressed.
        """
        press = self.find(press_id)
        if press is None or press.answered or time.monotonic() - press.at > self._lifetime:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        press.answered, press.answer, press.alert = True, text, alert
        return press
