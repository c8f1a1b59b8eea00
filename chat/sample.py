"""The photo to try styles on: ours, drawn by ``nst/landscape.py``, or the operator's."""

from importlib import resources

from jobs.settings import Settings

#: Pixels of ours.
WIDTH, HEIGHT = 1280, 853


def sample_photo(settings: Settings) -> bytes:
    """Read it.

    Raises:
        OSError: the operator's cannot be read.
    """
    if settings.sample_photo is not None:
        return settings.sample_photo.read_bytes()
    return resources.files("chat").joinpath("sample.jpg").read_bytes()
