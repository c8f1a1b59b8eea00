"""``python -m cyclegan.train``: train a pair of generators from two folders of pictures, by the paper."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from cyclegan.train.domain import Domain
from cyclegan.train.pair import Pair
from cyclegan.train.pupil import Pupil
from cyclegan.train.recipe import Recipe
from training.command import obey
from training.precision import mixed
from training.session import Session, add_common, follow


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m cyclegan.train", description=__doc__)
    for kind in ("a", "b"):
        parser.add_argument(f"--{kind}", type=Path, required=True, metavar="FOLDER",
            help=f"pictures of kind {kind.upper()}; none needs a partner")  # fmt: skip
    add_common(parser, steps=Recipe.steps, batch=Recipe.batch, side=Recipe.side, outs=("out-ab", "out-ba"))
    _add_recipe(parser)
    # A checkpoint of the published size, with both optimisers and pools, is 0.4 GB.
    parser.set_defaults(run=run, every=1000, preview_every=250)
    obey(parser, arguments)


def run(chosen: argparse.Namespace) -> None:
    """Train, and write the weights of both directions."""
    recipe = Recipe(
        steps=chosen.steps, seed=chosen.seed, batch=chosen.batch, side=chosen.side, channels=chosen.channels,
        blocks=chosen.blocks, judge_channels=chosen.judge_channels, rate=chosen.rate, cycle=chosen.cycle,
        identity=chosen.identity, pool=chosen.pool,
    )  # fmt: skip
    # Seeds apart: else folders of one size would be shown in one order.
    a, b = (
        Domain.read(folder, read_side=recipe.read_side, side=recipe.side, seed=2 * recipe.seed + second)
        for second, folder in enumerate((chosen.a, chosen.b))
    )
    pair = Pair(recipe, chosen.device, mixed(chosen.device, chosen.precision))
    follow(Pupil(pair=pair, a=a, b=b), Session.of(chosen))


def _add_recipe(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--channels", type=int, default=Recipe.channels,
        help="of the generators after their first convolution (default: %(default)s)")  # fmt: skip
    add("--blocks", type=int, default=Recipe.blocks,
        help="residual blocks in a generator (default: %(default)s)")  # fmt: skip
    add("--judge-channels", type=int, default=Recipe.judge_channels,
        help="of the discriminators after their first convolution (default: %(default)s)")  # fmt: skip
    add("--rate", type=float, default=Recipe.rate, help="of learning (default: %(default)s)")
    add("--cycle", type=float, default=Recipe.cycle, help="weight of the cycles (default: %(default)s)")
    add("--identity", type=float, default=Recipe.identity,
        help="weight of identity, as a share of the cycles' (default: %(default)s)")  # fmt: skip
    add("--pool", type=int, default=Recipe.pool,
        help="earlier pictures kept for each discriminator (default: %(default)s)")  # fmt: skip


if __name__ == "__main__":
    main()
