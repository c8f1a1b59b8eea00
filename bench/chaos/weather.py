"""What goes wrong between the service and Telegram: a mixture of faults, each with its share of the calls."""

from collections import Counter
from dataclasses import dataclass, field

from sandbox.person import Sandbox


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One kind of fault."""

    kind: str
    #: Of all calls that fit.
    share: float
    #: See ``sandbox.faults``.
    seconds: float = 1.0
    method: str = "*"


#: A fifth of all calls, ``getUpdates`` and downloads included.
MIXTURE = (
    Trouble(kind="429", share=0.05),
    Trouble(kind="429", share=0.01, seconds=3),
    Trouble(kind="502", share=0.04),
    Trouble(kind="500", share=0.01),
    Trouble(kind="reset", share=0.03),
    Trouble(kind="502_after", share=0.02),
    Trouble(kind="reset_after", share=0.02),
    Trouble(kind="silent_after", share=0.018, seconds=2),
    Trouble(kind="silent_after", share=0.002, seconds=20),  # longer than any client waits
)
#: Edits that take effect up to 4 s late; the service takes them for settled after 5 s.
LATE_EDITS = (
    Trouble(kind="502_ahead", share=0.02, seconds=4, method="editmessage*"),
    Trouble(kind="reset_ahead", share=0.02, seconds=4, method="editmessage*"),
    Trouble(kind="silent_ahead", share=0.01, seconds=4, method="editmessage*"),
)
#: Updates that come twice.
TWICE = 0.05


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What went wrong."""

    faults: Counter[str] = field(default_factory=Counter)
    #: Updates that came twice.
    twice: int = 0
    #: All calls, those that went well too.
    calls: int = 0


def break_out(sandbox: Sandbox, seed: int) -> None:
    """Let calls go wrong from now on."""
    left = 1.0  # the first fault that fits is taken: later ones get only what the earlier ones left
    for number, trouble in enumerate((*LATE_EDITS, *MIXTURE)):
        sandbox.fault(
            trouble.kind,
            trouble.method,
            seconds=trouble.seconds,
            probability=trouble.share / left,
            seed=1000 * seed + number,
        )
        left -= trouble.share if trouble.method == "*" else 0.0
    sandbox.fault("twice", "update", probability=TWICE, seed=1000 * seed + 999)


def calm(sandbox: Sandbox) -> Taken:
    """Let everything go well again; says what went wrong until now."""
    told = sandbox.faults()
    sandbox.clear_faults()
    faults: Counter[str] = Counter()
    for fault in told:
        faults[fault["kind"]] += fault["taken"]
    twice = faults.pop("twice", 0)
    return Taken(faults=faults, twice=twice, calls=len(sandbox.calls()))
