"""What is neither a message nor an edit: answers to presses, reactions, "is typing", files."""

from dataclasses import replace

from sandbox.errors import BadRequest
from sandbox.methods.destination import open_chat
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.reactions import REACTIONS
from sandbox.world import World

#: Characters of the answer to a press.
MAX_ANSWER = 200
#: Bytes that a bot may download.
MAX_DOWNLOAD = 20 * 1024 * 1024
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


async def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Answer the press of a button."""
    text = parameters.text("text")
    if len(text or "") > MAX_ANSWER:
        raise BadRequest("MESSAGE_TOO_LONG")
    press = world.presses.answer(
        parameters.text("callback_query_id") or "", text, alert=parameters.flag("show_alert")
    )
    world.events.tell({"chat_id": press.message.chat.id, "press": press.id})
    return True


async def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show for five seconds what the bot is doing."""
    chat = open_chat(world, parameters)
    action = parameters.text("action")
    if action not in ACTIONS:
        raise BadRequest("wrong parameter action in request")
    world.events.tell({"chat_id": chat.id, "action": action})
    return True


async def set_message_reaction(world: World, parameters: Parameters) -> bool:
    """Put one reaction under a message, or take it away."""
    chat = open_chat(world, parameters)
    message = chat.message(parameters.integer("message_id"), otherwise="message to react not found")
    wanted = parameters.structure("reaction") or []
    if not isinstance(wanted, list) or not all(isinstance(reaction, dict) for reaction in wanted):
        raise BadRequest("can't parse reaction types JSON object")
    emoji = tuple(str(reaction.get("emoji", "")).replace("\ufe0f", "") for reaction in wanted)
    if len(emoji) > 1:
        raise BadRequest("REACTIONS_TOO_MANY")
    if not REACTIONS.issuperset(emoji):
        raise BadRequest("REACTION_INVALID")
    world.keep(replace(message, reactions=emoji))
    return True


async def get_file(world: World, parameters: Parameters) -> Json:
    """Tell where the bytes of a file can be downloaded."""
    file_id = parameters.text("file_id")
    if file_id is None:
        raise BadRequest("file_id not specified")
    unique, size = world.files.find(file_id)
    if size > MAX_DOWNLOAD:
        raise BadRequest("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": unique,
        "file_size": size,
        "file_path": world.files.address(file_id),
    }
