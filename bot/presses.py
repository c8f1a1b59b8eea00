"""Buttons of a card: each verb is one function in the table at the end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Message, Update

from bot import card, results
from bot.answers import answer, too_fast
from bot.bare_press import BarePress
from bot.desk import Desk, off_loop
from bot.drafts import STEP, Draft
from bot.job_press import JobPress
from bot.ordering import is_known, job_from, order
from bot.people import person_of
from bot.types import Context
from chat.buttons import unpack
from chat.keyboards import card as keyboards
from chat.texts import say
from jobs.job import StylePart, job_id
from jobs.offer import SLOW, Way


@dataclass(frozen=True)
class Press:
    """A press on a card whose draft is at hand."""

    desk: Desk
    context: Context
    draft: Draft
    argument: str
    update: int

    def number(self, otherwise: int) -> int:
        """The argument as a number."""
        return int(self.argument) if self.argument.isdecimal() else otherwise

    async def save(self, draft: Draft) -> None:
        """Keep a changed draft."""
        await off_loop(self.desk.drafts.save, draft)


async def receive(desk: Desk, update: Update, context: Context) -> None:
    """Take a press: answer it first (it expires in seconds), then work."""
    query = update.callback_query
    if query is None:
        return
    person, language = await person_of(desk, update)
    found = unpack(query.data)
    if found is None or not isinstance(query.message, Message):
        await answer(query, say(language, "too-old"), alert=True)
        return
    verb, argument = found
    chat = query.message.chat_id
    if verb not in NEVER_DROPPED and await too_fast(desk, query, context.bot.id, chat, language):
        return
    if handler := BARE.get(verb):
        bare = BarePress(desk, context, query, query.message, person, language, argument, update.update_id)
        await handler(bare)
        return
    if verb in results.VERBS:
        pressed = JobPress(desk, context, query, person, language, argument, update.update_id)
        await results.VERBS[verb](pressed)
        return
    draft = await _draft_of(desk, query.message, person, language)
    if draft is None:
        await answer(query, say(language, "gone"), alert=True)
    elif draft.person != person:
        await answer(query, say(language, "not-your-card"), alert=True)
    elif verb not in VERBS:
        await answer(query, say(language, "too-old"), alert=True)
    elif await _handed_in(desk, draft, job_id(context.bot.id, update.update_id)):
        await answer(query, say(language, "at-it-already"))
    else:
        await answer(query)
        await VERBS[verb](Press(desk, context, draft.changed(job=""), argument, update.update_id))


async def _handed_in(desk: Desk, draft: Draft, job: str) -> bool:
    """Has the card become a status message, which a worker may own by now?

    Args:
        job: what this press would order; a bot that was killed before it was queued begins again.
    """
    return draft.job not in ("", job) or (draft.job == job and await is_known(desk, job))


async def _draft_of(desk: Desk, message: Message, person: int, language: str) -> Draft | None:
    """The card's draft; a forgotten one is made again from the photo that the card replies to."""
    draft = await off_loop(desk.drafts.load, message.chat_id, message.message_id)
    return draft or Draft.of_card(message, person, language)


async def _fast(press: Press) -> None:
    """Offer the fast styles that some worker can paint."""
    draft, styles = press.draft, (await press.desk.offer()).fast()
    await press.save(draft)
    key = "choose-fast" if styles else "no-fast"
    buttons = keyboards.fast_styles(draft.language, styles, press.number(0))
    await card.edit(press.desk, press.context.bot, draft, say(draft.language, key), buttons)


async def _paint(press: Press) -> None:
    """Begin a job in one gallery style; where it is no longer offered, show what is."""
    offer = await press.desk.offer()
    style = offer.styles.get(press.argument)
    parts = (StylePart.of(style),) if style else ()
    if style is None or offer.lacks(parts, style.lane):
        await _fast(press)
    else:
        await _order(press, parts, Way(style.method, style.lane))


async def _run(press: Press) -> None:
    """Begin a job with the mix, careful or fast."""
    draft, offer = press.draft, await press.desk.offer()
    way = offer.fast_way(draft.styles) if press.argument == "fast" else SLOW
    if not draft.styles or way is None:
        await _own(press)
    elif away := offer.lacks(draft.styles, way.lane):
        await press.save(draft)
        await card.say_away(press.desk, press.context.bot, draft, away)
    else:
        await _order(press, draft.styles, way)


