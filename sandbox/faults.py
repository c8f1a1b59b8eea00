"""What goes wrong on purpose."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from sandbox.errors import BadRequest
from sandbox.parameters import Parameters
from sandbox.people import Json


class Kind(StrEnum):
    """How a call goes wrong; ``late`` and those that end in ``_after`` do so after it took effect.

    Those that end in ``_ahead`` answer ahead of the effect, which comes up to ``seconds`` later, when
    younger calls may have taken effect.
    """

    TOO_MANY = "429"
    INTERNAL = "500"
    BAD_GATEWAY = "502"
    RESET = "reset"
    LATE = "late"
    RESET_AFTER = "reset_after"
    SILENT_AFTER = "silent_after"
    BAD_GATEWAY_AFTER = "502_after"
    RESET_AHEAD = "reset_ahead"
    SILENT_AHEAD = "silent_ahead"
    BAD_GATEWAY_AHEAD = "502_ahead"
    #: Not a call: an update is delivered twice. The method is ``update``.
    TWICE = "twice"


@dataclass(kw_only=True)
class Fault:
    """Something to go wrong, ``times`` times or with a probability."""

    kind: Kind
    #: Bot API method in lower case or ``file`` for a download, wildcards allowed; ``update`` for a delivery.
    method: str
    #: Only in this chat.
    chat_id: int | None = None
    #: How often still; None is for ever.
    times: int | None = 1
    #: Of each call that fits, drawn from a generator of its own so that a run can be repeated.
    probability: float = 1.0
    seed: int = 0
    #: ``retry_after`` of a 429, delay of a late answer, length of a silence, or how late an effect comes
    #: at most.
    seconds: float = 1.0
    taken: int = 0
    chance: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - dice, not secrets

    def takes(self, method: str, chat_id: int | None) -> bool:
        """Return whether this call goes wrong, and count it if so."""
        anywhere = self.chat_id is None or self.chat_id == chat_id
        named = self.method == method or (method != "update" and fnmatchcase(method, self.method))
        if not anywhere or not named or self.times == 0 or self.chance.random() >= self.probability:
            return False
        self.times = None if self.times is None else self.times - 1
        self.taken += 1
        return True

    def delay(self) -> float:
        """Draw how many seconds later a call takes effect."""
        return self.chance.uniform(0, self.seconds)

    def as_json(self) -> Json:
        """Return what the control API shows."""
        names = ("kind", "method", "chat_id", "times", "probability", "seed", "seconds", "taken")
        return {name: getattr(self, name) for name in names}


class Faults:
    """The faults that are switched on; the first that fits is taken."""

    def __init__(self) -> None:
        self.switched_on: list[Fault] = []

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the fault that befalls this call, or None."""
        return next((fault for fault in self.switched_on if fault.takes(method.lower(), chat_id)), None)


def read_fault(parameters: Parameters) -> Fault:
    """Return the fault that a control call describes.

    Raises:
        BadRequest: there is no such kind, or a number is none.
    """
    probability = parameters.structure("probability")
    times = parameters.integer("times")
    kind, method = parameters.text("kind"), (parameters.text("method") or "*").lower()
    if (kind == Kind.TWICE) != (method == "update"):
        raise BadRequest("kind 'twice' and method 'update' go together")
    try:
        return Fault(
            kind=Kind(kind or ""),
            method=method,
            chat_id=parameters.integer("chat_id"),
            times=times if times is not None or probability is not None else 1,
            probability=1.0 if probability is None else float(probability),
            seed=parameters.integer("seed") or 0,
            seconds=float(parameters.text("seconds") or 1),
        )
    except (ValueError, TypeError) as error:
        raise BadRequest(str(error)) from None
