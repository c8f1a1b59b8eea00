"""What people do with a card: the presses and waits that several tests share."""

from sandbox.acting import File
from sandbox.person import Message, Person

#: Seconds for one answer of the bot, and for a picture; generous, for machines that do other things too.
SOON, PAINTED = 30, 90


def card_of(person: Person, photo: Message) -> Message:
    """The card that answers a photo."""
    return person.wait_for_reply(photo, SOON)


def open_card(person: Person, photo: File) -> tuple[Message, Message]:
    """Send a photo: the photo and its card."""
    sent = person.send_photo(photo)
    return sent, card_of(person, sent)


def wait_for_button(person: Person, card: Message, button: str) -> Message:
    """The card, as soon as it has a button."""
    return person.wait_for(lambda message: message.id == card.id and has(message, button), SOON)


def wait_for_words(person: Person, card: Message, words: str, seconds: float = SOON) -> Message:
    """The card, as soon as it says this."""
    return person.wait_for(lambda message: message.id == card.id and words in message.words, seconds)


def wait_for_picture(person: Person, card: Message, seconds: float = PAINTED) -> Message:
    """The card, as soon as it has become a picture."""
    return person.wait_for(lambda message: message.id == card.id and message.media is not None, seconds)


def choose_fast(person: Person, card: Message, style: str = "Hokusai") -> None:
    """Press a fast style on a card."""
    show_fast(person, card, style)
    person.press(style, on=card)


def show_fast(person: Person, card: Message, style: str = "Hokusai") -> Message:
    """Let a card show the fast styles, this one among them."""
    person.press("v1|fast|", on=card)
    return wait_for_button(person, card, style)


def choose_own(person: Person, card: Message, *styles: File) -> None:
    """Ask for an own style and send its pictures."""
    person.press("v1|own|", on=card)
    wait_for_button(person, card, "v1|gallery|")
    for number, style in enumerate(styles):
        person.send_photo(style)
        wait_for_button(person, card, f"v1|remove|{number}")


def answer_to(person: Person, text: str) -> str:
    """Write something: the bot's next words in the chat, which need not be a reply."""
    sent = person.send_text(text)
    return person.wait_for(lambda later: later.from_bot and later.id > sent.id, SOON).words


def has(message: Message, button: str) -> bool:
    """Is there a button with this text or data?"""
    return any(
        button in (each.text, each.data) or button in each.text for row in message.buttons for each in row
    )
