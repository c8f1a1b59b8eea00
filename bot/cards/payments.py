"""Telegram Stars for a picture beyond the day's number: invoice, check, order; refunds are a clerk's chore.

https://core.telegram.org/bots/payments-stars
"""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from telegram import LabeledPrice, ReplyParameters, Update
from telegram.error import TelegramError

from bot.cards import card
from bot.cards.draft import Draft
from bot.cards.ordering import job_from, order
from bot.cards.press import Press
from bot.desk import Desk, off_loop
from bot.people import person_of
from bot.replies import reply
from bot.types import Context
from chat.stars import refund
from chat.texts import say
from jobs.job import job_id
from jobs.offer import SLOW
from jobs.store import Accepted

logger = structlog.get_logger()

#: Telegram's name for Stars.
STARS = "XTR"


async def _buy(press: Press) -> None:
    """Ask for the Stars that one more careful picture costs."""
    draft, price = press.draft, press.desk.settings.stars_per_slow
    if not price or not draft.styles:  # sold no longer, or forgotten: what there is to do stands on the card
        await card.show_start(press.desk, press.bot, draft)
        return
    language = draft.language
    send = partial(
        press.bot.send_invoice,
        draft.chat,
        title=say(language, "invoice-title"),
        description=say(language, "invoice-words"),
        payload=_payload(draft),
        currency=STARS,
        prices=[LabeledPrice(say(language, "invoice-title"), price)],
        message_thread_id=draft.topic,
        reply_parameters=ReplyParameters(draft.photo_message, allow_sending_without_reply=True),
    )
    await press.desk.once(press.bot.id, press.update, send)


async def check(desk: Desk, update: Update, _: Context) -> None:
    """Say within ten seconds whether what is to be paid for is still there; who is late pays nothing."""
    query = update.pre_checkout_query
    if query is None:
        return
    person, language = await person_of(desk, update)
    draft = await _draft_of(desk, query.invoice_payload, person)
    fits = draft is not None and query.total_amount == desk.settings.stars_per_slow
    try:
        if fits:
            await query.answer(ok=True)
        else:
            await query.answer(ok=False, error_message=say(language, "invoice-gone"))
    except TelegramError as trouble:
        logger.info("! payment not answered", error=type(trouble).__name__)


async def paid(desk: Desk, update: Update, context: Context) -> None:
    """Order what was paid for, beyond the day's number; where that cannot be, give the payment back."""
    message = update.effective_message
    payment = message.successful_payment if message else None
    if message is None or payment is None:
        return
    person, language = await person_of(desk, update)
    charge, bot = payment.telegram_payment_charge_id, context.bot
    draft = await _draft_of(desk, payment.invoice_payload, person, job_id(bot.id, update.update_id))
    if draft is not None:
        job = job_from(draft.changed(job=""), draft.styles, SLOW, bot.id, update.update_id)
        accepted = await order(desk, bot, draft.changed(job=""), job, payment=charge)
        if accepted in (Accepted.QUEUED, Accepted.HELD, Accepted.KNOWN):
            return
    logger.warning("! paid for nothing, given back", update=update.update_id)
    await refund(bot, person, charge)
    await reply(desk, update, context, say(language, "refunded"))


async def support(desk: Desk, update: Update, context: Context) -> None:
    """Say what to do when a payment went wrong."""
    await _say(desk, update, context, "pay-support")


async def terms(desk: Desk, update: Update, context: Context) -> None:
    """Say what is sold, and on which terms."""
    await _say(desk, update, context, "terms")


async def _say(desk: Desk, update: Update, context: Context, key: str) -> None:
    _, language = await person_of(desk, update)
    await reply(desk, update, context, say(language, key))


def _payload(draft: Draft) -> str:
    return f"v1|{draft.chat}|{draft.card}"


async def _draft_of(desk: Desk, payload: str, person: int, job: str = "") -> Draft | None:
    """The card that is paid for; None: it is gone, somebody else's, or was ordered meanwhile.

    Args:
        job: what the payment orders; a bot that was killed may have begun that.
    """
    version, _, rest = payload.partition("|")
    chat, _, card = rest.partition("|")
    if version != "v1" or not chat.removeprefix("-").isdecimal() or not card.isdecimal():
        return None
    draft = await off_loop(desk.drafts.load, int(chat), int(card))
    if draft is None or draft.person != person or not draft.styles or draft.job not in ("", job):
        return None
    return draft


VERBS: dict[str, Callable[[Press], Awaitable[None]]] = {"buy": _buy}
