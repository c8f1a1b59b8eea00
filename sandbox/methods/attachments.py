"""The media that a call carries: uploaded with it, or named by its file id."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from sandbox.errors import BadRequest, TooLarge
from sandbox.files import Upload
from sandbox.incoming import keep_as, keep_found_out
from sandbox.media import Document, Kind, Media, Photo
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World

#: Bytes that a bot may upload.
MAX_UPLOAD = 50 * 1024 * 1024
#: Kinds of an ``InputMedia``.
INPUT_KINDS = ("photo", "document", "animation", "video")

_Keep: TypeAlias = Callable[[Upload], Awaitable[Media]]


async def photo(world: World, parameters: Parameters, value: str | None) -> Media:
    """Return the photo that ``value`` or the upload called ``photo`` is.

    Raises:
        ApiError: it is missing, unknown, too large or no picture.
    """

    async def keep(upload: Upload) -> Media:
        return await world.files.add_photo(upload.content, strict=True)

    return await _attached(world, parameters, "photo", value, keep)


async def document(world: World, parameters: Parameters, value: str | None) -> Media:
    """Return the document that ``value`` or the upload called ``document`` is.

    Raises:
        ApiError: it is missing, unknown or too large.
    """
    as_told = parameters.flag("disable_content_type_detection")

    async def keep(upload: Upload) -> Media:
        return await (world.files.add_document(upload) if as_told else keep_found_out(world.files, upload))

    return await _attached(world, parameters, "document", value, keep)


async def moving(world: World, parameters: Parameters, kind: Kind, value: str | None) -> Media:
    """Return the animation, video or sticker that ``value`` or the upload called so is.

    Raises:
        ApiError: as for a document.
    """
    emoji = parameters.text("emoji") if kind == "sticker" else None

    async def keep(upload: Upload) -> Media:
        return await keep_as(world.files, upload, kind, emoji)

    return await _attached(world, parameters, kind, value, keep)


async def input_media(
    world: World, parameters: Parameters, description: Json, *, album: bool = False
) -> Media:
    """Return what an ``InputMedia`` object describes.

    Args:
        album: it shall be a part of an album.

    Raises:
        ApiError: as for its kind, or the kind is not known here.
    """
    kind = description.get("type") if isinstance(description, dict) else None
    if not isinstance(kind, str):
        raise BadRequest("can't parse InputMedia: Can't find field \"type\"")
    if album and kind == "animation":
        raise BadRequest("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")
    if kind not in INPUT_KINDS:
        raise BadRequest(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    value = description.get("media")
    if not value:
        raise BadRequest("can't parse InputMedia: media not found")
    as_told = {"disable_content_type_detection": True} if album else {}
    told = Parameters(Parameters.of(description | as_told).values, parameters.uploads)
    if kind == "photo":
        return await photo(world, told, value)
    if kind == "document":
        return await document(world, told, value)
    return await moving(world, told, "animation" if kind == "animation" else "video", value)


async def _attached(world: World, parameters: Parameters, kind: str, value: str | None, keep: _Keep) -> Media:
    upload = _upload(parameters, kind, value)
    if upload is not None:
        if len(upload.content) > MAX_UPLOAD:
            raise TooLarge
        if not upload.content:
            raise BadRequest("file must be non-empty")
        return await keep(upload)
    if not value:
        raise BadRequest(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")
    return sent_before(world, kind, value)


def _upload(parameters: Parameters, kind: str, value: str | None) -> Upload | None:
    if not value:
        return parameters.uploads.get(kind)
    return parameters.uploads.get(value.removeprefix("attach://")) if value.startswith("attach://") else None


def sent_before(world: World, kind: str, file_id: str) -> Media:
    """Return what a file id points at: between files it stays what it is, a photo is none of them.

    Raises:
        BadRequest: it is not known, or a file where a photo is wanted, or the reverse.
    """
    media = world.files.again(file_id)
    if isinstance(media, Photo) != (kind == "photo"):
        raise BadRequest(f"can't use file of type {_title(media)} as {kind.capitalize()}")
    return media


def _title(media: Photo | Document) -> str:
    return media.kind.capitalize()
