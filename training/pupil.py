"""What is trained, as the loop sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from torch import Tensor

#: Numbers of one step by their names; the same names at every step.
Measures: TypeAlias = Mapping[str, float]
#: Pictures side by side, (3, H, W) in [0, 1] each; each row one example.
Rows: TypeAlias = Sequence[Sequence[Tensor]]


@dataclass(frozen=True, kw_only=True)
class Result:
    """One file that a training ends with."""

    #: What the weights are, in a few words.
    what: str
    weights: Mapping[str, Tensor]
    #: What else its metadata say; JSON values.
    facts: Mapping[str, Any] = field(default_factory=dict)


class Pupil(Protocol):
    """A net in training with everything that belongs to it."""

    def learn(self, step: int) -> Measures:
        """Do one step; ``step``, counted from 0, says which pictures and which rate."""

    def state(self) -> dict[str, Any]:
        """Everything that the next step depends on: tensors and plain values.

        The random state of torch is kept by the loop.
        """

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where ``state`` was taken.

        Raises:
            TrainingError: it is of another training.
        """

    def preview(self) -> Rows:
        """Paint the same few pictures, whenever asked; empty: there is nothing to see."""

    def results(self) -> Sequence[Result]:
        """The weights as they are now, one for each file that the session asks for."""
