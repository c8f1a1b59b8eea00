"""Buttons of a card: each verb is one function in the table at the end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot import card, results
from bot.desk import Desk, off_loop
from bot.drafts import STEP, Draft
from bot.ordering import job_from, order
from bot.people import person_of
from bot.pictures import picture_in
from bot.types import Context
from chat import keyboards
from chat.buttons import unpack
from chat.texts import say
from jobs.job import StylePart
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
    person, language = person_of(update)
    found = unpack(query.data)
    if found is None or not isinstance(query.message, Message):
        await query.answer(say(language, "too-old"), show_alert=True)
        return
    verb, argument = found
    if verb in results.VERBS:
        await results.VERBS[verb](desk, context, query, person, argument, update.update_id)
        return
    draft = await _draft_of(desk, query.message, person, language)
    if await _refused(query, draft, person, language, verb) or draft is None:
        return
    await results.answer(query)
    await VERBS[verb](Press(desk, context, draft, argument, update.update_id))


async def _refused(query: CallbackQuery, draft: Draft | None, person: int, language: str, verb: str) -> bool:
    """Say why a press does nothing, if it does nothing."""
    if draft is None:
        await query.answer(say(language, "gone"), show_alert=True)
    elif draft.person != person:
        await query.answer(say(language, "not-your-card"), show_alert=True)
    elif verb not in VERBS:
        await query.answer(say(language, "too-old"), show_alert=True)
    else:
        return False
    return True


async def _draft_of(desk: Desk, message: Message, person: int, language: str) -> Draft | None:
    """The card's draft; a forgotten one is made again from the photo that the card replies to."""
    draft = await off_loop(desk.drafts.load, message.chat_id, message.message_id)
    photo = message.reply_to_message
    if draft is not None or photo is None:
        return draft
    picture = picture_in(photo)
    if picture is None or photo.from_user is None or photo.from_user.id != person:
        return None
    return Draft(
        chat=message.chat_id,
        card=message.message_id,
        person=person,
        topic=message.message_thread_id if message.is_topic_message else None,
        language=language,
        content=picture,
        photo_message=photo.message_id,
    )


async def _fast(press: Press) -> None:
    """Offer the fast styles that some worker can paint."""
    draft, styles = press.draft, (await press.desk.offer()).fast()
    await press.save(draft)
    key = "choose-fast" if styles else "no-fast"
    buttons = keyboards.fast_styles(draft.language, styles, press.number(0))
    await card.edit(press.context.bot, draft, say(draft.language, key), buttons)


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
        await card.say_away(press.context.bot, draft, away)
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
    await card.edit(press.context.bot, draft, say(draft.language, "choose-gallery"), buttons)


async def _pick(press: Press) -> None:
    """Take a gallery style into the mix, or out of it."""
    style = (await press.desk.offer()).styles.get(press.argument)
    if style is None or not style.by_picture:
        await _gallery(press)
        return
    changed = press.draft.with_style(style)
    await off_loop(press.desk.drafts.await_styles, changed)
    await _change_mix(press, changed)


async def _change_mix(press: Press, changed: Draft) -> None:
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
    await card.edit(press.context.bot, draft, text, keyboards.strengths(draft.language, draft.strength))


async def _strong(press: Press) -> None:
    await _change(press, press.draft.changed(strength=min(100, press.number(100)) / 100))


async def _back(press: Press) -> None:
    await off_loop(press.desk.drafts.stop_awaiting, press.draft.chat, press.draft.person)
    await card.show_start(press.desk, press.context.bot, press.draft)


async def _change(press: Press, changed: Draft) -> None:
    """Keep a changed draft and show the page it was changed on."""
    await press.save(changed)
    show = card.show_mix if changed.styles else card.show_start
    await show(press.desk, press.context.bot, changed)


async def _close(press: Press) -> None:
    await off_loop(press.desk.drafts.forget, press.draft)
    await card.edit(press.context.bot, press.draft, say(press.draft.language, "closed"), None)


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
