"""A pair with its two kinds of pictures, as the loop of ``training.session`` sees it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch

from cyclegan.generator import Generator
from cyclegan.train.domain import Domain
from cyclegan.train.pair import Pair
from training.pupil import Measures, Result, Rows

#: Pictures of each kind in a preview.
SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Pupil:
    """What learns; see :class:`training.pupil.Pupil`."""

    pair: Pair
    a: Domain
    b: Domain

    def learn(self, step: int) -> Measures:
        """Do one step, counted from 0."""
        recipe, device = self.pair.recipe, self.pair.device
        a, b = (kind.batch(recipe.batch, step).to(device) for kind in (self.a, self.b))
        rate = recipe.rate_at(step)
        return {**asdict(self.pair.learn(a, b, rate)), "rate": rate}

    def state(self) -> dict[str, Any]:
        """All that the next step depends on."""
        return self.pair.state()

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from such a state."""
        self.pair.restore(state)

    @torch.no_grad()
    def preview(self) -> Rows:
        """A → B → A beside B → A → B: six pictures in each row."""
        there = self._there_and_back(self.a, self.pair.to_b, self.pair.to_a)
        back = self._there_and_back(self.b, self.pair.to_a, self.pair.to_b)
        return [[*one, *other] for one, other in zip(there, back, strict=False)]

    def results(self) -> Sequence[Result]:
        """The generators: A → B, then B → A."""
        return [self._result("A to B", self.pair.to_b), self._result("B to A", self.pair.to_a)]

    def _there_and_back(self, kind: Domain, there: Generator, back: Generator) -> Rows:
        given = kind.middles(SHOWN).to(self.pair.device)
        made = there(given)
        whole = torch.stack([given, made, back(made)], 1)
        return [list(row) for row in (whole + 1) / 2]

    def _result(self, direction: str, net: Generator) -> Result:
        recipe = self.pair.recipe
        facts = {"channels": recipe.channels, "blocks": recipe.blocks, "recipe": asdict(recipe)}
        return Result(what=f"CycleGAN generator, {direction}", weights=net.state_dict(), facts=facts)
