"""/privacy and /delete_me: what is kept of a person, and how all of it goes."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import Update

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.finished.ending import cancel_all
from bot.people import person_of
from bot.replies import reply
from bot.types import Context
from chat.keyboards import people as keyboards
from chat.texts import say
from jobs import keys

logger = structlog.get_logger()


async def privacy(desk: Desk, update: Update, context: Context) -> None:
    """Say what is kept, where and how long."""
    _, language = await person_of(desk, update)
    text = say(language, "privacy", hours=desk.settings.results_hours)
    await reply(desk, update, context, text, keyboards.privacy(language))


async def delete_me(desk: Desk, update: Update, context: Context) -> None:
    """Ask whether everything is to go."""
    person, language = await person_of(desk, update)
    await reply(desk, update, context, say(language, "delete-ask"), keyboards.delete_me(language, person))


async def _pressed(press: BarePress) -> None:
    """Ask, delete, or leave it; only the one who was asked may say."""
    what, _, owner = press.argument.partition(":")
    if owner and owner != str(press.person):
        await press.say("delete-not-yours-all", alert=True)
        return
    await answer(press.query)
    if what == "ask":
        buttons = keyboards.delete_me(press.language, press.person)
        await press.show(say(press.language, "delete-ask"), buttons)
    elif what == "yes":
        await cancel_all(press.desk, press.bot, press.person)
        await off_loop(forget, press.desk, press.person)
        await press.show(say(press.language, "delete-done"))
        logger.info("← a person was forgotten")
    else:
        await press.show(say(press.language, "delete-not"))


def forget(desk: Desk, person: int) -> None:
    """Delete everything of a person that is not under way; what is goes a minute after its end.

    What leads to other things is deleted after them, so that a process that is killed here begins again.
    A ban stays, and so do a day's counts of pictures, which say nothing else.

    Raises:
        redis.exceptions.RedisError: Redis is away.
    """
    redis = desk.store.redis
    for job_id in desk.store.forget(person):
        desk.results.delete(job_id)
    cards: set[str] = redis.smembers(keys.drafts_of(person))  # type: ignore[assignment]
    chats = {person} | {int(card.partition(":")[0]) for card in cards}
    drafts = [keys.draft(*map(int, card.split(":"))) for card in sorted(cards)]
    waits = [key(chat, person) for chat in sorted(chats) for key in (keys.awaiting, keys.latest, keys.chosen)]
    redis.delete(
        *drafts,
        *waits,
        keys.saved(person),
        keys.history(person),
        keys.same(person),
        keys.person(person),
        keys.seen(person),
    )
    redis.zrem(keys.CHATS, person)
    redis.delete(keys.drafts_of(person))


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {"delete_me": _pressed}
