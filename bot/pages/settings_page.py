"""/settings: one message whose buttons show what is set, and change it."""

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Update

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.people import Preferences, person_of, preferences_of
from bot.replies import reply
from bot.types import Context
from chat.keyboards import people as keyboards
from chat.texts import language as language_of
from chat.texts import say

#: What a press may set, by the field of the preferences: each value as it stands in the callback data.
CHOICES: dict[str, dict[str, object]] = {
    "language": {"": "", "en": "en", "ru": "ru"},
    "longest": {str(side): side for side in keyboards.SIZES},
    "as_file": {"0": False, "1": True},
    "previews": {"0": False, "1": True},
    "notify": {"0": False, "1": True},
}


async def settings_(desk: Desk, update: Update, context: Context) -> None:
    """Show what is set."""
    person, language = await person_of(desk, update)
    buttons = keyboards.settings(language, person, await preferences_of(desk, person))
    await reply(desk, update, context, say(language, "settings"), buttons)


async def open_page(press: BarePress) -> None:
    """Show what is set, as a message of its own: asked for by a button of another one."""
    await answer(press.query)
    preferences = await preferences_of(press.desk, press.person)
    send = partial(
        press.bot.send_message,
        press.message.chat_id,
        say(press.language, "settings"),
        reply_markup=keyboards.settings(press.language, press.person, preferences),
        message_thread_id=press.message.message_thread_id if press.message.is_topic_message else None,
    )
    await press.desk.once(press.bot.id, press.update, send)


async def _change(press: BarePress) -> None:
    """Set one thing; pressed again it stays as it is."""
    owner, _, rest = press.argument.partition(":")
    field, _, value = rest.partition(":")
    if owner != str(press.person):
        await press.say("settings-not-yours", alert=True)
        return
    if value not in CHOICES.get(field, {}):
        await press.say("too-old", alert=True)
        return
    before = await preferences_of(press.desk, press.person)
    changed = before.model_copy(update={field: CHOICES[field][value]})
    await off_loop(changed.save, press.desk.store.redis, press.person)
    await answer(press.query)
    await _show(press, changed)


async def _show(press: BarePress, preferences: Preferences) -> None:
    language = preferences.language or language_of(press.query.from_user.language_code)
    buttons = keyboards.settings(language, press.person, preferences)
    await press.show(say(language, "settings"), buttons)


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {"settings": open_page, "set": _change}
