"""Buttons of a card: each verb is one function in the table at the end."""

from collections.abc import Awaitable, Callable

from telegram import Message, Update

from bot.answers import answer, too_fast
from bot.cards import card, galleries, mine, mixing, painting, pairs, payments, previews
from bot.cards.bare_press import BarePress
from bot.cards.draft import Draft
from bot.cards.ordering import is_known
from bot.cards.press import Press
from bot.desk import Desk, off_loop
from bot.finished import history, results
from bot.finished.job_press import JobPress
from bot.operating import admin, broadcasting
from bot.pages import menu, privacy, queue_list, settings_page
from bot.people import person_of
from bot.types import Context
from bot.ways import instead, lost
from chat.buttons import unpack
from chat.texts import say
from jobs.job import job_id


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
    draft, asleep = await _draft_of(desk, query.message, person, language)
    if draft is None:
        await lost.lead_on(desk, context.bot, query, query.message, language, update.update_id)
    elif draft.person != person:
        await answer(query, say(language, "not-your-card"), alert=True)
    elif verb not in VERBS:
        await answer(query, say(language, "too-old"), alert=True)
    elif await _handed_in(desk, draft, job_id(context.bot.id, update.update_id)):
        await answer(query, say(language, "at-it-already"))
    else:
        await answer(query, say(language, "asleep") if asleep else None)
        await VERBS[verb](Press(desk, context, draft.changed(job=""), argument, update.update_id))


async def _handed_in(desk: Desk, draft: Draft, job: str) -> bool:
    """Has the card become a status message, which a worker may own by now?

    Args:
        job: what this press would order; a bot that was killed before it was queued begins again.
    """
    return draft.job not in ("", job) or (draft.job == job and await is_known(desk, job))


async def _draft_of(desk: Desk, message: Message, person: int, language: str) -> tuple[Draft | None, bool]:
    """The card's draft; a forgotten one is made again from the photo that the card replies to: True."""
    draft = await off_loop(desk.drafts.load, message.chat_id, message.message_id)
    if draft is None and (again := Draft.of_card(message, person, language)) is not None:
        return await card.decided(desk, again.changed(captioned=bool(message.photo))), True
    return draft, False


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {
    **painting.VERBS,
    **galleries.VERBS,
    **mixing.VERBS,
    **mine.VERBS,
    **pairs.VERBS,
    **previews.VERBS,
    **payments.VERBS,
}

#: Presses that belong to no card and no job, whoever makes them.
BARE: dict[str, Callable[[BarePress], Awaitable[None]]] = {
    **menu.VERBS,
    **settings_page.VERBS,
    **queue_list.VERBS,
    **privacy.VERBS,
    **admin.VERBS,
    **broadcasting.VERBS,
    **previews.BELOW,
    **history.VERBS,
    **instead.VERBS,
}

#: Presses that order, end or bring something; the others turn pages and change drafts, and can be repeated.
NEVER_DROPPED = frozenset(
    {"paint", "run", "try", "redo", "others", "sendall", "cancel", "stop", "keep", "drop", "again", "resend"}
    | {"weaker", "stronger", "recolour", "larger"}
)
