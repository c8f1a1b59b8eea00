"""/admin: the operator's page: figures, lanes, what is missing; and what only operators may say."""

from collections.abc import Awaitable, Callable
from functools import partial
from html import escape

from telegram import InlineKeyboardMarkup, Update

from bot.answers import answer
from bot.cards.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.finished.ending import cancel_all
from bot.people import person_of
from bot.replies import reply
from bot.types import Context
from chat.keyboards import operator as keyboards
from chat.texts import say
from chat.times import spell
from jobs import keys
from jobs.catalogue import CATALOGUE, Lane
from jobs.figures import Figures
from jobs.inbox import Inbox

#: Styles without weights that are named; the others are counted.
MOST_NAMED = 12


def is_operator(desk: Desk, update: Update) -> bool:
    """Is the person who sent an update one of the operators?"""
    user = update.effective_user
    return user is not None and user.id in desk.settings.operators


async def admin(desk: Desk, update: Update, context: Context) -> None:
    """Show the operator's page; to others there is no such command."""
    _, language = await person_of(desk, update)
    text, buttons = await off_loop(_page, desk, language, context.bot.id)
    await reply(desk, update, context, text, buttons)


async def ban(desk: Desk, update: Update, context: Context) -> None:
    """Keep a person out, and cancel what they wait for."""
    person = await _meant(desk, update, context)
    _, language = await person_of(desk, update)
    if person is None or person in desk.settings.operators:
        await reply(desk, update, context, say(language, "ban-whom"))
        return
    await off_loop(desk.store.redis.sadd, keys.BANNED, str(person))
    await cancel_all(desk, context.bot, person)
    await reply(desk, update, context, say(language, "banned-now", person=str(person)))


async def unban(desk: Desk, update: Update, context: Context) -> None:
    """Let a person in again."""
    person = await _meant(desk, update, context)
    _, language = await person_of(desk, update)
    if person is None:
        await reply(desk, update, context, say(language, "ban-whom"))
        return
    await off_loop(desk.store.redis.srem, keys.BANNED, str(person))
    await off_loop(desk.store.redis.delete, keys.told(person))
    await reply(desk, update, context, say(language, "unbanned-now", person=str(person)))


async def _meant(desk: Desk, update: Update, context: Context) -> int | None:
    """Whom a command means: an id, the number of a job, or who wrote the message that it replies to."""
    message = update.effective_message
    words = (message.text or "").split()[1:] if message else []
    if words and words[0].isdecimal():
        return int(words[0])
    if words:
        return await off_loop(_person_of_job, desk, words[0].removeprefix("#").upper())
    replied = message.reply_to_message if message else None
    author = replied.from_user if replied else None
    return author.id if author and author.id != context.bot.id else None


def _person_of_job(desk: Desk, label: str) -> int | None:
    for lane in Lane:
        running: set[str] = desk.store.redis.smembers(keys.running(lane))  # type: ignore[assignment]
        for job_id in (*desk.store.waiting(lane), *running):
            if job_id.startswith(label) and (record := desk.store.record(job_id)):
                return record.job.person
    return None


def _page(desk: Desk, language: str, bot: int) -> tuple[str, InlineKeyboardMarkup]:
    figures, paused = Figures.of_today(desk.store.redis), {lane: desk.store.is_paused(lane) for lane in Lane}
    wait = figures.median_wait
    lines = [
        say(
            language,
            "admin-today",
            people=figures.people,
            wait=spell(language, wait) if wait else "–",
            **{
                what: sum(figures.pictures(what, lane) for lane in Lane)
                for what in ("done", "failed", "cancelled")
            },
        ),
        " · ".join(f"{method} {count}" for method, count in figures.methods.items()),
        *(_lane(desk, language, lane, paused=paused[lane]) for lane in Lane),
        say(language, "admin-aside", count=len(Inbox(desk.store.redis, bot).aside())),
        _missing(desk, language),
    ]
    buttons = keyboards.admin(language, paused, desk.settings.flower_url)
    return "\n".join(line for line in lines if line), buttons


def _lane(desk: Desk, language: str, lane: Lane, *, paused: bool) -> str:
    waiting, running = desk.store.load(lane)
    workers = desk.presence.present(lane)
    devices = ", ".join(sorted({escape(worker.device) for worker in workers})) or "–"
    key = "admin-lane-paused" if paused else "admin-lane"
    return say(
        language, key, lane=str(lane), waiting=waiting, running=running, workers=len(workers), devices=devices
    )


def _missing(desk: Desk, language: str) -> str:
    """The styles of the gallery that no present worker can paint, and how to get them."""
    able = frozenset[str]().union(*(w.able for lane in Lane for w in desk.presence.present(lane)))
    lacking = [
        style.weights
        for style in CATALOGUE
        if style.weights and style.name not in able and str(style.method) not in able
    ]
    named = list(dict.fromkeys(lacking))
    if not named:
        return ""
    shown = " ".join(named[:MOST_NAMED])
    return say(language, "admin-missing", count=len(named), names=shown)


async def _look_again(press: BarePress) -> None:
    if press.person not in press.desk.settings.operators:
        await press.say("too-old", alert=True)
        return
    await answer(press.query)
    await _show(press)


async def _pause(press: BarePress) -> None:
    """Pause a lane, or let it go on."""
    if press.person not in press.desk.settings.operators:
        await press.say("too-old", alert=True)
        return
    name, _, wish = press.argument.partition(":")
    lane = next((lane for lane in Lane if lane == name), None)
    if lane is not None:
        await off_loop(partial(press.desk.store.pause, lane, paused=wish == "1"))
    await answer(press.query)
    await _show(press)


async def _show(press: BarePress) -> None:
    text, buttons = await off_loop(_page, press.desk, press.language, press.bot.id)
    await press.show(text, buttons)


VERBS: dict[str, Callable[[BarePress], Awaitable[None]]] = {"admin": _look_again, "lane": _pause}
