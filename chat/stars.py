"""Telegram Stars: payments are given back.

https://core.telegram.org/bots/payments-stars
"""

from telegram.error import BadRequest
from telegram.ext import ExtBot

from chat.flood import Priority


async def refund(bot: ExtBot[Priority], person: int, charge: str) -> None:
    """Give a payment back; that it was given back before is no error.

    Raises:
        telegram.error.TelegramError: Telegram refused or did not answer.
    """
    try:
        await bot.refund_star_payment(person, charge)
    except BadRequest as refusal:
        if "CHARGE_ALREADY_REFUNDED" not in refusal.message.upper():  # the library changes its case
            raise
