"""/broadcast: the operator's words to everybody, shown first, then sent by the clerks."""

from collections.abc import Awaitable, Callable

from telegram import InlineKeyboardMarkup, Update

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.people import person_of
from bot.replies import reply
from bot.types import Context
from chat.keyboards import operator as keyboards
from chat.texts import say
from jobs.broadcasts import Broadcasts

#: What is said of a broadcast that is so far.
SAID = {
    "asked": "broadcast-asked",
    "sending": "broadcast-sending",
    "stopped": "broadcast-stopped",
    "over": "broadcast-over",
}
#: Characters of a broadcast: with the question it must fit into one message.
LONGEST = 3500


async def broadcast(desk: Desk, update: Update, context: Context) -> None:
    """Show the words as they will be seen, and ask."""
    message = update.effective_message
    if message is None:
        return
    _, language = await person_of(desk, update)
    words = (message.text or "").partition(" ")[2].strip()
    buttons = None
    if words and len(words) <= LONGEST:
        number = str(update.update_id)
        chats = await off_loop(Broadcasts(desk.store.redis).ask, number, words)
        text = say(language, "broadcast-ask", words=words)
        buttons = keyboards.broadcast(language, number, chats)
    else:
        text = say(language, "broadcast-how", most=LONGEST)
    await reply(desk, update, context, text, buttons)


async def _pressed(press: BarePress) -> None:
    """Send it, stop it, or say how far it is."""
    if press.person not in press.desk.settings.operators:
        await press.say("too-old", alert=True)
        return
    await answer(press.query)
    wish, _, number = press.argument.partition(":")
    broadcasts = Broadcasts(press.desk.store.redis)
    if wish == "send":
        await off_loop(broadcasts.begin, number)
    elif wish == "stop":
        await off_loop(broadcasts.stop, number)
    await _show(press, broadcasts, number)


async def _show(press: BarePress, broadcasts: Broadcasts, number: str) -> None:
    found = await off_loop(broadcasts.find, number)
    buttons: InlineKeyboardMarkup | None = None
    if found is None:
        text = say(press.language, "broadcast-gone")
    else:
        text = say(press.language, SAID[found.stage], sent=found.sent, away=found.away, left=found.left)
        buttons = keyboards.broadcasting(press.language, number) if found.stage == "sending" else None
    await press.show(text, buttons)


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {"broadcast": _pressed}
