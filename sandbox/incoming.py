"""Keeps a file that comes in as what it shall be shown as: video, animation, sticker, document or photo."""

from dataclasses import fields

from sandbox.files import Files, Upload
from sandbox.media import Animation, Document, Kind, Media, Sticker, Video
from sandbox.moving import Moving, guessed, kind_of, looks_like, measured


async def keep_as(files: Files, upload: Upload, wanted: Kind, emoji: str | None = None) -> Document:
    """Keep a file byte for byte; what cannot be what is ``wanted`` becomes a document.

    Raises:
        BadRequest: PyAV is needed for this file and is not installed.
    """
    moving = None if wanted == "document" else await _measured(files, upload)
    return await _kept(files, upload, kind_of(moving, wanted), moving, emoji)


async def keep_found_out(files: Files, upload: Upload) -> Document:
    """Keep a file that is sent as a document: the server itself sees films, GIFs and stickers."""
    moving = await _measured(files, upload)
    guess = guessed(upload.content, moving)
    return await _kept(files, upload, "document" if guess == "photo" else guess, moving)


async def keep_guessed(files: Files, upload: Upload) -> Media:
    """Keep a file that a person sends without saying as what: a picture becomes a photo."""
    moving = await _measured(files, upload)
    guess = guessed(upload.content, moving)
    if guess == "photo":
        return await files.add_photo(upload.content, strict=False)
    return await _kept(files, upload, guess, moving)


async def _measured(files: Files, upload: Upload) -> Moving | None:
    if looks_like(upload.content) is None:
        return None
    return await files.blobs.in_thread(lambda: measured(upload.content))


async def _kept(
    files: Files, upload: Upload, kind: Kind, moving: Moving | None, emoji: str | None = None
) -> Document:
    document = await files.add_document(upload)
    if kind == "document" or moving is None:
        return document
    common = {field.name: getattr(document, field.name) for field in fields(document)}
    common |= {"kind": kind, "mime": moving.mime, "pixels": (moving.width, moving.height)}
    if kind == "sticker":
        return files.issue(Sticker(**common, emoji=emoji))
    shown = Animation if kind == "animation" else Video
    return files.issue(shown(**common, duration=round(moving.seconds)))
