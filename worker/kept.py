"""The file of a painting that is sent and kept: without loss where Telegram makes a photo of it."""

from painting.wish import Picture as Pixels
from worker.pictures import Alpha, EncodedPicture, encode, photo_fits


def encode_to_keep(painting: Pixels, alpha: Alpha | None = None, *, as_photo: bool) -> EncodedPicture:
    """Write a painting, as :func:`worker.pictures.encode` does, or without loss.

    Telegram compresses photos itself; "Original file" then brings what was lost there. A file that goes as
    it is stays a JPEG, or the PNG that an alpha needs.

    Args:
        as_photo: it is sent as a photo, if Telegram takes it as one.
    """
    height, width = painting.shape[1:]
    # As a PNG, too, it is no more bytes than a photo may have: 1280 × 1280 px are 5 MB uncompressed.
    lossless = as_photo and alpha is None and photo_fits(width, height, 0)
    return encode(painting, alpha, lossless=lossless)
