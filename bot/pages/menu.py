"""Buttons that lead into the bot: the start's, and those under styles that can be chosen."""

from collections.abc import Awaitable, Callable

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.desk import off_loop
from bot.ways import sample, showcase
from bot.ways.chosen import Choices
from bot.ways.hints import say_help
from bot.ways.letter import Letter
from bot.ways.naming import can_be_had
from bot.ways.typed import take_style
from chat.texts import say


def _letter(press: BarePress) -> Letter:
    """What the message under the button says to, in the name of who pressed it."""
    return Letter(
        desk=press.desk,
        context=press.context,
        message=press.message,
        update=press.update,
        person=press.person,
        language=press.language,
    )


async def _styles(press: BarePress) -> None:
    await _show(press, "styles")


async def _examples(press: BarePress) -> None:
    await _show(press, "examples")


async def _show(press: BarePress, verb: str) -> None:
    """Turn a page; without a number, send the first."""
    await answer(press.query)
    if press.argument.isdecimal() and press.argument.isascii():
        await showcase.turn(press, verb, int(press.argument[:4]))
    else:
        await showcase.send(_letter(press), verb)


async def _sample(press: BarePress) -> None:
    await answer(press.query)
    await sample.send(_letter(press))


async def _help(press: BarePress) -> None:
    await answer(press.query)
    await say_help(_letter(press))


async def _choose(press: BarePress) -> None:
    """Choose a style for the photo at hand, else for the next one."""
    style = can_be_had(await press.desk.offer()).get(press.argument)
    if style is None:
        await press.say("no-such-style", alert=True)
        return
    await answer(press.query)
    await take_style(_letter(press), style, None)


async def _forget(press: BarePress) -> None:
    """Choose nothing for the next photo."""
    choices = Choices(press.desk.store.redis)
    if not await off_loop(choices.is_there, press.message.chat_id, press.person):
        await press.say("nothing-to-cancel")
        return
    await answer(press.query)
    text = say(press.language, "cancelled-draft")
    await press.show(text)
    await off_loop(choices.forget, press.message.chat_id, press.person)


async def _nothing(press: BarePress) -> None:
    """A label that looks like a button."""
    await answer(press.query)


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {
    "styles": _styles,
    "examples": _examples,
    "sample": _sample,
    "help": _help,
    "choose": _choose,
    "unchoose": _forget,
    "leaf": _nothing,
}
