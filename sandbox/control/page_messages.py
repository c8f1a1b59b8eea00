"""The messages of one chat as the chat page asks for them: a piece at a time, then what changes."""

from sandbox.chats import Chat
from sandbox.control.view import media_view, message_view
from sandbox.messages import Message
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World

#: Messages of one piece.
PIECE = 60
#: Characters of a message that a list or a quote shows.
BRIEF = 160


async def list_piece(world: World, parameters: Parameters) -> Json:
    """List the youngest messages older than ``before``, or as many as it takes to show message ``first``."""
    chat = world.chat(parameters.integer("chat_id"))
    before, first = parameters.integer("before"), parameters.integer("first")
    older = [number for number in sorted(chat.messages) if before is None or number < before]
    shown = older[-PIECE:] if first is None else [number for number in older if number >= first]
    return {
        "change": next(reversed(chat.changes.values()), 0),
        "messages": [_shown(chat, chat.messages[number]) for number in shown],
        "more": len(shown) < len(older),
    }


async def list_changes(world: World, parameters: Parameters) -> Json:
    """List what changed in a chat after the change number ``since``, and the number to ask with next time."""
    chat = world.chat(parameters.integer("chat_id"))
    since = parameters.integer("since") or 0
    changed = sorted(chat.changed_since(since))
    return {
        "change": max((chat.changes[number] for number in changed), default=since),
        "messages": [_shown(chat, chat.messages[number]) for number in changed if number in chat.messages],
        "deleted": [number for number in changed if number not in chat.messages],
    }


def brief(message: Message) -> Json:
    """Return what a quote of a message or a list of chats shows."""
    return {
        "id": message.id,
        "from": {"id": message.sender.id, "name": message.sender.first_name, "bot": message.sender.is_bot},
        "date": message.date,
        "words": message.text.plain[:BRIEF],
        "kind": message.media.kind if message.media else None,
        "media": media_view(message.media) if message.media else None,
        "service": message.service,
    }


def _shown(chat: Chat, message: Message) -> Json:
    replied = chat.messages.get(message.reply_to or 0)
    return message_view(message) | {"replied": brief(replied) if replied else None}
