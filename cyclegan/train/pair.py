"""Two generators and two discriminators that learn from each other.

Zhu et al., 2017, https://arxiv.org/abs/1703.10593, section 3 and figure 3.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from cyclegan.discriminator import Discriminator
from cyclegan.generator import Generator
from cyclegan.train.losses import apart, judged, taken_for
from cyclegan.train.pool import Pool
from cyclegan.train.recipe import Recipe


@dataclass(frozen=True, kw_only=True)
class Losses:
    """The parts of one step's losses, both directions together, without their weights."""

    #: How far the generators are from being taken for real; 2 at most where scores stay in [0, 1].
    adversarial: float
    #: Mean absolute difference after there and back, in the range [-1, 1].
    cycle: float
    #: The same, of pictures that were already of the wanted kind; 0 where nobody asks for it.
    identity: float
    #: What the discriminators minimise: 0.25 each where they only guess.
    judges: float


@dataclass(frozen=True, kw_only=True)
class Made:
    """What the generators made of two batches, with gradients."""

    b: Tensor
    a: Tensor
    a_again: Tensor
    b_again: Tensor


class Pair:
    """The nets of both directions with their optimisers and pools."""

    def __init__(self, recipe: Recipe, device: torch.device, precision: AbstractContextManager[Any]) -> None:
        """Build it untrained; everything follows from the recipe's seed.

        Args:
            recipe: how to train it.
            device: where.
            precision: entered while the nets compute, again and again.
        """
        self.recipe = recipe
        self.device = device
        self.precision = precision
        torch.manual_seed(recipe.seed)
        self.to_b, self.to_a = (Generator(recipe.channels, recipe.blocks) for _ in range(2))
        self.judge_a, self.judge_b = (Discriminator(recipe.judge_channels) for _ in range(2))
        self.nets: dict[str, nn.Module] = {
            "to_b": self.to_b, "to_a": self.to_a, "judge_a": self.judge_a, "judge_b": self.judge_b,
        }  # fmt: skip
        for net in self.nets.values():
            net.apply(_start).to(device)
        self.optimisers = {
            "generators": self._adam(self.to_b, self.to_a),
            "judges": self._adam(self.judge_a, self.judge_b),
        }
        self.pools = {"a": Pool(recipe.pool, seed=recipe.seed), "b": Pool(recipe.pool, seed=recipe.seed + 1)}

    def learn(self, a: Tensor, b: Tensor, rate: float) -> Losses:
        """Take one step of all four nets.

        Args:
            a: RGB in [-1, 1], (N, 3, H, W), of the one kind; b: the same, of the other.
            rate: of learning.
        """
        for optimiser in self.optimisers.values():
            for group in optimiser.param_groups:
                group["lr"] = rate
        made, adversarial, cycle, identity = self._teach_generators(a, b)
        judges = self._teach_judges(a, b, made)
        return Losses(
            adversarial=adversarial.item(), cycle=cycle.item(), identity=identity.item(), judges=judges.item()
        )

    def state(self) -> dict[str, Any]:
        """All that must be saved to go on exactly here."""
        return {
            "nets": {name: net.state_dict() for name, net in self.nets.items()},
            "optimisers": {name: optimiser.state_dict() for name, optimiser in self.optimisers.items()},
            "pools": {name: pool.state() for name, pool in self.pools.items()},
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from such a state."""
        for name, net in self.nets.items():
            net.load_state_dict(state["nets"][name])
        for name, optimiser in self.optimisers.items():
            optimiser.load_state_dict(state["optimisers"][name])
        for name, pool in self.pools.items():
            pool.restore(state["pools"][name], self.device)

    def _adam(self, *nets: nn.Module) -> torch.optim.Adam:
        parameters = [parameter for net in nets for parameter in net.parameters()]
        return torch.optim.Adam(parameters, self.recipe.rate, (self.recipe.momentum, 0.999))

    def _teach_generators(self, a: Tensor, b: Tensor) -> tuple[Made, Tensor, Tensor, Tensor]:
        with _frozen(self.judge_a, self.judge_b):
            with self.precision:
                made = self._made(a, b)
                scores_a, scores_b = self.judge_a(made.a), self.judge_b(made.b)
                identity = self._identity(a, b)
            adversarial = taken_for(scores_a, real=True) + taken_for(scores_b, real=True)
            cycle = apart(made.a_again, a) + apart(made.b_again, b)
            weighted = self.recipe.cycle * (cycle + self.recipe.identity * identity)
            self._descend("generators", adversarial + weighted)
        return made, adversarial, cycle, identity

    def _made(self, a: Tensor, b: Tensor) -> Made:
        made_b, made_a = self.to_b(a), self.to_a(b)
        return Made(b=made_b, a=made_a, a_again=self.to_a(made_b), b_again=self.to_b(made_a))

    def _identity(self, a: Tensor, b: Tensor) -> Tensor:
        if self.recipe.identity == 0:  # two passes that nobody asks for
            return a.new_zeros(())
        return apart(self.to_a(a), a) + apart(self.to_b(b), b)

    def _teach_judges(self, a: Tensor, b: Tensor, made: Made) -> Tensor:
        shown_a = self.pools["a"].exchange(made.a.detach())
        shown_b = self.pools["b"].exchange(made.b.detach())
        with self.precision:
            loss_a = judged(self.judge_a(a), self.judge_a(shown_a))
            loss_b = judged(self.judge_b(b), self.judge_b(shown_b))
        loss = loss_a + loss_b
        self._descend("judges", loss)
        return loss

    def _descend(self, name: str, loss: Tensor) -> None:
        optimiser = self.optimisers[name]
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def _start(module: nn.Module) -> None:
    """Give a convolution the paper's first weights; norms have none."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


@contextmanager
def _frozen(*nets: nn.Module) -> Iterator[None]:
    """Spend no gradient on these nets' own weights in the block."""
    for net in nets:
        net.requires_grad_(False)
    try:
        yield
    finally:
        for net in nets:
            net.requires_grad_(True)
