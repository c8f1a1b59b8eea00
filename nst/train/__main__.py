"""``python -m nst.train``: train the small nets that the project ships, and judge them."""

import argparse
from collections.abc import Sequence

from nst.train import run_features, run_judge, run_multistyle


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m nst.train", description=__doc__)
    nets = parser.add_subparsers(required=True, metavar="command")
    run_multistyle.add(nets.add_parser("multistyle", help="one painter with several styles"))
    run_features.add(nets.add_parser("features", help="the small feature network for Gatys"))
    run_judge.add(nets.add_parser("judge", help="figures of trained nets on held-out pictures"))
    chosen = parser.parse_args(arguments)
    chosen.run(chosen)


if __name__ == "__main__":
    main()
