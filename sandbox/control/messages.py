"""What people see, delete and press."""

from dataclasses import replace

from sandbox.control.view import message_view, press_view
from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World


async def list_messages(world: World, parameters: Parameters) -> Json:
    """List what changed in a chat after the change number ``since``, and the number to ask with next time."""
    chat = world.chat(parameters.integer("chat_id"))
    since = parameters.integer("since") or 0
    changed = sorted(chat.changed_since(since))
    return {
        "change": max((chat.changes[number] for number in changed), default=since),
        "messages": [message_view(chat.messages[number]) for number in changed if number in chat.messages],
        "deleted": [number for number in changed if number not in chat.messages],
    }


async def delete(world: World, parameters: Parameters) -> bool:
    """Take a message away for everybody, without a word to the bot."""
    chat = world.chat(parameters.integer("chat_id"))
    world.delete(chat.message(parameters.integer("message_id"), otherwise="message not found"))
    return True


async def age(world: World, parameters: Parameters) -> bool:
    """Let a message be older by as many ``seconds``: some things can be done for 48 hours only."""
    chat = world.chat(parameters.integer("chat_id"))
    message = chat.message(parameters.integer("message_id"), otherwise="message not found")
    world.keep(replace(message, date=message.date - (parameters.integer("seconds") or 0)))
    return True


async def press(world: World, parameters: Parameters) -> Json:
    """Press the button with this ``data`` under a message, which may be ``inaccessible`` to the bot."""
    person = world.person(parameters.integer("person_id"))
    chat = world.chat(parameters.integer("chat_id") or person.id)
    message = chat.message(parameters.integer("message_id"), otherwise="message not found")
    data = parameters.text("data")
    if data is None:
        raise BadRequest("there is no data in the press")
    pressed = world.presses.add(person, message, data, inaccessible=parameters.flag("inaccessible"))
    world.happened("callback_query", chat, pressed.as_api())
    return press_view(pressed)


async def find_press(world: World, parameters: Parameters) -> Json:
    """Return a press and what the bot answered."""
    pressed = world.presses.find(parameters.text("press_id") or "")
    if pressed is None:
        raise BadRequest("press not found")
    return press_view(pressed)
