"""Is what came back a painting of the photo that was sent? Judged by figures, before anybody looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from nst.drawings import draw
from nst.referee import psnr, style_loss
from nst.vgg import Vgg
from painting.sizes import resized
from worker.pictures import Picture, decode

#: dB; above it a picture is still the photo.
STILL_THE_PHOTO = 25.0
#: A painting has at most this share of the photo's distance to the style.
HALVED = 0.5


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Figures, and what speaks against the picture."""

    #: dB to the photo.
    psnr: float
    #: Style loss of the painting over that of the photo; None: no referee, or no style picture at hand.
    style: float | None
    complaints: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Judges with VGG-19's weights and the paintings that are at hand."""

    referee: Path | None
    wave: Path | None

    def judge(self, photo: bytes, painting: bytes, drawings: Sequence[tuple[str, float]]) -> Judgement:
        """Compare a painting with its photo and its style."""
        before, after = _tensor(decode(photo)), _tensor(decode(painting))
        if before.shape != after.shape:
            sizes = " is not ".join(f"{tensor.shape[2]}x{tensor.shape[1]}" for tensor in (after, before))
            return Judgement(psnr=0, style=None, complaints=(f"its size {sizes}",))
        likeness, style = psnr(before, after), self._share(before, after, drawings)
        complaints = []
        if likeness >= STILL_THE_PHOTO:
            complaints.append(f"it is still the photo: PSNR {likeness:.1f} dB")
        if style is not None and style > HALVED:
            complaints.append(f"its style loss is {style:.0%} of the photo's")
        return Judgement(psnr=likeness, style=style, complaints=tuple(complaints))

    def _share(self, photo: Tensor, painting: Tensor, drawings: Sequence[tuple[str, float]]) -> float | None:
        styles = self._styles(photo, drawings)
        if self.referee is None or not styles:
            return None
        features = Vgg.load(self.referee)
        before, after = (style_loss(picture, styles, features) for picture in (photo, painting))
        return after / before

    def _styles(self, photo: Tensor, drawings: Sequence[tuple[str, float]]) -> list[tuple[Tensor, float]]:
        """The style pictures, brought to about the photo's area as painters do."""
        if drawings:
            size = (photo.shape[1], photo.shape[2])
            return [(torch.from_numpy(draw(name, size)), weight) for name, weight in drawings]
        if self.wave is None:
            return []
        wave = decode(self.wave.read_bytes())
        share = (photo[0].numel() / (wave.width * wave.height)) ** 0.5
        sized = resized(wave.pixels, round(wave.height * share), round(wave.width * share))
        return [(torch.from_numpy(sized.clip(0, 1)), 1.0)]


def _tensor(picture: Picture) -> Tensor:
    return torch.from_numpy(picture.pixels)
