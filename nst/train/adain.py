"""Train AdaIN's decoder: the encoder stays as it is, the picture must encode to what was decoded.

Huang and Belongie, 2017, https://arxiv.org/abs/1703.06868, sections 5 and 6. Departures: the decoder begins
at grey; the style loss may be an absolute one; noise may be laid on the features, so that the decoder learns
to make something of features that no photograph has.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import product
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from nst.adain_net import Decoder, Encoder, adapted, statistics
from nst.train.perceptual import improve
from painting.layers import Convolution
from training.chance import seed_of
from training.photos import Photos
from training.precision import Precision, mixed
from training.pupil import Result


class StyleLoss(StrEnum):
    """How means and deviations are compared."""

    MSE = "mse"  # the paper's
    L1 = "l1"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the decoder is trained; the defaults are the paper's, or of its published code."""

    seed: int = 1
    batch: int = 8
    #: of the crops, pixels; a multiple of 8
    side: int = 256
    #: of Adam
    rate: float = 1e-4
    #: the rate at a step is ``rate / (1 + decay * step)``
    decay: float = 5e-5
    #: weight of the style loss beside the content loss
    style: float = 10.0
    style_loss: StyleLoss = StyleLoss.MSE
    #: standard deviation of the noise on the features that are decoded; their mean is about 1
    noise: float = 0.0

    def rate_at(self, step: int) -> float:
        """Learning rate."""
        return self.rate / (1 + self.decay * step)


@dataclass(kw_only=True)
class Mirror:
    """The decoder in training; a :class:`training.pupil.Pupil`."""

    recipe: Recipe
    #: loaded
    encoder: Encoder
    photos: Photos
    styles: Photos
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        self.encoder.eval().requires_grad_(False).to(self.device)
        self.net = Decoder()
        _begin_grey(self.net)
        self.net.to(self.device)
        self.optimiser = torch.optim.Adam(self.net.parameters(), self.recipe.rate)

    def learn(self, step: int) -> dict[str, float]:
        """Do one step on the next batch of photos, each with a style of its own."""
        recipe = self.recipe
        self.optimiser.param_groups[0]["lr"] = recipe.rate_at(step)
        photos = self.photos.batch(recipe.batch, recipe.side, seed_of(recipe.seed, step))
        styles = self.styles.batch(recipe.batch, recipe.side, seed_of(recipe.seed + 1, step))
        with mixed(self.device, self.precision):
            content, style = self._losses(photos.to(self.device), styles.to(self.device))
        loss = content + recipe.style * style
        improve(self.net, self.optimiser, loss)
        return {"loss": loss.item(), "content": content.item(), "style": style.item()}

    def _losses(self, photos: Tensor, styles: Tensor) -> tuple[Tensor, Tensor]:
        with torch.no_grad():
            wanted = [statistics(level) for level in self.encoder.levels(styles)]
            target = adapted(self.encoder(photos).float(), *wanted[-1])
        noise = self.recipe.noise * torch.randn_like(target)
        found = self.encoder.levels(self.net(target + noise))
        content = F.mse_loss(found[-1].float(), target)
        compare = F.mse_loss if self.recipe.style_loss is StyleLoss.MSE else F.l1_loss
        differences = [
            compare(one, other)
            for level, goals in zip(found, wanted, strict=True)
            for one, other in zip(statistics(level), goals, strict=True)
        ]
        return content, torch.stack(differences).sum()

    def state(self) -> dict[str, Any]:
        """Give what a checkpoint holds."""
        return {"net": self.net.state_dict(), "optimiser": self.optimiser.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint stands."""
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])

    @torch.no_grad()
    def preview(self) -> list[list[Tensor]]:
        """Paint two photos in two styles: photo, style, painting in each row."""
        photos = self.photos.batch(2, self.recipe.side, seed=0)
        styles = self.styles.batch(2, self.recipe.side, seed=0)
        rows = []
        for photo, style in product(photos, styles):
            wanted = statistics(self.encoder(style[None].to(self.device)))
            target = adapted(self.encoder(photo[None].to(self.device)), *wanted)
            rows.append([photo, style, self.net(target)[0].clamp(0, 1).cpu()])
        return rows

    def results(self) -> list[Result]:
        """Give the decoder as ``nst.adain.AdaIN`` reads it."""
        facts = {"recipe": asdict(self.recipe)}
        return [Result(what="decoder of AdaIN", weights=self.net.state_dict(), facts=facts)]


def _begin_grey(net: Decoder) -> None:
    """Let the untrained decoder give mid-grey instead of black."""
    convolutions = [layer for layer in net if isinstance(layer, Convolution)]
    torch.nn.init.constant_(torch.as_tensor(convolutions[-1].bias), 0.5)
