"""Paying, on the people's side: everybody here has Stars enough."""

from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.payments import Payment
from sandbox.people import Json
from sandbox.world import World


async def pay(world: World, parameters: Parameters) -> Json:
    """Press the button that pays: the bot is asked for its last word."""
    person = world.person(parameters.integer("person_id"))
    chat = world.chat(parameters.integer("chat_id") or person.id)
    message = chat.message(parameters.integer("message_id"), otherwise="message not found")
    payment = world.payments.begin(person, message)
    world.happened("pre_checkout_query", chat, payment.as_api())
    return payment_view(payment)


async def find(world: World, parameters: Parameters) -> Json:
    """Return a payment and how it stands."""
    payment = world.payments.find(parameters.text("payment_id") or "")
    if payment is None:
        raise BadRequest("payment not found")
    return payment_view(payment)


def payment_view(payment: Payment) -> Json:
    """Return how a payment stands: ``waiting``, ``paid``, ``failed`` with an error, or ``refunded``."""
    return {
        "id": payment.id,
        "state": payment.state,
        "error": payment.error,
        "amount": payment.invoice.amount,
        "charge_id": payment.charge_id,
    }
