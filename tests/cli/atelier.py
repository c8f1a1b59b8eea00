"""The ``atelier`` command as a program, in an environment of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def atelier(
    *arguments: str | Path, folder: Path, module: str = "cli", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run it in ``folder`` with these settings and no others."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ATELIER_")}
    environment |= {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1"}
    environment |= {f"ATELIER_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def line(pattern: str, output: str) -> bool:
    """Whether a line of the output begins like this."""
    return re.search(f"^{pattern}", output, re.MULTILINE) is not None
