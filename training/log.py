"""What is seen of a run: a progress bar, ``metrics.csv``, TensorBoard, and previews as pictures."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tensorboardX import SummaryWriter

from training import preview
from training.metrics import Table
from training.pupil import Measures, Rows

#: Measures that the progress bar has room for.
SHOWN = 3


class Log:
    """Where measures and previews of a run go."""

    def __init__(self, folder: Path, *, begun: int, of: int) -> None:
        """Open it.

        Args:
            folder: gets ``metrics.csv``, ``tensorboard/`` and ``previews/``.
            begun: steps already done; of: steps in all.
        """
        self.folder = folder
        self.table = Table(folder / "metrics.csv", begun=begun)
        # The suffix: a file's name otherwise holds only the second, and a quick resumption would replace it.
        self.board = SummaryWriter(
            str(folder / "tensorboard"), purge_step=begun + 1 if begun else None, filename_suffix=f".{begun}"
        )
        self.bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        )
        self.task = self.bar.add_task("training", total=of, completed=begun)
        self.open = ExitStack()

    def add(self, step: int, measures: Measures) -> None:
        """Tell the measures of a step, counted from 1."""
        self.table.add(step, measures)
        for name, value in measures.items():
            self.board.add_scalar(name, value, step)
        shown = "  ".join(f"{name} {value:.3f}" for name, value in list(measures.items())[:SHOWN])
        self.bar.update(self.task, completed=step, description=shown)

    def show(self, step: int, rows: Rows) -> None:
        """Keep a preview: ``previews/000050.jpg`` is what the net painted after 50 steps."""
        if not rows:
            return
        sheet = preview.sheet(rows)
        preview.write(self.folder / "previews" / f"{step:06}.jpg", sheet)
        self.board.add_image("preview", sheet, step, dataformats="HWC")

    def __enter__(self) -> Self:
        self.open.callback(self.board.close)
        self.open.enter_context(self.table)
        self.open.enter_context(self.bar)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open.close()
