"""Any style picture in one pass: the photo's features are given the statistics of the style's.

Huang and Belongie, 2017, "Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization",
https://arxiv.org/abs/1703.06868, sections 5 and 7.4; the nets stand in ``adain_net``.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy
import torch
from torch import Tensor

from nst.adain_net import Decoder, Encoder, adapted, adapted_by_place, statistics, used
from nst.bands import Bands
from nst.styles import Remembered, looked_at
from painting import layers
from painting.masks import masks
from painting.one_pass import OnePass
from painting.step import Tell
from painting.tensors import picture, tensor
from painting.wish import Picture, Wish
from weights.checkpoint import load_strictly, read_state

#: Styles whose statistics are remembered; each is 4 kB.
REMEMBERED = 64

# A row of features is 8 rows of pixels. What is next to a cut comes out wrong: of relu4_1 4 rows, of the
# decoder's picture 30 rows of pixels.
ENCODING = Bands(taken=8, given=1, halo=32, widest=64 + 64)
DECODING = Bands(taken=1, given=8, halo=4, widest=(64 + 64) * 8 * 8)


class AdaIN(OnePass):
    """Paints in the manner of up to four pictures."""

    multiple = 8  # three halvings
    least = 16  # the decoder, at an eighth of the size, mirrors one pixel
    takes = (1, 4)
    masks_inside = True
    fades_below = 0.25

    def __init__(
        self,
        encoder: Path | Mapping[str, Tensor],
        decoder: Path | Mapping[str, Tensor],
        device: torch.device | str = "cpu",
    ) -> None:
        """Load both halves.

        Args:
            encoder: the normalised VGG, to relu4_1 or, as published, to relu5_4.
            decoder: for its relu4_1.
            device: where to paint.

        Raises:
            WeightsError: they are not.
        """
        self.device = torch.device(device)
        self.encoder, self.decoder = Encoder(), Decoder()
        load_strictly(self.encoder, used(read_state(encoder) if isinstance(encoder, Path) else encoder))
        load_strictly(self.decoder, read_state(decoder) if isinstance(decoder, Path) else decoder)
        for half in (self.encoder, self.decoder):
            half.eval().requires_grad_(False).to(self.device)
        self._remembered = Remembered(self._measured, REMEMBERED)

    @torch.inference_mode()
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        """Pass a picture through the nets; see :meth:`painting.one_pass.OnePass.translate`."""
        content = tensor(image, self.device)
        cells = content[:, :, ::8, ::8]
        encodings, decodings = len(ENCODING.cut(content)), len(DECODING.cut(cells))
        styles = [looked_at(style.picture, wish) for style in wish.styles]
        new = sum(len(ENCODING.cut(tensor(style))) for style in styles if style not in self._remembered)
        nets = [self.encoder] * (new + encodings) + [self.decoder] * decodings
        with layers.telling(progress, *nets):
            known = torch.stack([self._remembered(style) for style in styles])
            features = self._styled(ENCODING.through(self.encoder, content), known, wish)
            painted = picture(DECODING.through(self.decoder, features))
        return _with_the_rest(painted, image, wish)

    def _measured(self, style: Picture) -> Tensor:
        """Mean and deviation of a style picture's features, (2, 512)."""
        features = ENCODING.through(self.encoder, tensor(style, self.device))
        return torch.cat(statistics(features))

    def _styled(self, features: Tensor, known: Tensor, wish: Wish) -> Tensor:
        """Give the content's features the styles' statistics, (styles, 2, 512), as far as wished."""
        rule = masks(wish, *(-(-side // 8) for side in wish.content.shape[1:]))
        if rule is None:
            weights = torch.tensor([style.weight for style in wish.styles], device=self.device)
            own = torch.cat(statistics(features))
            mixed = torch.einsum("k,ksc->sc", weights / weights.sum(), known)
            return adapted(features, *own.lerp(mixed, wish.strength))
        height, width = features.shape[2:]
        beyond = ((0, 0), (0, height - rule.shape[1]), (0, width - rule.shape[2]))
        shares = torch.from_numpy(wish.strength * numpy.pad(rule, beyond, mode="edge")).to(self.device)
        return adapted_by_place(features, known[:, 0], known[:, 1], shares)


def _with_the_rest(painted: Picture, image: Picture, wish: Wish) -> Picture:
    """Bring the photo itself back where no style rules: the nets would lose its finest detail."""
    height, width = wish.content.shape[1:]
    given = any(style.mask is not None for style in wish.styles)
    rule = masks(wish, height, width) if given else None
    if rule is not None:
        rest = 1 - rule.sum(0)
        for ours, photo in zip(painted[:, :height, :width], image[:, :height, :width], strict=True):
            ours += rest * (photo - ours)
    return painted
