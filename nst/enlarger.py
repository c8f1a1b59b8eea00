"""A picture made twice as large, sharper than by interpolation: a small net of our own.

Shi et al., 2016, https://arxiv.org/abs/1609.05158 (sub-pixel convolution: all layers at the small size, four
sub-pixels for each pixel at the end), with residual blocks, added to the bicubic enlargement. Departures: the
first kernels sum to 0 and nothing has a bias, so that a plain area stays plain, without a grid or a cast of
colour, and a picture of half the contrast gets half the detail (Mohan et al., 2020,
https://arxiv.org/abs/1906.05478, on nets without biases).
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from painting import layers
from painting.borders import bordered
from painting.precision import has_fast_bfloat16
from painting.sizes import resized
from painting.step import Step, Tell
from painting.tensors import picture as as_picture
from painting.tensors import tensor
from painting.wish import Picture, check_picture
from weights.checkpoint import load_strictly, read_state

#: How many times larger both sides become.
TIMES = 2
#: Channels of every layer but the last.
WIDTH = 32
#: Residual blocks.
BLOCKS = 4


def _ignore(step: Step) -> None:
    """Nobody asked for the steps."""


class Residual(nn.Module):
    """Two convolutions added to what came in.

    Lim et al., 2017, https://arxiv.org/abs/1707.02921, section 3.1.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _convolution(channels, channels)
        self.second = _convolution(channels, channels)

    def forward(self, features: Tensor) -> Tensor:
        """(N, channels, h, w), both ways."""
        result: Tensor = self.second(layers.rectified(self.first(features)), onto=features)
        return result


class EnlargerNet(nn.Module):
    """The net itself: a small picture in, the detail that interpolation misses out.

    Its layers see zeros beyond the picture: what is nearer to the border than ``reach`` is not right.
    """

    def __init__(self, width: int = WIDTH, blocks: int = BLOCKS) -> None:
        super().__init__()
        #: Pixels of the small picture that a pixel sees on each side: one for each layer.
        self.reach = 2 * blocks + 2
        self.enter = _convolution(3, width)
        self.blocks = nn.ModuleList(Residual(width) for _ in range(blocks))
        self.leave = _convolution(width, 3 * TIMES**2)

    def forward(self, image: Tensor) -> Tensor:
        """Guess the detail.

        Args:
            image: sRGB in [0, 1], shape (N, 3, h, w); h, w >= 1 px.

        Returns:
            What is to be added to the bicubic enlargement, about [-0.5, 0.5], shape (N, 3, 2 h, 2 w).
        """
        # bf16 would round the first kernels, and their sums would no longer be 0.
        with torch.autocast(image.device.type, enabled=False):
            features = self.enter(image)
        for block in self.blocks:
            features = block(features)
        return F.pixel_shuffle(self.leave(features), TIMES)

    @torch.no_grad()
    def centre(self) -> None:
        """Bring the sum of each of the first kernels to 0: a plain area then has no detail."""
        self.enter.weight -= self.enter.weight.mean((2, 3), keepdim=True)


class Enlarger:
    """Makes pictures twice as large."""

    #: Pixels of the small picture in one strip of rows: a layer of them is near what caches hold.
    strip = 1 << 17

    def __init__(self, file: Path, device: torch.device | str = "cpu") -> None:
        """Load the net.

        Raises:
            WeightsError: ``file`` does not hold this net.
            FileNotFoundError: there is no such file.
        """
        self.device = torch.device(device)
        self.halved = has_fast_bfloat16(self.device)
        self.net = EnlargerNet()
        load_strictly(self.net, {name: value.float() for name, value in read_state(file).items()})
        self.net.centre()  # fp16 rounded the kernels
        self.net.eval().requires_grad_(False).to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]

    def enlarge(self, picture: Picture, progress: Tell = _ignore) -> Picture:
        """Make a picture twice as large.

        Nothing in the net looks at the whole picture, so it passes in strips of rows, each with the rows
        around it that the net sees: exact, and faster than one large pass.

        Args:
            picture: sRGB in [0, 1], (3, h, w); h, w >= 1 px.
            progress: called after each strip; an exception that it raises passes through.

        Returns:
            (3, 2 h, 2 w) in [0, 1].

        Raises:
            ValueError: ``picture`` is not a picture.
            MemoryError, torch.OutOfMemoryError: it is too large.
        """
        check_picture(picture)
        height, width = picture.shape[1:]
        large = resized(picture, TIMES * height, TIMES * width)
        reach = self.net.reach
        image = bordered(picture, reach)
        rows = max(1, self.strip // width)
        starts = range(0, height, rows)
        for step, start in enumerate(starts, 1):
            detail = self._detail(image[:, start : start + rows + 2 * reach])
            large[:, TIMES * start : TIMES * (start + rows)] += detail
            progress(Step(step=step, of=len(starts)))
        return large.clip(0, 1, out=large)

    @torch.inference_mode()
    def _detail(self, image: Picture) -> Picture:
        """(3, h, w) → the detail of all but a border of ``reach``."""
        seen = tensor(image, self.device).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.halved):
            detail = self.net(seen)
        cut = TIMES * self.net.reach
        return as_picture(detail[:, :, cut:-cut, cut:-cut])


def _convolution(inputs: int, outputs: int) -> layers.Convolution:
    return layers.Convolution(inputs, outputs, 3, border="zeros", bias=False)
