"""Who comes into a group and goes, what they may do there, its topics, and what the bot hears of it."""

from sandbox.chats import Chat
from sandbox.control.view import chat_view, message_view
from sandbox.errors import BadRequest
from sandbox.membership import membership
from sandbox.parameters import Parameters
from sandbox.people import Json, Person
from sandbox.service import announce
from sandbox.world import World

#: What a person can be in a group.
STATUSES = ("member", "administrator", "left")


async def set_member(world: World, parameters: Parameters) -> Json | None:
    """Let a person join a group, leave it or become its administrator; return what the chat says to that."""
    person, group = _there(world, parameters)
    status = parameters.text("status") or "member"
    if status not in STATUSES:
        raise BadRequest(f"there is no status {status!r}")
    before = group.members.get(person.id, "left")
    group.members[person.id] = status
    if (before == "left") == (status == "left"):
        return None
    account = person.as_api()
    told = {"left_chat_member": account} if status == "left" else {"new_chat_members": [account]}
    return message_view(announce(world, group, person, told))


async def create_topic(world: World, parameters: Parameters) -> Json:
    """Open a topic with this ``title``; return the message that it begins with, whose id is the topic's."""
    person, group = _there(world, parameters)
    title = parameters.text("title")
    if not title:
        raise BadRequest("TOPIC_TITLE_EMPTY")
    created = {"name": title, "icon_color": 0x6FB9F0}
    message = announce(world, group, person, {"forum_topic_created": created}, opens_topic=title)
    return message_view(message)


async def close_topic(world: World, parameters: Parameters) -> Json:
    """Close a topic, or open it again: ``closed``; nobody but administrators writes into a closed one."""
    person, group = _there(world, parameters)
    thread_id = parameters.integer("thread_id") or 0
    if thread_id not in group.topics:
        raise BadRequest("message thread not found")
    closed = parameters.text("closed") is None or parameters.flag("closed")
    if closed == (thread_id in group.closed_topics):
        raise BadRequest("TOPIC_NOT_MODIFIED")
    group.closed_topics ^= {thread_id}
    field = "forum_topic_closed" if closed else "forum_topic_reopened"
    return message_view(announce(world, group, person, {field: {}}, thread_id=thread_id))


async def set_privacy(world: World, parameters: Parameters) -> Json:
    """Switch the privacy mode on or off: with it the bot hears in groups only what is meant for it."""
    world.privacy = parameters.flag("on")
    return {"on": world.privacy}


async def set_bot_rights(world: World, parameters: Parameters) -> Json:
    """Make the bot an administrator of a group, or an ordinary member: ``administrator``."""
    person, group = _there(world, parameters)
    status = "administrator" if parameters.flag("administrator") else "member"
    before = group.members.get(world.bot.id, "member")
    if status != before:
        group.members[world.bot.id] = status
        told = membership(world.bot, group, person, before, status)
        world.happened("my_chat_member", group, told)
    return chat_view(group)


async def list_commands(world: World, parameters: Parameters) -> list[Json]:
    """List the commands that a person's app offers in a chat, by default in the private one."""
    person = world.person(parameters.integer("person_id"))
    return world.profile.commands.seen(person, world.chat(parameters.integer("chat_id") or person.id))


def _there(world: World, parameters: Parameters) -> tuple[Person, Chat]:
    group = world.chat(parameters.integer("chat_id"))
    if group.person is not None:
        raise BadRequest("the chat is not a group")
    return world.person(parameters.integer("person_id")), group