async def _order(press: Press, parts: tuple[StylePart, ...], way: Way) -> None:
    job = job_from(press.draft, parts, way, press.context.bot.id, press.update)
    await order(press.desk, press.context.bot, press.draft, job)


async def _own(press: Press) -> None:
    """Ask for style pictures, or show those that are there."""
    await press.save(press.draft)
    await off_loop(press.desk.drafts.await_styles, press.draft)
    await card.show_mix(press.desk, press.context.bot, press.draft)


async def _gallery(press: Press) -> None:
    draft = press.draft
    await press.save(draft)
    pictures = (await press.desk.offer()).pictures()
    buttons = keyboards.gallery(draft.language, pictures, draft.styles, press.number(0))
    await card.edit(press.desk, press.context.bot, draft, say(draft.language, "choose-gallery"), buttons)


async def _pick(press: Press) -> None:
    """Take a gallery style into the mix, or out of it."""
    style = (await press.desk.offer()).styles.get(press.argument)
    if style is None or not style.by_picture:
        await _gallery(press)
        return
    await off_loop(press.desk.drafts.await_styles, press.draft)
    await _change_mix(press, press.draft.with_style(style))


async def _change_mix(press: Press, changed: Draft) -> None:
    """Keep a changed mix and show it; a press that is handled again only shows it."""
    changed = press.draft.after(press.update, changed)
    await press.save(changed)
    await card.show_mix(press.desk, press.context.bot, changed)


async def _more(press: Press) -> None:
    await _change_mix(press, press.draft.weighed(_index(press), STEP))


async def _less(press: Press) -> None:
    await _change_mix(press, press.draft.weighed(_index(press), -STEP))


async def _remove(press: Press) -> None:
    await _change_mix(press, press.draft.without(_index(press)))


def _index(press: Press) -> int:
    return press.number(len(press.draft.styles))


async def _colours(press: Press) -> None:
    """Take the colours of the style, or those of the photo."""
    await _change(press, press.draft.changed(colours="style" if press.argument == "style" else "luminance"))


async def _arrange(press: Press) -> None:
    """Blend the styles, or give each a part of the picture."""
    await _change(press, press.draft.changed(arrangement="split" if press.argument == "split" else "blend"))


async def _strength(press: Press) -> None:
    draft = press.draft
    await press.save(draft)
    text = card.words(draft.language, draft.content)
    buttons = keyboards.strengths(draft.language, draft.strength)
    await card.edit(press.desk, press.context.bot, draft, text, buttons)


async def _strong(press: Press) -> None:
    await _change(press, press.draft.changed(strength=min(100, press.number(100)) / 100))


async def _back(press: Press) -> None:
    await off_loop(press.desk.drafts.leave, press.draft)
    await card.show_start(press.desk, press.context.bot, press.draft)


async def _change(press: Press, changed: Draft) -> None:
    """Keep a changed draft and show the page it was changed on; as for a mix."""
    changed = press.draft.after(press.update, changed)
    await press.save(changed)
    show = card.show_mix if changed.styles else card.show_start
    await show(press.desk, press.context.bot, changed)


async def _close(press: Press) -> None:
    await card.edit(press.desk, press.context.bot, press.draft, say(press.draft.language, "closed"), None)
    await off_loop(press.desk.drafts.forget, press.draft)


async def _nothing(_: Press) -> None:
    """A label that looks like a button."""


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {
    "fast": _fast,
    "paint": _paint,
    "own": _own,
    "mix": _own,
    "gallery": _gallery,
    "pick": _pick,
    "more": _more,
    "less": _less,
    "remove": _remove,
    "colours": _colours,
    "arrange": _arrange,
    "strength": _strength,
    "strong": _strong,
    "run": _run,
    "back": _back,
    "close": _close,
    "noop": _nothing,
}

#: Presses that belong to no card and no job, whoever makes them.
BARE: dict[str, Callable[[BarePress], Awaitable[None]]] = {}

#: Presses that order, end or bring something; the others turn pages and change drafts, and can be repeated.
NEVER_DROPPED = frozenset({"paint", "run", "cancel", "stop", "again", "resend"})
