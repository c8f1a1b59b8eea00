"""What the chat page shows beside the messages: the bot, the people, one person's chats, the last calls."""

from dataclasses import asdict
from itertools import islice

from sandbox.chats import Chat
from sandbox.control.page_messages import brief
from sandbox.control.view import chat_view
from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.people import Json, Person
from sandbox.world import World

#: Unread messages counted at most, and calls shown.
MAX_UNREAD = 100
MAX_CALLS = 60


async def list_rooms(world: World, parameters: Parameters) -> Json:
    """Tell who is there, and list the chats of ``person_id``, the liveliest first.

    ``read`` holds the last message that the person has read, by chat id.
    """
    person = world.people.get(parameters.integer("person_id") or 0)
    read = parameters.structure("read") or {}
    if not isinstance(read, dict):
        raise BadRequest("can't parse read: expected an Object")
    chats = [
        _room(world, chat, person, read) for chat in world.chats.values() if person and _sees(person, chat)
    ]
    return {
        "bot": world.bot.as_api(),
        "privacy": world.privacy,
        "people": [one.as_api() for one in world.people.values()],
        "chats": sorted(chats, key=lambda chat: -chat["change"]),
    }


async def list_last_calls(world: World, parameters: Parameters) -> list[Json]:
    """List the last Bot API calls, the youngest first; those that only ask for updates if ``polls`` is on."""
    polls = parameters.flag("polls")
    calls = (call for call in world.calls.youngest() if polls or call.method.lower() != "getupdates")
    return [asdict(call) for call in islice(calls, MAX_CALLS)]


def _sees(person: Person, chat: Chat) -> bool:
    return chat.person is None or chat.person.id == person.id


def _room(world: World, chat: Chat, person: Person, read: Json) -> Json:
    newest = max(chat.messages, default=None)
    return chat_view(chat) | {
        "member": chat.members.get(person.id),
        "administrator": chat.members.get(world.bot.id) == "administrator",
        "last": brief(chat.messages[newest]) if newest is not None else None,
        "unread": _unread(chat, person, int(read.get(str(chat.id), 0))),
        "change": next(reversed(chat.changes.values()), 0),
    }


def _unread(chat: Chat, person: Person, read: int) -> int:
    count = 0
    for number in reversed(chat.messages):
        if number <= read or count == MAX_UNREAD:
            break
        count += chat.messages[number].sender.id != person.id
    return count
