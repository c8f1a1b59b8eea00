"""Messages to pictures: photos, image files, and files that only look like one."""

from telegram import Document, Message, PhotoSize

from jobs.job import Photo

#: Bytes that Telegram lets bots fetch.
MOST_BYTES = 20_000_000
#: File names that are pictures though Telegram did not notice.
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".gif")


def picture_in(message: Message) -> Photo | None:
    """The picture that a message carries; None: it carries none that could be read."""
    if message.photo:
        return _photo(message.photo[-1])
    if message.document and looks_like_a_picture(message.document):
        return _file(message.document)
    return None


def looks_like_a_picture(document: Document) -> bool:
    """Can this file be worth a try? What is in it decides later, when it is decoded."""
    kind, name = document.mime_type or "", (document.file_name or "").lower()
    return (kind.startswith("image/") and kind != "image/svg+xml") or name.endswith(_SUFFIXES)


def too_big(message: Message) -> float | None:
    """Megabytes of a file that is larger than bots can fetch; None: it is not."""
    size = message.document.file_size if message.document else None
    return round(size / 1e6, 1) if size and size > MOST_BYTES else None


def _photo(size: PhotoSize) -> Photo:
    return Photo(
        file_id=size.file_id,
        file_unique_id=size.file_unique_id,
        width=size.width,
        height=size.height,
        kind="photo",
    )


def _file(document: Document) -> Photo:
    # Telegram tells a file's size in pixels by its thumbnail's shape only: it is not known here.
    return Photo(
        file_id=document.file_id, file_unique_id=document.file_unique_id, width=0, height=0, kind="document"
    )
