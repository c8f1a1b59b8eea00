"""The table of a training run: one CSV row for each step."""

import csv
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Table:
    """Appends frozen dataclasses of one kind to a CSV file; the header is the fields' names."""

    def __init__(self, path: Path, kind: type[Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("a", newline="", encoding="utf-8")
        self.rows = csv.DictWriter(self.file, [field.name for field in fields(kind)])
        if self.file.tell() == 0:
            self.rows.writeheader()

    def add(self, row: Any) -> None:
        """Write one row at once, so that a killed run has its table."""
        self.rows.writerow({key: f"{value:.6g}" for key, value in asdict(row).items()})
        self.file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()
