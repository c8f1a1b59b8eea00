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
from chat.texts import say
from jobs.catalogue import STYLES
from jobs.job import StylePart


@dataclass(frozen=True)
class Press:
    """A press on a card whose draft is at hand."""

    desk: Desk
    context: Context
    draft: Draft
    argument: str
    update: int

    async def save(self, draft: Draft) -> None:
        """Keep a changed draft."""
        await off_loop(self.desk.drafts.save, draft)


async def receive(desk: Desk, update: Update, context: Context) -> None:
    """Take a press: answer it first (it expires in seconds), then work."""
    query = update.callback_query
    if query is None:
        return
    person, language = person_of(update)
    found = keyboards.unpack(query.data)
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
    draft, desk = press.draft, press.desk
    styles = keyboards.fast_of(await off_loop(desk.presence.able))
    await press.save(draft)
    key = "choose-fast" if styles else "no-fast"
    buttons = keyboards.fast_styles(draft.language, styles)
    await card.edit(press.context.bot, draft, say(draft.language, key), buttons)


async def _paint(press: Press) -> None:
    """Begin a job in one gallery style."""
    if press.argument in STYLES:
        await _order(press, (StylePart(gallery=press.argument, weight=1),))


async def _run(press: Press) -> None:
    """Begin a job with the mix."""
    if press.draft.styles:
        await _order(press, press.draft.styles)
    else:
        await _own(press)


async def _order(press: Press, parts: tuple[StylePart, ...]) -> None:
    job = job_from(press.draft, parts, press.context.bot.id, press.update)
    await order(press.desk, press.context.bot, press.draft, job)


async def _own(press: Press) -> None:
    """Ask for style pictures, or show those that are there."""
    await press.save(press.draft)
    await off_loop(press.desk.drafts.await_styles, press.draft)
    await card.show_mix(press.desk, press.context.bot, press.draft)


async def _gallery(press: Press) -> None:
    draft = press.draft
    await press.save(draft)
    buttons = keyboards.gallery(draft.language, keyboards.mixable(), draft.styles)
    await card.edit(press.context.bot, draft, say(draft.language, "choose-gallery"), buttons)


async def _pick(press: Press) -> None:
    style = STYLES.get(press.argument)
    if style is not None and style.drawing:
        changed = press.draft.with_style(gallery=style.name)
        await press.save(changed)
        await off_loop(press.desk.drafts.await_styles, changed)
        await card.show_mix(press.desk, press.context.bot, changed)


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
    return int(press.argument) if press.argument.isdigit() else len(press.draft.styles)


async def _strength(press: Press) -> None:
    draft = press.draft
    await press.save(draft)
    text = card.words(draft.language, draft.content)
    await card.edit(press.context.bot, draft, text, keyboards.strengths(draft.language, draft.strength))


async def _strong(press: Press) -> None:
    percent = int(press.argument) if press.argument.isdigit() else 100
    changed = press.draft.changed(strength=min(100, percent) / 100)
    await press.save(changed)
    await _show(press, changed)


async def _back(press: Press) -> None:
    await off_loop(press.desk.drafts.stop_awaiting, press.draft.chat, press.draft.person)
    await card.show_start(press.desk, press.context.bot, press.draft)


async def _show(press: Press, draft: Draft) -> None:
    show = card.show_mix if draft.styles else card.show_start
    await show(press.desk, press.context.bot, draft)


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
    "strength": _strength,
    "strong": _strong,
    "run": _run,
    "back": _back,
    "close": _close,
    "noop": _nothing,
}
