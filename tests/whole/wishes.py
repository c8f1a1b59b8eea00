"""What people do with a card: the presses and waits that several tests share."""

import re
from collections.abc import Iterator
from functools import partial

from local.finished import is_result
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
    """The card, as soon as it has become the result: a sheet of styles or a half-painted picture is none."""
    return person.wait_for(lambda message: message.id == card.id and is_result(message), seconds)


def choose_fast(person: Person, card: Message, style: str = "v1|paint|wave") -> None:
    """Press a fast style on a card, named by its button's data."""
    show_fast(person, card, style)
    person.press(style, on=card)


def order_at_once(person: Person, card: Message, data: str = "v1|paint|wave") -> None:
    """Press a button that stood under a card once: no page is turned before, so that its words stay words."""
    path = f"chats/{card.chat_id}/messages/{card.id}/press"
    person._sandbox.post(path, json={"person_id": person.id, "data": data})


def show_fast(person: Person, card: Message, style: str = "v1|paint|wave") -> Message:
    """Let a card show the page of the fast styles that has this one.

    Raises:
        LookupError: none has it.
    """
    for page in fast_pages(person, card):
        if has(page, style):
            return page
    raise LookupError(style)


def fast_pages(person: Person, card: Message) -> Iterator[Message]:
    """A card as it shows the fast styles, page by page."""
    person.press("v1|fast|", on=card)
    page = person.wait_for(lambda message: message.id == card.id and offers(message), SOON)
    yield page
    for number in range(1, pages_of(page)):
        person.press("»", on=page)
        wanted = f"{number + 1}/"
        page = person.wait_for(partial(_is_page, card, wanted), SOON)
        yield page


def offers(message: Message) -> bool:
    """Has it buttons that begin a painting?"""
    return any((each.data or "").startswith("v1|paint|") for row in message.buttons for each in row)


def pages_of(page: Message) -> int:
    """How many pages there are, as the button between « and » says."""
    texts = (each.text for row in page.buttons for each in row)
    return next((int(found[1]) for text in texts if (found := re.fullmatch(r"\d+/(\d+)", text))), 1)


def _is_page(card: Message, number: str, message: Message) -> bool:
    texts = (each.text for row in message.buttons for each in row)
    return message.id == card.id and any(text.startswith(number) for text in texts)


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
