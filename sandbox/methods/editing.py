"""Changes to messages that the bot has sent."""

import time
from dataclasses import replace

from sandbox.errors import BadRequest
from sandbox.markup import inline_keyboard
from sandbox.messages import Message
from sandbox.methods import attachments
from sandbox.methods.destination import open_chat
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.texts import caption, message_text
from sandbox.world import World


async def edit_message_text(world: World, parameters: Parameters) -> Json:
    """Change the text of a message that has one."""
    text, markup = message_text(parameters), inline_keyboard(parameters)
    message = _own(world, parameters)
    if message.media is not None:
        raise BadRequest("there is no text in the message to edit")
    return _edited(world, message, replace(message, text=text, markup=markup))


async def edit_message_caption(world: World, parameters: Parameters) -> Json:
    """Change the caption of a photo or document."""
    text, markup = caption(parameters), inline_keyboard(parameters)
    message = _own(world, parameters)
    if message.media is None:
        raise BadRequest("there is no caption in the message to edit")
    return _edited(world, message, replace(message, text=text, markup=markup))


async def edit_message_media(world: World, parameters: Parameters) -> Json:
    """Put other media into a message; a text becomes a photo or a document."""
    description, markup = parameters.structure("media"), inline_keyboard(parameters)
    _own(world, parameters)
    media = await attachments.input_media(world, parameters, description)
    text = caption(Parameters.of(description))
    message = _own(world, parameters)  # it may have gone while the photo was encoded
    if message.album is not None and message.media is not None and message.media.kind != media.kind:
        raise BadRequest("can't use the media of the specified type in the album")
    return _edited(world, message, replace(message, text=text, media=media, markup=markup))


async def edit_message_reply_markup(world: World, parameters: Parameters) -> Json:
    """Change only the keyboard."""
    markup = inline_keyboard(parameters)
    message = _own(world, parameters)
    return _edited(world, message, replace(message, markup=markup))


async def delete_message(world: World, parameters: Parameters) -> bool:
    """Take a message away; in a group only the bot's own."""
    chat = open_chat(world, parameters)
    message = chat.message(parameters.integer("message_id"), otherwise="message to delete not found")
    if chat.kind != "private" and message.sender != world.bot:
        raise BadRequest("message can't be deleted")
    world.delete(message)
    return True


def _own(world: World, parameters: Parameters) -> Message:
    chat = open_chat(world, parameters)
    message = chat.message(parameters.integer("message_id"), otherwise="message to edit not found")
    if message.sender != world.bot:
        raise BadRequest("message can't be edited")
    return message


def _edited(world: World, before: Message, after: Message) -> Json:
    if before.says_the_same(after):
        raise BadRequest(
            "message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message"
        )
    return world.keep(replace(after, edits=before.edits + 1, edit_date=int(time.time()))).as_api()
