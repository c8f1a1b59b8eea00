"""People and chats: who is there, and who blocks the bot."""

from dataclasses import replace

from sandbox.chats import Chat
from sandbox.control.view import chat_view
from sandbox.membership import membership
from sandbox.parameters import Parameters
from sandbox.people import Json, Person
from sandbox.service import announce
from sandbox.world import World


async def list_people(world: World, _: Parameters) -> list[Json]:
    """List the people, in the order in which they came."""
    return [person.as_api() for person in world.people.values()]


async def save_person(world: World, parameters: Parameters) -> Json:
    """Add a person, or change what is told of the one with this id; the chat with the bot is open at once."""
    number = parameters.integer("id") or world.next_person_id()
    known = world.people.get(number) or Person(id=number, first_name="Anna", language_code="en")
    person = replace(
        known,
        first_name=parameters.text("first_name") or known.first_name,
        last_name=_told(parameters, "last_name", known.last_name),
        username=_told(parameters, "username", known.username),
        language_code=_told(parameters, "language_code", known.language_code),
    )
    world.meet(person)
    return person.as_api()


def _told(parameters: Parameters, name: str, known: str | None) -> str | None:
    """Return a value that may also be told to be none."""
    return parameters.text(name) if name in parameters.values else known


async def list_chats(world: World, _: Parameters) -> list[Json]:
    """List the chats, in the order in which they were opened."""
    return [chat_view(chat) for chat in world.chats.values()]


async def found_group(world: World, parameters: Parameters) -> Json:
    """Make a group; ``topics`` is a list of titles, and makes it a forum.

    Where it is told who made it (``person_id``), the bot hears that it was taken in.
    """
    topics = [str(topic) for topic in parameters.structure("topics") or []]
    chat = world.found(parameters.text("title") or "Group", topics)
    if maker := parameters.integer("person_id"):
        person = world.person(maker)
        world.happened("my_chat_member", chat, membership(world.bot, chat, person, "left", "member"))
        announce(world, chat, person, {"new_chat_members": [world.bot.as_api()]})
    return chat_view(chat)


async def block(world: World, parameters: Parameters) -> bool:
    """Let a person block the bot, or take it back; in a group, throw the bot out or take it in."""
    person = world.person(parameters.integer("person_id"))
    chat = world.chat(parameters.integer("chat_id") or person.id)
    close(world, person, chat, closed=parameters.text("blocked") is None or parameters.flag("blocked"))
    return True


def close(world: World, person: Person, chat: Chat, *, closed: bool) -> None:
    """Close a chat to the bot or open it again, and tell the bot; nothing where it is so already."""
    if chat.closed == closed:
        return
    chat.closed, was_left = closed, chat.left
    chat.left = False
    here, gone = chat.members.get(world.bot.id, "member"), "left" if was_left else "kicked"
    before, after = (here, "kicked") if closed else (gone, "member")
    chat.members.pop(world.bot.id, None)
    world.happened("my_chat_member", chat, membership(world.bot, chat, person, before, after))
