"""MUNIT: a picture is a content code, which is kept, and a style code of eight numbers, which is exchanged.

Huang, Liu, Belongie and Kautz, 2018, "Multimodal Unsupervised Image-to-Image Translation",
https://arxiv.org/abs/1804.04732, sections 3 to 5. The published weights are for
non-commercial use.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import torch
from torch import Tensor

from cyclegan.munit_net import STYLE, MunitNet
from painting import layers, steady
from painting.borders import padded
from painting.one_pass import OnePass
from painting.sizes import with_side
from painting.step import Tell
from painting.tensors import picture, tensor
from painting.wish import Picture, Wish
from weights import checkpoint
from weights.checkpoint import State, WeightsError, load_strictly, read_state

#: From which of the two trained domains into which.
Direction: TypeAlias = Literal["ab", "ba"]
#: A generator's parameters, or both generators' under "a" and "b".
Parameters: TypeAlias = Mapping[str, Tensor] | Mapping[str, Mapping[str, Tensor]]

#: At what size a style picture is looked at: pixels of its longer side at a style scale of 1, as in training.
LOOK = 256
#: The least and the greatest size at which one is looked at.
LOOKS = (64, 1024)


class Munit(OnePass):
    """Paints with two trained generators: the content encoder of one, all else of the other.

    The style is that of pictures, mixed by their weights, or, where there are none, one by chance: another
    seed, another style. At less than full strength its code is mixed with the photo's own.
    """

    multiple = 4  # two halvings
    least = 16  # a residual block, at a quarter of the size, mirrors one pixel
    takes = (0, 4)
    fades_below = 0.25

    def __init__(
        self,
        weights: Path | Parameters,
        device: torch.device | str = "cpu",
        *,
        direction: Direction = "ab",
    ) -> None:
        """Load the generators.

        Args:
            weights: a file, or what is in it: both generators under "a" and "b", or one, for both.
            device: where to paint.
            direction: "ab" translates what looks like domain a into domain b.

        Raises:
            WeightsError: ``weights`` are not this net's; the message names the key.
            ValueError: there is no such direction.
        """
        if direction not in get_args(Direction):
            raise ValueError(f"a direction is one of {', '.join(get_args(Direction))}, not {direction!r}")
        self.device = torch.device(device)
        self.net = MunitNet()
        states = _read(weights) if isinstance(weights, Path) else _both(weights)
        load_strictly(self.net, _joined(states[direction[0]], states[direction[1]]))
        self.net.eval().requires_grad_(False).to(self.device)

    @torch.inference_mode()
    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        """Pass a picture through the net; see :meth:`painting.one_pass.OnePass.translate`."""
        style = self._style(image, wish)
        with layers.telling(progress, self.net.enc_content, self.net.dec):
            painted = self.net(2 * tensor(image, self.device) - 1, style)
        return picture(painted.add_(1).div_(2))

    def _style(self, image: Picture, wish: Wish) -> Tensor:
        """The code to paint with, (1, 8, 1, 1)."""
        style = self._mixed(wish) if wish.styles else self._chance(wish.seed)
        strength = max(wish.strength, self.fades_below)
        if strength == 1:
            return style
        own = steady.numbers(lambda: self._code(image, 1))
        return own + strength * (style - own)

    def _mixed(self, wish: Wish) -> Tensor:
        weights = torch.tensor([style.weight for style in wish.styles], device=self.device)
        codes = torch.stack([self._code(style.picture, wish.style_scale) for style in wish.styles])
        return torch.einsum("s,s...->...", weights / weights.sum(), codes)

    def _chance(self, seed: int) -> Tensor:
        """A code as training drew them: from the unit normal distribution (section 4)."""
        return torch.randn(1, STYLE, 1, 1, generator=torch.Generator().manual_seed(seed)).to(self.device)

    def _code(self, style: Picture, scale: float) -> Tensor:
        least, most = LOOKS
        sized = padded(with_side(style, min(most, max(least, LOOK * scale))), multiple=4, least=32)
        code: Tensor = self.net.enc_style(2 * tensor(sized, self.device) - 1)
        return code


def _read(file: Path) -> dict[str, State]:
    content = checkpoint.read(file)  # the only file with several state dicts: `read_state` refuses those
    if isinstance(content, Mapping) and all(isinstance(key, str) for key in content):
        inner = {key for key, value in content.items() if isinstance(value, Mapping)}
        if len(inner) != 1:
            return _both(content)
    return _both(read_state(file))


def _both(content: Mapping[str, object]) -> dict[str, State]:
    """Both generators by domain; where there is only one it stands for both."""
    alone = _state(content)
    if alone:
        return {"a": alone, "b": alone}
    for key in content:
        if key not in ("a", "b"):
            raise WeightsError(f"{key} is neither a nor b, the two generators")
    return {key: _one(content, key) for key in ("a", "b")}


def _one(content: Mapping[str, object], key: str) -> State:
    if key not in content:
        raise WeightsError(f"{key} is missing")
    state = _state(content[key])
    if not state:
        raise WeightsError(f"{key} is not a state dict")
    return state


def _state(content: object) -> State:
    """A copy where it is a state dict, else nothing."""
    if not isinstance(content, Mapping):
        return {}
    state = {str(key): value for key, value in content.items() if isinstance(value, Tensor)}
    return state if len(state) == len(content) else {}


def _joined(source: State, target: State) -> State:
    """What encodes the content from the one, all else from the other."""
    encoder = {key: value for key, value in source.items() if key.startswith("enc_content.")}
    return encoder | {key: value for key, value in target.items() if not key.startswith("enc_content.")}
