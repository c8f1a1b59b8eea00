"""The file of a painting that is sent and kept: without loss where Telegram makes a photo of it."""

from painting.wish import Picture as Pixels
from worker.pictures import Alpha, EncodedPicture, encode


def encode_to_keep(painting: Pixels, alpha: Alpha | None = None, *, as_photo: bool) -> EncodedPicture:
    """Write a painting, as :func:`worker.pictures.encode` does, or without loss.

    Telegram compresses photos itself; "Original file" then brings what was lost there. A file that goes as
    it is stays a JPEG, or the PNG that an alpha needs.

    Args:
        as_photo: it is sent as a photo, if Telegram takes it as one.
    """
    sent = encode(painting, alpha)
    if not (as_photo and sent.is_photo):
        return sent
    lossless = encode(painting, lossless=True)
    return lossless if lossless.is_photo else sent
