"""``python -m nst.train``: train painters on your own pictures, and the small nets that the project ships."""

import argparse
from collections.abc import Sequence

from nst.train import (
    run_adain,
    run_enlarger,
    run_features,
    run_johnson,
    run_judge,
    run_msgnet,
    run_multistyle,
    run_vgg,
)
from training.command import obey


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m nst.train", description=__doc__)
    nets = parser.add_subparsers(required=True, metavar="command")
    run_multistyle.add(nets.add_parser("multistyle", help="one painter with several styles"))
    run_johnson.add(nets.add_parser("johnson", help="a painter of one style, from one picture"))
    run_adain.add(nets.add_parser("adain", help="a decoder for AdaIN, from photos and style pictures"))
    run_msgnet.add(nets.add_parser("msgnet", help="a painter after many pictures (MSG-Net)"))
    run_vgg.add(nets.add_parser("vgg", help="VGG-19's convolutions, on pictures with classes"))
    run_features.add(nets.add_parser("features", help="the small feature network for Gatys"))
    run_enlarger.add(nets.add_parser("enlarger", help="makes pictures twice as large"))
    run_judge.add(nets.add_parser("judge", help="figures of trained nets on held-out pictures"))
    obey(parser, arguments)


if __name__ == "__main__":
    main()
