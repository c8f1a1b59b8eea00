"""New messages from the bot."""

import secrets

from sandbox.errors import BadRequest
from sandbox.media import Kind
from sandbox.methods import attachments
from sandbox.methods.destination import destination, post
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.texts import Text, caption, message_text
from sandbox.world import World

#: Messages of one album, at least and at most.
ALBUM = (2, 10)


async def send_message(world: World, parameters: Parameters) -> Json:
    """Send a text."""
    place, text = destination(world, parameters), message_text(parameters)
    return post(world, place, text).as_api()


async def send_photo(world: World, parameters: Parameters) -> Json:
    """Send a photo, re-encoded."""
    place, text = destination(world, parameters), caption(parameters)
    media = await attachments.photo(world, parameters, parameters.text("photo"))
    return post(world, place, text, media).as_api()


async def send_document(world: World, parameters: Parameters) -> Json:
    """Send a file, byte for byte; films, GIFs and stickers are shown as such."""
    place, text = destination(world, parameters), caption(parameters)
    media = await attachments.document(world, parameters, parameters.text("document"))
    return post(world, place, text, media).as_api()


async def send_animation(world: World, parameters: Parameters) -> Json:
    """Send a GIF or a video without sound."""
    return await _send_moving(world, parameters, "animation")


async def send_video(world: World, parameters: Parameters) -> Json:
    """Send a video."""
    return await _send_moving(world, parameters, "video")


async def send_sticker(world: World, parameters: Parameters) -> Json:
    """Send a sticker; it has no caption."""
    place = destination(world, parameters)
    media = await attachments.moving(world, parameters, "sticker", parameters.text("sticker"))
    return post(world, place, Text(plain=""), media).as_api()


async def send_media_group(world: World, parameters: Parameters) -> list[Json]:
    """Send an album of photos and videos, or of documents: all of it or nothing."""
    items = parameters.structure("media")
    if not isinstance(items, list) or not items:
        raise BadRequest("there are no messages to send")
    if len(items) < ALBUM[0]:  # as documented; the server itself would send one item as a plain message
        raise BadRequest("media must include 2-10 items")
    if len(items) > ALBUM[1]:
        raise BadRequest("too many messages to send as an album")
    place = destination(world, parameters)
    album = [await attachments.input_media(world, parameters, item, album=True) for item in items]
    if len({"document" if media.kind == "document" else "picture" for media in album}) > 1:
        raise BadRequest("document can't be mixed with other media types")
    texts = [caption(Parameters.of(item)) for item in items]
    group = str(secrets.randbits(60))
    return [post(world, place, text, media, group).as_api() for text, media in zip(texts, album, strict=True)]


async def _send_moving(world: World, parameters: Parameters, kind: Kind) -> Json:
    place, text = destination(world, parameters), caption(parameters)
    media = await attachments.moving(world, parameters, kind, parameters.text(kind))
    return post(world, place, text, media).as_api()
