"""``python -m bench.chaos``: the whole service under fire; the last line says what was lost or doubled.

Repeatable by ``--seed``: who sends what when and wants what, the dice of the faults, the choice of victims.
Not repeatable: timing, and with it which call a fault befalls and what a victim was doing just then.
"""

import argparse
import asyncio
import shutil
import signal
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import fleet, results
from bench.chaos.judgement import Judgement, judge
from bench.chaos.run import Run, Size

#: The service under test.
MODULES = {
    "bot-1": ("bot",),
    "bot-2": ("bot",),
    "fast-1": ("worker", "fast_gan"),
    "fast-2": ("worker", "fast_gan"),
    "fast-3": ("worker", "fast_gan"),
    "slow-1": ("worker", "slow_nst"),
    "clerk-1": ("clerk",),
    "clerk-2": ("clerk",),
}
SETTINGS = {"ATELIER_GATYS_SIDE": "64"}
#: Pictures that are sent in a minute.
A_MINUTE = 150
#: Seconds that coming to rest may take, beyond sending and quiet, before everything is ended.
REST = 420
#: Requests to the sandbox that the crowd makes at the same time.
THREADS = 32


def main() -> None:
    """Run once; exit with 1 where anything was lost, doubled or stuck."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    size = _size(arguments)
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="chaos-"))
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} is not empty: its Redis would remember an earlier run")
    print(f"logs are in {folder}", flush=True)
    with fleet.running(folder, MODULES, SETTINGS, flood=True) as started:
        started.wait_until_ready()
        judgement = asyncio.run(_bounded(started, size))
    _report(judgement, size, write=arguments.results)
    if not judgement.faults and arguments.folder is None:
        shutil.rmtree(folder)
    sys.exit(1 if judgement.faults else 0)


def _size(arguments: argparse.Namespace) -> Size:
    pictures: int = arguments.pictures
    return Size(
        seed=arguments.seed,
        pictures=pictures,
        people=min(arguments.people, pictures),
        poisoned=arguments.poisoned,
        seconds=60 * (arguments.minutes or pictures / A_MINUTE),
        quiet=arguments.quiet,
    )


async def _bounded(started: fleet.Fleet, size: Size) -> Judgement:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    run = Run(started, size)
    try:
        await asyncio.wait_for(run.happen(), size.seconds + size.quiet + REST)
    except TimeoutError:
        print("it never came to rest: judged as it is", flush=True)
    return judge(run)


def _report(judgement: Judgement, size: Size, *, write: bool) -> None:
    print("\n".join(["", *judgement.lines, ""]))
    for fault in judgement.faults:
        print(f"! {fault}")
    for told in judgement.stories:
        print(f"! its story: {told}")
    if write:
        command = f"python -m bench.chaos --seed {size.seed} --pictures {size.pictures}"
        results.write(f"Chaos, seed {size.seed}", command, [*judgement.lines, "", f"`{judgement.last}`"])
    print(judgement.last, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=int, default=600)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--poisoned", type=int, default=5, help="pictures that kill whoever paints them")
    parser.add_argument(
        "--minutes", type=float, help=f"in which pictures are sent; {A_MINUTE} a minute if not said"
    )
    parser.add_argument(
        "--quiet", type=float, default=60.0, help="seconds in which nothing may change at the end"
    )
    parser.add_argument(
        "--folder", type=Path, help="an empty one for logs, Redis's file and stories; it stays"
    )
    parser.add_argument("--results", action=argparse.BooleanOptionalAction, default=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
