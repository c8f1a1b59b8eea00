"""Payments in Stars: what people pay, whether the bot agreed in time, and what was given back."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Literal

from sandbox.errors import BadRequest
from sandbox.messages import Message
from sandbox.people import Json, Person

#: What Stars are called as a currency.
STARS = "XTR"
State = Literal["waiting", "paid", "failed", "refunded"]


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """What the bot asks money for."""

    title: str
    description: str
    #: The bot's own words, never shown.
    payload: str
    #: Stars.
    amount: int
    start_parameter: str = ""

    def as_api(self) -> Json:
        """Return the field that a ``Message`` with this invoice has."""
        shown = {
            "title": self.title,
            "description": self.description,
            "start_parameter": self.start_parameter,
        }
        return {"invoice": shown | {"currency": STARS, "total_amount": self.amount}}


@dataclass(kw_only=True)
class Payment:
    """One attempt of a person to pay."""

    #: Of the bot's ``PreCheckoutQuery``.
    id: str
    person: Person
    message: Message = field(repr=False)
    invoice: Invoice
    #: Seconds of a clock that only goes forward.
    at: float
    state: State = "waiting"
    #: Why it failed, as the person reads it.
    error: str | None = None
    charge_id: str | None = None

    def as_api(self) -> Json:
        """Return the Bot API's ``PreCheckoutQuery`` object."""
        return {
            "id": self.id,
            "from": self.person.as_api(),
            "currency": STARS,
            "total_amount": self.invoice.amount,
            "invoice_payload": self.invoice.payload,
        }

    def receipt(self) -> Json:
        """Return what ``SuccessfulPayment`` and ``RefundedPayment`` tell."""
        return {
            "currency": STARS,
            "total_amount": self.invoice.amount,
            "invoice_payload": self.invoice.payload,
            "telegram_payment_charge_id": self.charge_id,
        }


class Payments:
    """Remembers invoices, payments and the bot's transactions.

    Args:
        lifetime: seconds in which the bot has to agree to a payment.
    """

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        #: By chat and message.
        self.invoices: dict[tuple[int, int], Invoice] = {}
        self._payments: dict[str, Payment] = {}
        #: The Bot API's ``StarTransaction`` objects, oldest first.
        self.transactions: list[Json] = []

    def begin(self, person: Person, message: Message) -> Payment:
        """Let a person press the button that pays.

        Raises:
            BadRequest: the message is no invoice.
        """
        invoice = self.invoices.get((message.chat.id, message.id))
        if invoice is None:
            raise BadRequest("the message is no invoice")
        payment = Payment(
            id=str(secrets.randbits(62)), person=person, message=message, invoice=invoice, at=time.monotonic()
        )
        self._payments[payment.id] = payment
        return payment

    def find(self, payment_id: str) -> Payment | None:
        """Return a payment, failed by now where the bot was silent for too long; None where there is none."""
        payment = self._payments.get(payment_id)
        if payment and payment.state == "waiting" and time.monotonic() - payment.at > self._lifetime:
            payment.state, payment.error = "failed", "BOT_PRECHECKOUT_TIMEOUT"
        return payment

    def answer(self, payment_id: str, error: str | None) -> Payment:
        """Let the bot agree, or say why not: once and in time.

        Raises:
            BadRequest: too late, answered before, or never asked.
        """
        payment = self.find(payment_id)
        if payment is None or payment.state != "waiting":
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        if error is not None:
            payment.state, payment.error = "failed", error
            return payment
        payment.state, payment.charge_id = "paid", "stx" + secrets.token_urlsafe(24)
        self._note(payment, "source")
        return payment

    def refund(self, person_id: int | None, charge_id: str) -> Payment:
        """Give Stars back, once.

        Raises:
            BadRequest: this person did not pay so, or has the Stars back already.
        """
        paid = (one for one in self._payments.values() if one.charge_id == charge_id)
        payment = next((one for one in paid if one.person.id == person_id), None)
        if payment is None:
            raise BadRequest("CHARGE_NOT_FOUND")
        if payment.state == "refunded":
            raise BadRequest("CHARGE_ALREADY_REFUNDED")
        payment.state = "refunded"
        self._note(payment, "receiver")
        return payment

    def balance(self) -> int:
        """Return the Stars that the bot has."""
        return sum(one["amount"] * (1 if "source" in one else -1) for one in self.transactions)

    def _note(self, payment: Payment, side: Literal["source", "receiver"]) -> None:
        partner = {
            "type": "user",
            "transaction_type": "invoice_payment",
            "user": payment.person.as_api(),
            "invoice_payload": payment.invoice.payload,
        }
        noted = {"id": payment.charge_id, "amount": payment.invoice.amount, "date": int(time.time())}
        self.transactions.append(noted | {side: partner})
