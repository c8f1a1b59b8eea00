"""Time and peak memory of every painter at three sizes: ``python -m bench.painters``, about half an hour.

Each painting is made in a process of its own; nothing else should run. The table goes to bench/RESULTS.md.
"""

import json
import subprocess
import sys

from rich.console import Console

from bench.one_painting import ENLARGER, SUBJECTS
from bench.results import write

SIDES = (512, 2048, 4096)
OUT = Console(highlight=False)


def main(names: list[str]) -> None:
    """Measure the painters named, or all, and write the table."""
    lines = [
        "| painter | " + " | ".join(f"{side}×{side * 3 // 4} px" for side in SIDES) + " |",
        "|---" * (len(SIDES) + 1) + "|",
    ]
    for name in names or [*SUBJECTS, ENLARGER]:
        cells = [_measured(name, side) for side in SIDES]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
        OUT.print(lines[-1])
    write("Painters: seconds and peak memory of the process", "python -m bench.painters", lines)


def _measured(name: str, side: int) -> str:
    command = [sys.executable, "-m", "bench.one_painting", name, str(side)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return f"{found['seconds']:.3g} s, {found['peak_gb']:.2f} GB"


if __name__ == "__main__":
    main(sys.argv[1:])
