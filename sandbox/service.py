"""Service messages: what a chat says by itself, of comings and goings, topics and payments."""

import time

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Json, Person
from sandbox.texts import Text
from sandbox.world import World


def announce(
    world: World,
    chat: Chat,
    sender: Person,
    told: Json,
    *,
    thread_id: int | None = None,
    opens_topic: str | None = None,
) -> Message:
    """Put a service message into a chat and tell the bot.

    Args:
        world: where it happens.
        chat: where it is shown.
        sender: who caused it.
        told: the Bot API's fields.
        thread_id: the topic.
        opens_topic: title of the topic that begins with this message.
    """
    number = chat.next_id()
    if opens_topic is not None:
        chat.topics[number] = opens_topic
    message = Message(
        id=number,
        chat=chat,
        sender=sender,
        date=int(time.time()),
        text=Text(plain=""),
        service=told,
        thread_id=number if opens_topic is not None else thread_id,
    )
    world.keep(message)
    world.told("message", message)
    return message
