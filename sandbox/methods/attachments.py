"""The photo or document that a call carries: uploaded with it, or named by its file id."""

from collections.abc import Awaitable, Callable

from sandbox.errors import BadRequest, TooLarge
from sandbox.files import Upload
from sandbox.media import Document, Media, Photo
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.world import World

#: Bytes that a bot may upload.
MAX_UPLOAD = 50 * 1024 * 1024


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
    return await _attached(world, parameters, "document", value, world.files.add_document)


async def input_media(world: World, parameters: Parameters, description: Json) -> Media:
    """Return what an ``InputMedia`` object describes.

    Raises:
        ApiError: as for its kind, or the kind is not known here.
    """
    kinds = {"photo": photo, "document": document}
    if not isinstance(description, dict) or description.get("type") not in kinds:
        raise BadRequest("can't parse InputMedia: media type must be photo or document")
    return await kinds[description["type"]](world, parameters, description.get("media"))


async def _attached(
    world: World,
    parameters: Parameters,
    kind: str,
    value: str | None,
    keep: Callable[[Upload], Awaitable[Media]],
) -> Media:
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
    return _sent_before(world, kind, value)


def _upload(parameters: Parameters, kind: str, value: str | None) -> Upload | None:
    if not value:
        return parameters.uploads.get(kind)
    return parameters.uploads.get(value.removeprefix("attach://")) if value.startswith("attach://") else None


def _sent_before(world: World, kind: str, file_id: str) -> Media:
    media = world.files.again(file_id)
    if media.kind != kind:
        raise BadRequest(f"can't use file of type {_title(media)} as {kind.capitalize()}")
    return media


def _title(media: Photo | Document) -> str:
    return media.kind.capitalize()
