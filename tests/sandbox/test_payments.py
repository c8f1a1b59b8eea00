"""Stars: an invoice, the bot's last word in time, the payment, and giving back once."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LabeledPrice, Message
from telegram.error import BadRequest

from sandbox.paying import Payment
from sandbox.person import Person, Sandbox
from sandbox.serving import Options, running
from tests.sandbox.conftest import bot_of, refusal

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"
FIVE = {
    "title": "Five pictures",
    "description": "Five slow pictures more",
    "payload": "slots-5",
    "currency": "XTR",
    "prices": [{"label": "Five", "amount": 50}],
}


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


async def invoice(bot: Bot, person: Person) -> Message:
    prices = [LabeledPrice("Five", 50)]
    return await bot.send_invoice(person.id, "Five pictures", "Five more", "slots-5", "XTR", prices)


async def paid(bot: Bot, person: Person, **answer: Any) -> Payment:
    """Let a person pay the youngest invoice and the bot answer."""
    paying = asyncio.create_task(asyncio.to_thread(person.pay, person.messages()[-1]))
    [update] = await bot.get_updates(timeout=10)
    await update.pre_checkout_query.answer(**answer)
    await bot.get_updates(offset=update.update_id + 1, limit=1)
    return await paying


async def test_a_payment_that_the_bot_agrees_to_is_told_with_its_charge(anna: Person, bot: Bot) -> None:
    sent = await invoice(bot, anna)
    payment = await paid(bot, anna, ok=True)
    [update] = await bot.get_updates()
    receipt = update.message.successful_payment

    assert (sent.invoice.currency, sent.invoice.total_amount) == ("XTR", 50)
    assert (payment.state, payment.amount) == ("paid", 50)
    assert receipt.telegram_payment_charge_id == payment.charge_id
    assert (receipt.invoice_payload, receipt.currency, receipt.total_amount) == ("slots-5", "XTR", 50)
    assert update.message.from_user.id == anna.id
    assert anna.messages()[0].service["invoice"]["title"] == "Five pictures"


async def test_a_payment_that_the_bot_refuses_tells_the_person_why(anna: Person, bot: Bot) -> None:
    await invoice(bot, anna)
    payment = await paid(bot, anna, ok=False, error_message="Sold out")

    assert (payment.state, payment.error) == ("failed", "Sold out")
    assert len(anna.messages()) == 1


async def test_silence_fails_the_payment() -> None:
    with running(Options(checkout_lifetime=0.1)) as address, Sandbox(address) as hasty:
        anna = hasty.person()
        async with bot_of(hasty) as bot:
            await invoice(bot, anna)
            payment = await asyncio.to_thread(anna.pay, anna.messages()[0])
            [update] = await bot.get_updates()
            with pytest.raises(BadRequest, match=TOO_OLD):
                await update.pre_checkout_query.answer(ok=True)
        shown = anna.messages()

    assert (payment.state, payment.error) == ("failed", "BOT_PRECHECKOUT_TIMEOUT")
    assert len(shown) == 1


async def test_stars_are_given_back_once(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    boris = sandbox.person(name="Boris")
    await invoice(bot, anna)
    payment = await paid(bot, anna, ok=True)
    with pytest.raises(BadRequest, match="Charge_not_found"):
        await bot.refund_star_payment(boris.id, payment.charge_id)
    await bot.refund_star_payment(anna.id, payment.charge_id)
    with pytest.raises(BadRequest, match="Charge_already_refunded"):
        await bot.refund_star_payment(anna.id, payment.charge_id)
    told = (await bot.get_updates())[-1].message.refunded_payment

    assert payment.again().state == "refunded"
    assert (told.telegram_payment_charge_id, told.total_amount) == (payment.charge_id, 50)


async def test_transactions_are_listed_oldest_first(anna: Person, bot: Bot) -> None:
    before = len((await bot.get_star_transactions()).transactions)
    had = (await bot.get_my_star_balance()).amount
    for _ in range(2):
        await invoice(bot, anna)
        payment = await paid(bot, anna, ok=True)
        [update] = await bot.get_updates()
        await bot.get_updates(offset=update.update_id + 1)
    balance = (await bot.get_my_star_balance()).amount
    await bot.refund_star_payment(anna.id, payment.charge_id)
    listed = (await bot.get_star_transactions(offset=before)).transactions
    [last] = (await bot.get_star_transactions(offset=before + 2, limit=5)).transactions

    assert [bool(one.source) for one in listed] == [True, True, False]
    assert listed[0].source.user.id == anna.id
    assert (last.id, last.receiver.invoice_payload) == (payment.charge_id, "slots-5")
    assert (balance - had, (await bot.get_my_star_balance()).amount - had) == (100, 50)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"prices": [{"label": "a", "amount": 1}, {"label": "b", "amount": 2}]}, "STARS_INVOICE_INVALID"),
        ({"prices": [{"label": "a", "amount": 0}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"provider_token": "shop"}, "PAYMENT_PROVIDER_INVALID"),
        ({"currency": "EUR"}, "PAYMENT_PROVIDER_INVALID"),
        ({"payload": "x" * 129}, "INVOICE_PAYLOAD_INVALID"),
        ({"title": "x" * 33}, "INVOICE_TITLE_INVALID"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "no", "callback_data": "no"}]]}},
            "REPLY_MARKUP_BUY_EMPTY",
        ),
    ],
)
def test_an_invoice_that_telegram_refuses(
    change: dict[str, Any], reason: str, sandbox: Sandbox, anna: Person
) -> None:
    assert refusal(sandbox, "sendInvoice", chat_id=anna.id, **(FIVE | change)) == reason
    assert anna.messages() == []


async def test_the_button_that_pays_comes_first(sandbox: Sandbox, anna: Person, bot: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Give 50 ⭐", pay=True)]])
    await bot.send_invoice(
        anna.id, "Five", "Five more", "slots-5", "XTR", [LabeledPrice("Five", 50)], reply_markup=markup
    )
    await invoice(bot, anna)
    refused = refusal(
        sandbox,
        "sendMessage",
        chat_id=anna.id,
        text="x",
        reply_markup={"inline_keyboard": [[{"text": "Pay", "pay": True}]]},
    )

    assert [message.buttons[0][0].text for message in anna.messages()] == ["Give 50 ⭐", "Pay ⭐50"]
    assert refused == "BUTTON_TYPE_INVALID"
