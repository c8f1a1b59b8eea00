"""Any style picture in one pass of a very small net: MicroAST, 472,000 parameters.

Wang et al., 2023, "MicroAST: Towards Super-Fast Ultra-Resolution Arbitrary Style Transfer",
https://arxiv.org/abs/2211.15313, section 3: two micro encoders, a modulator, a micro decoder. A style is 512
numbers, its signals: they set the features' statistics and scale the decoder's filters.

Departures: at less than full strength the signals are mixed with the photo's own. The published way, which
mixes the features alone while the filters remain the style's, gives pictures of one colour in between. And
the photo is calmed first, for the net paints the blocks of JPEG as a grid.
"""

from pathlib import Path

import torch
from torch import Tensor

from nst.calm import calmed
from nst.microast_net import MicroASTNet
from nst.styles import Remembered
from painting import layers, steady
from painting.borders import padded
from painting.one_pass import OnePass
from painting.sizes import with_side
from painting.step import Tell
from painting.tensors import picture, tensor
from painting.wish import Picture, Wish
from weights.checkpoint import load_strictly, read_state

#: At what size a style picture is looked at: pixels of its longer side at a style scale of 1. Looked at
#: smaller its strokes are crisp, but noise in the photo becomes a grid; larger, they are soft and pale.
LOOK = 768
#: The least and the greatest size at which any picture is looked at, in pixels of its longer side.
LOOKS = (64, 1536)
#: Styles whose signals are remembered; each is 2 kB.
REMEMBERED = 64


class MicroAST(OnePass):
    """Paints in the manner of up to four pictures."""

    multiple = 4  # two halvings
    least = 16  # a residual block, at a quarter of the size, mirrors one pixel
    takes = (1, 4)
    fades_below = 0.25

    def __init__(
        self,
        content_encoder: Path,
        style_encoder: Path,
        modulator: Path,
        decoder: Path,
        device: torch.device | str = "cpu",
    ) -> None:
        """Load the four parts.

        Raises:
            WeightsError: a file is not that part's.
        """
        self.device = torch.device(device)
        self.net = MicroASTNet()
        load_strictly(self.net.content_encoder, read_state(content_encoder))
        load_strictly(self.net.style_encoder, read_state(style_encoder))
        load_strictly(self.net.modulator, read_state(modulator))
        load_strictly(self.net.decoder, read_state(decoder))
        self.net.eval().requires_grad_(False).to(self.device)
        self._remembered = Remembered(self._seen, REMEMBERED)

    @torch.inference_mode()
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        """Pass a picture through the net; see :meth:`painting.one_pass.OnePass.translate`."""
        content = calmed(tensor(image, self.device))
        signals = self._mixed(wish)
        strength = max(wish.strength, self.fades_below)
        if strength < 1:
            own = steady.numbers(lambda: self._seen(self._sized(image, min(LOOKS[1], max(image.shape[1:])))))
            signals = own + strength * (signals - own)
        with layers.telling(progress, self.net.content_encoder, self.net.decoder):
            return picture(self.net(content, signals))

    def _mixed(self, wish: Wish) -> Tensor:
        """The styles' signals, mixed by their weights."""
        weights = torch.tensor([style.weight for style in wish.styles], device=self.device)
        each = [self._signals(style.picture, wish.style_scale) for style in wish.styles]
        return torch.einsum("s,slnc->lnc", weights / weights.sum(), torch.stack(each))

    def _signals(self, style: Picture, scale: float) -> Tensor:
        """Of one style; remembered, for people paint many photos with one style."""
        least, most = LOOKS
        return self._remembered(self._sized(style, round(min(most, max(least, LOOK * scale)))))

    def _sized(self, image: Picture, longest: int) -> Picture:
        """A picture as it is looked at, its longer side ``longest`` pixels."""
        return padded(with_side(image, longest), multiple=self.multiple, least=self.least)

    def _seen(self, image: Picture) -> Tensor:
        """Signals of a picture that has the size to be looked at."""
        return self.net.signals(tensor(image, self.device))
