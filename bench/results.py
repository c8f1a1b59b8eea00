"""bench/RESULTS.md: one section for each measurement, replaced when it is made again."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

import torch

FILE = Path(__file__).with_name("RESULTS.md")
HEAD = "# Results\n\nWritten by the scripts of this folder; each section says how to make it again.\n"


def write(title: str, command: str, lines: list[str]) -> None:
    """Put a section into the file, in the place of the one of the same title."""
    text = FILE.read_text("utf-8") if FILE.exists() else HEAD
    section = f"## {title}\n\n{machine()}; `{command}`\n\n" + "\n".join(lines) + "\n"
    others = [part for part in re.split(r"(?m)^(?=## )", text) if not part.startswith(f"## {title}\n")]
    FILE.write_text("\n".join(part.rstrip() + "\n" for part in [*others, section]), "utf-8")


def machine() -> str:
    """Date, processor, cores, versions."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    name = cpu[1] if cpu else platform.processor()
    versions = f"Python {platform.python_version()}, torch {torch.__version__}"
    gpu = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "no GPU"
    return f"{datetime.now(UTC):%Y-%m-%d}, {name}, {os.cpu_count()} cores, {gpu}, {versions}"
