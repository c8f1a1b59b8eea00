"""What a message of the bot is to a person: known by its buttons and signs, in whatever language."""

from enum import StrEnum

from local.finished import is_result
from sandbox.person import Message


class Face(StrEnum):
    """What a message shows."""

    CARD = "card"  # ways to paint
    STYLES = "styles"  # fast styles to press
    ASKS = "asks for a style"
    MIX = "mix"  # styles, and a button that runs them
    REFUSED = "refused"  # too many in hand: there is only a way back
    WAITING = "waiting"  # in the queue, held back, or being painted
    PICTURE = "picture"
    FAILED = "failed"
    CANCELLED = "cancelled"
    OTHER = "other"


#: What a job comes to.
ENDS = frozenset({Face.PICTURE, Face.FAILED, Face.CANCELLED})
#: Signs at the beginning of status messages: in the queue, held, painting.
UNDER_WAY = ("⏳", "⏸", "🎨")


def face(message: Message) -> Face:
    """Say what a message of the bot shows."""
    verbs = verbs_of(message)
    if is_result(message):
        return Face.PICTURE
    if "cancel" in verbs:
        return Face.WAITING
    if "drop" in verbs:  # stopped half-way: the person may still keep what there is
        return Face.CANCELLED
    if message.words.startswith("😕"):
        return Face.FAILED
    if "again" in verbs:
        return Face.CANCELLED if message.words.startswith("✖") else Face.FAILED
    for verb, shown in (
        ("paint", Face.STYLES),
        ("run", Face.MIX),
        ("fast", Face.CARD),
        ("gallery", Face.ASKS),
        ("back", Face.REFUSED),
    ):
        if verb in verbs:
            return shown
    return Face.WAITING if message.words.startswith(UNDER_WAY) and "#" in message.words else Face.OTHER


def verbs_of(message: Message) -> set[str]:
    """The verbs of the buttons under a message."""
    return {(button.data or "").split("|")[1] for row in message.buttons for button in row if button.data}


def data_of(message: Message, verb: str) -> list[str]:
    """What the buttons with this verb send."""
    return [
        button.data
        for row in message.buttons
        for button in row
        if button.data and button.data.split("|")[1] == verb
    ]
