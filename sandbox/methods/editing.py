"""Changes to messages that the bot has sent."""

import time
from dataclasses import replace

from sandbox.errors import BadRequest
from sandbox.markup import inline_keyboard
from sandbox.media import Media
from sandbox.membership import membership
from sandbox.messages import Message
from sandbox.methods import attachments
from sandbox.methods.destination import open_chat
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.texts import caption, message_text
from sandbox.world import World

#: Seconds.
DELETABLE = 48 * 3600
#: Messages of one call.
MOST_DELETED = 100


async def edit_message_text(world: World, parameters: Parameters) -> Json | bool:
    """Change the text of a message that has one."""
    text, markup = message_text(parameters), inline_keyboard(parameters)
    message = _own(world, parameters)
    if message.media is not None or message.service is not None:
        raise BadRequest("there is no text in the message to edit")
    return _edited(world, message, replace(message, text=text, markup=markup))


async def edit_message_caption(world: World, parameters: Parameters) -> Json | bool:
    """Change the caption of a photo or a file; a sticker has none."""
    text, markup = caption(parameters), inline_keyboard(parameters)
    message = _own(world, parameters)
    if message.media is None or message.media.kind == "sticker":
        raise BadRequest("there is no caption in the message to edit")
    return _edited(world, message, replace(message, text=text, markup=markup))


async def edit_message_media(world: World, parameters: Parameters) -> Json | bool:
    """Put other media into a message; a text becomes a photo, a document, an animation or a video."""
    description, markup = parameters.structure("media"), inline_keyboard(parameters)
    _own(world, parameters)
    media = await attachments.input_media(world, parameters, description)
    text = caption(Parameters.of(description))
    message = _own(world, parameters)  # it may have gone while the photo was encoded
    if message.media is not None and message.media.kind == "sticker":
        raise BadRequest("there is no media in the message to edit")
    if message.album is not None and not _alike(message.media, media):
        raise BadRequest("can't use the media of the specified type in the album")
    return _edited(world, message, replace(message, text=text, media=media, markup=markup))


async def edit_message_reply_markup(world: World, parameters: Parameters) -> Json | bool:
    """Change only the keyboard."""
    markup = inline_keyboard(parameters, pays=True)
    message = _own(world, parameters)
    return _edited(world, message, replace(message, markup=markup))


async def delete_message(world: World, parameters: Parameters) -> bool:
    """Take a message away while it is young; in a group only the bot's own, unless it is administrator."""
    chat = open_chat(world, parameters)
    message = chat.message(parameters.integer("message_id"), otherwise="message to delete not found")
    _check_deletable(world, message)
    world.delete(message)
    return True


async def delete_messages(world: World, parameters: Parameters) -> bool:
    """Take several messages away; those that are not there are passed over."""
    chat, numbers = open_chat(world, parameters), parameters.structure("message_ids")
    if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST_DELETED:
        raise BadRequest("there are too many or no message identifiers to delete")
    messages = [chat.messages[number] for number in numbers if number in chat.messages]
    for message in messages:
        _check_deletable(world, message)
    for message in messages:
        world.delete(message)
    return True


async def leave_chat(world: World, parameters: Parameters) -> bool:
    """Go out of a group."""
    chat = open_chat(world, parameters)
    if chat.person is not None:
        raise BadRequest("chat member status can't be changed in private chats")
    before = chat.members.pop(world.bot.id, "member")
    chat.closed = chat.left = True
    world.happened("my_chat_member", chat, membership(world.bot, chat, world.bot, before, "left"))
    return True


def _check_deletable(world: World, message: Message) -> None:
    if message.chat.members.get(world.bot.id) == "administrator":
        return
    if message.chat.kind != "private" and message.sender != world.bot:
        raise BadRequest("message can't be deleted")
    if time.time() - message.date > DELETABLE:
        raise BadRequest("message can't be deleted for everyone")


def _alike(before: Media | None, after: Media) -> bool:
    """Return whether media can take another's place in an album: photos and videos go together."""
    pictures = ("photo", "video")
    kinds = {("picture" if media.kind in pictures else media.kind) for media in (before, after) if media}
    return len(kinds) == 1


def _own(world: World, parameters: Parameters) -> Message:
    inline_id = parameters.text("inline_message_id")
    if inline_id is not None:
        return _sent_inline(world, inline_id)
    chat = open_chat(world, parameters)
    message = chat.message(parameters.integer("message_id"), otherwise="message to edit not found")
    if message.sender != world.bot:
        raise BadRequest("message can't be edited")
    return message


def _sent_inline(world: World, inline_id: str) -> Message:
    """Return the result that somebody sent, which the bot knows by this id alone."""
    chat_id, message_id = world.sent_inline.get(inline_id, (0, 0))
    chat = world.chats.get(chat_id)
    if chat is None:
        raise BadRequest("MESSAGE_ID_INVALID")
    return chat.message(message_id, otherwise="MESSAGE_ID_INVALID")


def _edited(world: World, before: Message, after: Message) -> Json | bool:
    if before.says_the_same(after):
        raise BadRequest(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    kept = world.keep(replace(after, edits=before.edits + 1, edit_date=int(time.time())))
    return True if kept.inline_id else kept.as_api()
