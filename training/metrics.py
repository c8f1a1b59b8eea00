"""The table of a training run: one CSV row for each step."""

import csv
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self


class Table:
    """Appends rows of numbers to a CSV file; the header is the first row's names."""

    def __init__(self, path: Path, *, begun: int = 0) -> None:
        """Open the table.

        Args:
            path: a CSV file; what is in it of a run that begins anew is dropped.
            begun: steps already done: later rows, of a run that was killed between two checkpoints, go.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = _rows(path, begun) if begun else []
        self.file = path.open("w", newline="", encoding="utf-8")
        self.rows: csv.DictWriter[str] | None = None
        for row in kept:
            self._write(row)

    def add(self, step: int, measures: Mapping[str, float]) -> None:
        """Write one row at once, so that a killed run has its table."""
        self._write({"step": str(step)} | {name: f"{value:.6g}" for name, value in measures.items()})
        self.file.flush()

    def _write(self, row: Mapping[str, str]) -> None:
        if self.rows is None:
            self.rows = csv.DictWriter(self.file, list(row))
            self.rows.writeheader()
        self.rows.writerow(row)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()


def _rows(path: Path, until: int) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if int(row["step"]) <= until]
