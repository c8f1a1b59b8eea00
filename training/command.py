"""From the command line to a training, and its errors back."""

import argparse
import shlex
import sys
from collections.abc import Sequence

from training.errors import TrainingError
from weights.checkpoint import WeightsError


def obey(parser: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> None:
    """Parse a command line and run what it chose: its ``run`` default, called with what was chosen.

    Raises:
        SystemExit: what was asked for cannot be done; the message says why.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    chosen = parser.parse_args(given)
    chosen.command = f"{parser.prog} {shlex.join(given)}"  # for the metadata of what is written
    try:
        chosen.run(chosen)
    except (TrainingError, WeightsError, OSError) as error:
        raise SystemExit(f"{parser.prog}: {error}") from error
    except KeyboardInterrupt as interrupt:
        raise SystemExit(f"{parser.prog}: stopped; --resume goes on from the checkpoint") from interrupt
