"""A run of training: what every command asks for, and the loop."""

import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from training import chance
from training.checkpoints import export, load, save
from training.errors import TrainingError
from training.log import Log
from training.precision import Precision
from training.pupil import Measures, Pupil


@dataclass(frozen=True, kw_only=True)
class Session:
    """One run, as it was asked for."""

    folder: Path
    #: Where the pupil's results go, in their order.
    outs: tuple[Path, ...]
    steps: int
    #: Do no more than this many of them now; the schedule is that of all.
    until: int | None = None
    seed: int = 1
    #: Steps between two checkpoints.
    every: int = 50
    #: Steps between two previews; 0: none.
    preview_every: int = 50
    resume: bool = False
    licence: str = "not stated"
    command: str = ""

    @classmethod
    def of(cls, chosen: argparse.Namespace) -> "Session":
        """Take a session from the arguments that ``add_common`` added."""
        return cls(
            folder=chosen.folder,
            outs=tuple(getattr(chosen, name.replace("-", "_")) for name in chosen.outs),
            steps=chosen.steps,
            until=chosen.until,
            seed=chosen.seed,
            every=chosen.every,
            preview_every=chosen.preview_every,
            resume=chosen.resume,
            licence=chosen.licence,
            command=getattr(chosen, "command", ""),
        )

    @property
    def checkpoint(self) -> Path:
        """The file to resume from."""
        return self.folder / "checkpoint.pt"

    @property
    def last(self) -> int:
        """Steps done when this run ends."""
        return self.steps if self.until is None else min(self.steps, self.until)


def add_common(
    parser: argparse.ArgumentParser,
    *,
    steps: int,
    batch: int | None = None,
    side: int | None = None,
    outs: tuple[str, ...] = ("out",),
) -> None:
    """Add what every training asks for.

    Args:
        parser: of the command.
        steps: default.
        batch: default, pictures; None: the command has no ``--batch``.
        side: default, pixels; None: the command has no ``--side``.
        outs: options that name the files to write, one for each of the pupil's results.
    """
    add = parser.add_argument
    add("--folder", type=Path, required=True, help="for checkpoint.pt, metrics.csv, previews/, tensorboard/")
    for name in outs:
        add(f"--{name}", type=Path, required=True, metavar="FILE", help="a .safetensors to write")
    add("--steps", type=_count, default=steps, help="in all (default: %(default)s)")
    add("--until", type=_count, metavar="STEP", help="stop after this one; --resume goes on")
    if batch is not None:
        add("--batch", type=_count, default=batch, help="pictures in a step (default: %(default)s)")
    if side is not None:
        add("--side", type=_count, default=side, help="of the crops, pixels (default: %(default)s)")
    add("--seed", type=int, default=1, help="of everything left to chance (default: %(default)s)")
    add("--every", type=_count, default=50, metavar="STEPS", help="how often to write a checkpoint")
    add("--preview-every", type=_count0, default=50, metavar="STEPS", help="how often to paint one; 0: never")
    add("--resume", action="store_true", help="go on from the folder's checkpoint")
    add("--device", type=torch.device, default=torch.device("cpu"), help="cpu, cuda, cuda:1, …")
    add("--precision", type=Precision, choices=list(Precision), default=Precision.AUTO, metavar="FORMAT",
        help="of convolutions: auto (bfloat16 where that is faster), float32, bfloat16")  # fmt: skip
    add("--licence", default="not stated", help="of the result, for its metadata")
    parser.set_defaults(outs=outs)


def follow(pupil: Pupil, session: Session) -> None:
    """Train to the session's end, with a progress bar, a table, TensorBoard, previews and checkpoints.

    A run that was killed and resumed ends with the weights of one that was not.

    Raises:
        TrainingError: there is nothing to resume, or the loss became infinite or not a number.
    """
    begun = _begin(pupil, session)
    with Log(session.folder, begun=begun, of=session.steps) as log:
        for step in range(begun, session.last):
            started = time.monotonic()
            measures = pupil.learn(step)
            _check(measures, step + 1, session)
            log.add(step + 1, {**measures, "seconds": time.monotonic() - started})
            if _due(step + 1, session.preview_every, session):
                with torch.random.fork_rng(range(torch.cuda.device_count())):
                    log.show(step + 1, pupil.preview())
            if _due(step + 1, session.every, session):
                _save(pupil, session, step + 1)


def _begin(pupil: Pupil, session: Session) -> int:
    """Bring pupil and chance to where the run begins; give the number of steps already done."""
    if not session.resume:
        torch.manual_seed(session.seed)
        return 0
    state = load(session.checkpoint)
    try:
        pupil.restore(state["pupil"])
    except (KeyError, ValueError, RuntimeError) as error:
        raise TrainingError(f"{session.checkpoint} is of another training: {error}") from error
    chance.restore(state["chance"])
    return int(state["step"])


def _save(pupil: Pupil, session: Session, step: int) -> None:
    save(session.checkpoint, {"step": step, "chance": chance.state(), "pupil": pupil.state()})
    for path, result in zip(session.outs, pupil.results(), strict=True):
        export(
            path, result.weights, what=result.what, command=session.command, seed=session.seed, steps=step,
            licence=session.licence, **result.facts,
        )  # fmt: skip


def _due(step: int, every: int, session: Session) -> bool:
    return every > 0 and (step % every == 0 or step == session.last)


def _check(measures: Measures, step: int, session: Session) -> None:
    wrong = [name for name, value in measures.items() if not math.isfinite(value)]
    if wrong:
        raise TrainingError(
            f"{', '.join(wrong)} became infinite or not a number at step {step}: try a lower rate, or "
            f"--precision float32; {session.checkpoint} is what the last checkpoint left, if there was one"
        )


def _count(text: str) -> int:
    return _at_least(text, 1)


def _count0(text: str) -> int:
    return _at_least(text, 0)


def _at_least(text: str, least: int) -> int:
    if not (text.isdecimal() and int(text) >= least):
        raise argparse.ArgumentTypeError(f"a whole number, at least {least}, not {text}")
    return int(text)
