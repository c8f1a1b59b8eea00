"""Writes down what people do and what the chats show then, step by step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sandbox.person import Message, Person, Sandbox, State

#: Seconds for the answer to a press.
ANSWER = 30
#: States of one message that a step shows at most: where it was edited more often, evenly chosen ones.
MOST_STATES = 5


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that somebody did, and what was shown because of it."""

    #: Who does what, in the third person.
    narration: str
    #: Text of the button that was pressed, if it was one.
    pressed: str = ""
    #: The messages that came or changed, in the order in which they came; of each its states, oldest first.
    shown: tuple[tuple[Message, ...], ...] = ()
    #: What Telegram showed over the chat because of a press.
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What happens in one chat."""

    title: str
    language: str
    steps: tuple[Step, ...]


@dataclass
class Teller:
    """Listens to a sandbox while scenes are played."""

    sandbox: Sandbox
    scenes: list[Scene] = field(default_factory=list)
    _steps: list[Step] = field(default_factory=list)
    _chats: set[int] = field(default_factory=set)
    _seen: int = 0

    @contextmanager
    def scene(self, title: str, *people: Person, language: str = "en") -> Iterator[None]:
        """Play a scene in these people's chats; what other chats show meanwhile is not told."""
        self._steps, self._chats = [], {person.chat_id for person in people}
        self._listen()
        yield
        self.scenes.append(Scene(title=title, language=language, steps=tuple(self._steps)))

    def step(self, narration: str, does: Callable[[], object]) -> None:
        """Let somebody do something, wait until it is done, and write down what was shown."""
        does()
        self._write(narration)

    def press(
        self,
        narration: str,
        person: Person,
        button: str,
        until: Callable[[], object],
        on: Message | None = None,
    ) -> None:
        """Let somebody press a button, wait for what comes of it, and write that down.

        Args:
            button: how its data or its text begins.
            until: waits.
            on: the message that the button stands under; None: the youngest that has it.
        """
        text, data = _named(person, button, on)
        press = person.press(data, on)
        until()
        answer = person.wait_for_answer(press, ANSWER)
        self._write(narration, pressed=text, answer=answer.text or "")

    def _write(self, narration: str, *, pressed: str = "", answer: str = "") -> None:
        by_message: dict[tuple[int, int], list[Message]] = {}
        for state in self._listen():
            if state.chat_id in self._chats and state.message is not None:
                if not state.message.from_bot:  # that the bot reacted is no other message
                    by_message.pop((state.chat_id, state.message_id), None)
                by_message.setdefault((state.chat_id, state.message_id), []).append(state.message)
        shown = tuple(_few(states) for _, states in sorted(by_message.items(), key=lambda item: item[0][1]))
        self._steps.append(Step(narration=narration, pressed=pressed, answer=answer, shown=shown))

    def _listen(self) -> list[State]:
        states = self.sandbox.history(self._seen)
        self._seen = states[-1].number if states else self._seen
        return states


def _few(states: list[Message]) -> tuple[Message, ...]:
    """At most as many as a step shows, the first and the last among them."""
    if len(states) <= MOST_STATES:
        return tuple(states)
    step = (len(states) - 1) / (MOST_STATES - 1)
    return tuple(states[round(index * step)] for index in range(MOST_STATES))


def _named(person: Person, button: str, on: Message | None) -> tuple[str, str]:
    """Text and data of a button.

    Raises:
        LookupError: there is none whose data or text begins so.
    """
    messages = [person.again(on)] if on else reversed(person.messages())
    for message in messages:
        for row in message.buttons:
            for each in row:
                if each.data and (each.data.startswith(button) or each.text.startswith(button)):
                    return each.text, each.data
    raise LookupError(button)
