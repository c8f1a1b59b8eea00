"""How quickly each method paints on this machine: measured once, remembered beside the weights."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from time import monotonic

import numpy

from jobs.catalogue import STYLES, Method, Style
from jobs.settings import Settings
from painting.sizes import resized
from painting.wish import StylePicture, Wish
from weights.places import replaced
from worker import device
from worker.painters import build

#: Pixels, height and width, of the picture that is painted.
SIZE = (288, 384)


def remembered(settings: Settings) -> dict[str, float]:
    """Seconds per megapixel by method, as far as they were measured on this device."""
    try:
        known = json.loads(_file(settings).read_text("utf-8"))
        return {str(method): float(seconds) for method, seconds in known[_here(settings)].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # a note, not a record: measured again


def measure(settings: Settings, styles: Iterable[Style], about: Callable[[Method], None]) -> dict[str, float]:
    """Paint one picture by the method of each style and remember how long it took.

    Args:
        styles: installed; one for each method that is to be measured.
        about: called before each.

    Returns:
        Seconds per megapixel by method, those that were known included.

    Raises:
        weights.FileError: weights are missing or wrong.
    """
    speeds = remembered(settings)
    for style in styles:
        about(style.method)
        speeds[str(style.method)] = _seconds_per_megapixel(style, settings)
        _remember(speeds, settings)
    return speeds


def _seconds_per_megapixel(style: Style, settings: Settings) -> float:
    mixture = {} if style.by_picture else {style.name: 1.0}
    painter = build(style.method, mixture, STYLES, settings.weights_dir, device.choose(settings.device))
    noise = numpy.random.default_rng(1).random((3, 12, 16), numpy.float32)
    content = resized(noise, *SIZE).clip(0, 1)
    looked_at = (StylePicture(picture=content[:, ::-1].copy()),) if style.by_picture else ()
    small = Wish(content=resized(noise, 96, 128).clip(0, 1), styles=looked_at)
    painter.paint(small, lambda _: None)  # what is done once only is none of the picture's
    began = monotonic()
    painter.paint(Wish(content=content, styles=looked_at), lambda _: None)
    return (monotonic() - began) / (SIZE[0] * SIZE[1] / 1e6)


def _remember(speeds: dict[str, float], settings: Settings) -> None:
    file = _file(settings)
    with replaced(file) as part:
        part.write_text(json.dumps({_here(settings): speeds}, indent=1), "utf-8")


def _file(settings: Settings) -> Path:
    return settings.weights_dir / "speeds.json"


def _here(settings: Settings) -> str:
    return device.name(device.choose(settings.device))
