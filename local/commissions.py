"""What three persons ask for in the demo, through the sandbox, by the same buttons as anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from nst.drawings import draw
from sandbox.person import Message, Person
from worker.pictures import encode

#: Seconds for one answer of the bot.
ANSWER = 30
#: Pixels of the style pictures that are sent.
STYLE_SIDE = 640


@dataclass(frozen=True, kw_only=True)
class Commission:
    """One photo and the way it is asked for."""

    #: File in scikit-image's data folder.
    photo: str
    #: What the person asks for, in words.
    wish: str
    lane: str
    #: Presses the buttons; takes the person and the photo's message, returns the card.
    ask: Callable[[Person, Message], Message]
    #: Drawings and weights whose manner is wished for; none: that of the gallery's wave.
    drawings: tuple[tuple[str, float], ...] = ()


def ask_for_the_wave(person: Person, photo: Message) -> Message:
    """Choose a fast style from the card."""
    card = person.wait_for_reply(photo, deadline_s=ANSWER)
    person.press("Fast styles", on=card)
    _shows(person, card, "v1|paint|wave")
    person.press("v1|paint|wave", on=card)
    return card


def ask_for_own_styles(person: Person, photo: Message, *, drawings: tuple[str, ...]) -> Message:
    """Send one's own style pictures, give the first of two more weight, and run."""
    card = person.wait_for_reply(photo, deadline_s=ANSWER)
    person.press("My own style", on=card)
    _shows(person, card, "Gallery")
    for number, drawing in enumerate(drawings, start=1):
        person.send_photo(encode(draw(drawing, STYLE_SIDE)).content)
        person.wait_for(partial(_lists, card, number), ANSWER)
    if len(drawings) > 1:
        person.press("➕", on=card)
        _shows(person, card, "60 %")
    person.press("Run", on=card)
    return card


def _shows(person: Person, card: Message, button: str) -> None:
    """Wait until a card has a button."""

    def has(message: Message) -> bool:
        return message.id == card.id and any(
            button in text or button == data for row in message.buttons for text, data in row
        )

    person.wait_for(has, ANSWER)


def _lists(card: Message, styles: int, message: Message) -> bool:
    """Is this the card, with so many styles? Each has a button to remove it."""
    listed = sum("🗑" in text for row in message.buttons for text, _ in row)
    return message.id == card.id and listed == styles


COMMISSIONS = (
    Commission(photo="coffee.png", wish="Hokusai's wave, one pass", lane="fast_gan", ask=ask_for_the_wave),
    Commission(
        photo="chelsea.png",
        wish="own picture (stained glass), Gatys",
        lane="slow_nst",
        ask=partial(ask_for_own_styles, drawings=("stained_glass",)),
        drawings=(("stained_glass", 1.0),),
    ),
    Commission(
        photo="rocket.jpg",
        wish="own pictures (waves 60 %, brush 40 %), Gatys",
        lane="slow_nst",
        ask=partial(ask_for_own_styles, drawings=("waves", "brush")),
        drawings=(("waves", 0.6), ("brush", 0.4)),
    ),
)
