"""Invoices in Stars, the last word before a payment, and giving back."""

from dataclasses import replace

from sandbox.errors import BadRequest
from sandbox.methods.destination import destination, post
from sandbox.parameters import Parameters
from sandbox.payments import STARS, Invoice
from sandbox.people import Json
from sandbox.service import announce
from sandbox.texts import Text
from sandbox.world import World

#: Characters of the title and the description, bytes of the payload, Stars of one invoice.
MAX_TITLE = 32
MAX_DESCRIPTION = 255
MAX_PAYLOAD = 128
MAX_STARS = 100_000
#: Transactions of one answer.
MAX_TRANSACTIONS = 100


async def send_invoice(world: World, parameters: Parameters) -> Json:
    """Ask for Stars; the first button pays."""
    place, invoice = destination(world, parameters, pays=True), _invoice(parameters)
    if place.markup is None:
        pay = {"text": f"Pay ⭐{invoice.amount}", "pay": True}
        place = replace(place, markup={"inline_keyboard": [[pay]]})
    elif not place.markup["inline_keyboard"][0][0].get("pay"):
        raise BadRequest("REPLY_MARKUP_BUY_EMPTY")
    message = post(world, place, Text(plain=""), service=invoice.as_api())
    world.payments.invoices[(message.chat.id, message.id)] = invoice
    return message.as_api()


async def answer_pre_checkout_query(world: World, parameters: Parameters) -> bool:
    """Agree to a payment, which is done then, or say why not."""
    agreed, error = parameters.flag("ok"), parameters.text("error_message")
    if not agreed and not error:
        raise BadRequest("error message must be non-empty")  # the person has to read something
    payment_id = parameters.text("pre_checkout_query_id") or ""
    payment = world.payments.answer(payment_id, None if agreed else error)
    if agreed:
        told = {"successful_payment": payment.receipt() | {"provider_payment_charge_id": ""}}
        announce(world, payment.message.chat, payment.person, told)
    world.events.tell({"chat_id": payment.message.chat.id, "payment": payment.id})
    return True


async def refund_star_payment(world: World, parameters: Parameters) -> bool:
    """Give Stars back, once."""
    charge_id = parameters.text("telegram_payment_charge_id") or ""
    payment = world.payments.refund(parameters.integer("user_id"), charge_id)
    announce(world, payment.message.chat, world.bot, {"refunded_payment": payment.receipt()})
    return True


async def get_star_transactions(world: World, parameters: Parameters) -> Json:
    """Tell what came in and what was given back, oldest first."""
    offset, limit = parameters.integer("offset") or 0, parameters.integer("limit")
    limit = MAX_TRANSACTIONS if limit is None else limit
    if offset < 0 or not 0 < limit <= MAX_TRANSACTIONS:
        raise BadRequest("LIMIT_INVALID" if offset >= 0 else "OFFSET_INVALID")
    return {"transactions": world.payments.transactions[offset : offset + limit]}


async def get_my_star_balance(world: World, _: Parameters) -> Json:
    """Tell how many Stars the bot has."""
    return {"amount": world.payments.balance()}


def _invoice(parameters: Parameters) -> Invoice:
    title = _required(parameters, "title", MAX_TITLE)
    description = _required(parameters, "description", MAX_DESCRIPTION)
    payload = parameters.text("payload") or ""
    if not 0 < len(payload.encode()) <= MAX_PAYLOAD:
        raise BadRequest("INVOICE_PAYLOAD_INVALID")
    if parameters.text("currency") != STARS or parameters.text("provider_token"):
        raise BadRequest("PAYMENT_PROVIDER_INVALID")  # money of other kinds is not known here
    return Invoice(
        title=title,
        description=description,
        payload=payload,
        amount=_amount(parameters.structure("prices")),
        start_parameter=parameters.text("start_parameter") or "",
    )


def _required(parameters: Parameters, name: str, longest: int) -> str:
    told = (parameters.text(name) or "").strip()
    if not 0 < len(told) <= longest:
        raise BadRequest(f"INVOICE_{name.upper()}_INVALID")
    return told


def _amount(prices: object) -> int:
    if not isinstance(prices, list) or not all(isinstance(price, dict) for price in prices):
        raise BadRequest("can't parse prices: expected an Array of LabeledPrice")
    if len(prices) != 1:
        raise BadRequest("STARS_INVOICE_INVALID")
    amount = prices[0].get("amount")
    if not isinstance(amount, int) or not 0 < amount <= MAX_STARS:
        raise BadRequest("CURRENCY_TOTAL_AMOUNT_INVALID")
    return amount
