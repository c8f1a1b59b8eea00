"""``python -m tests.parity FOLDER``: one line per net; exit 1 unless all that we have built agree."""

import sys
from pathlib import Path

from tests.parity.comparison import verdicts


def main(folder: Path) -> int:
    """Print the verdicts; 0 where at least one net was compared and none differs."""
    found = list(verdicts(folder))
    for verdict in found:
        print(verdict)
    compared = [verdict.ok for verdict in found if verdict.ok is not None]
    if not compared:
        print(f"no net that we have built has vectors in {folder}")
    return 0 if compared and all(compared) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.parity FOLDER")
    sys.exit(main(Path(sys.argv[1])))
