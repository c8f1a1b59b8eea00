"""``python -m bench.sabotage``: break each promise in a copy; the last line counts what no test noticed."""

import argparse
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench import results
from bench.sabotage.copies import end_processes, snapshot
from bench.sabotage.deed import Sabotage
from bench.sabotage.every import ALL, SABOTAGES
from bench.sabotage.trial import Bench, Outcome

#: Trials at the same time, but for those that need the machine for themselves.
AT_ONCE = 2
HEAD = ["| sabotage | promise | noticed by | seconds |", "|---|---|---|---|"]


def main() -> None:
    """Try all sabotages, or those that are named; exit with 1 where one was not noticed."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = _wanted(arguments.only, ALL if arguments.under_fire or arguments.only else SABOTAGES)
    if arguments.list:
        print("\n".join(f"{each.promise:8} {each.name}: {', '.join(each.tests)}" for each in wanted))
        return
    with _bench() as bench:
        outcomes = _outcomes(bench, wanted)
    _report(wanted, outcomes, write=arguments.results and not arguments.only)


def _wanted(only: list[str], among: tuple[Sabotage, ...]) -> tuple[Sabotage, ...]:
    known = {sabotage.name for sabotage in among}
    if unknown := set(only) - known:
        sys.exit(f"there is no such sabotage: {', '.join(sorted(unknown))}")
    return tuple(sabotage for sabotage in among if not only or sabotage.name in only)


@contextmanager
def _bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="sabotage-", ignore_cleanup_errors=True) as folder:
        bench = Bench(Path(folder).resolve())
        try:
            snapshot(bench.whole)
            yield bench
        finally:
            end_processes(bench.folder)


def _outcomes(bench: Bench, wanted: tuple[Sabotage, ...]) -> dict[str, Outcome]:
    """Try the light ones some at a time, then the others one by one."""
    outcomes: dict[str, Outcome] = {}
    for alone, at_once in ((False, AT_ONCE), (True, 1)):
        some = [sabotage for sabotage in wanted if sabotage.alone is alone]
        with ThreadPoolExecutor(at_once) as threads:
            try:
                outcomes |= _judged(bench, some, threads)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                end_processes(bench.folder)
                raise
    return outcomes


def _judged(bench: Bench, some: list[Sabotage], threads: ThreadPoolExecutor) -> dict[str, Outcome]:
    """Try the tests of each group on the whole copy first: what fails there says nothing of a sabotage."""
    groups = {sabotage.tests: sabotage for sabotage in some}
    whole = dict(zip(groups, threads.map(bench.unbroken, groups.values()), strict=True))

    def tried(sabotage: Sabotage) -> Outcome:
        without = whole[sabotage.tests]
        if not without.good:
            return replace(without, said=f"unbroken: {without.said}")
        return bench.broken(sabotage)

    judged: dict[str, Outcome] = {}
    for sabotage, outcome in zip(some, threads.map(tried, some), strict=True):
        judged[sabotage.name] = outcome
        print(_row(sabotage, outcome), flush=True)
    return judged


def _row(sabotage: Sabotage, outcome: Outcome) -> str:
    said = re.sub(r"^\S*/(\w+)\.py::", r"\1: ", outcome.said).replace("|", "\\|")
    test = said if outcome.good else f"**{said}**"
    return f"| {sabotage.name} | {sabotage.promise} | {test} | {outcome.seconds:.0f} |"


def _report(wanted: tuple[Sabotage, ...], outcomes: dict[str, Outcome], *, write: bool) -> None:
    lines = [*HEAD, *(_row(sabotage, outcomes[sabotage.name]) for sabotage in wanted)]
    for sabotage in wanted:
        if not outcomes[sabotage.name].good:
            print(f"\n--- {sabotage.name}\n{outcomes[sabotage.name].story}")
    noticed = sum(outcome.good for outcome in outcomes.values())
    last = f"sabotage: broken={len(wanted)} noticed={noticed} missed={len(wanted) - noticed}"
    if write:
        command = " ".join(["python -m bench.sabotage", *sys.argv[1:]])
        results.write("Sabotage", command, [*lines, "", f"`{last}`"])
    print(last, flush=True)
    sys.exit(0 if noticed == len(wanted) else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sabotage", description=__doc__)
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="may be given several times"
    )
    parser.add_argument(
        "--under-fire", action="store_true", help="let the chaos judge some too: ten minutes more"
    )
    parser.add_argument("--list", action="store_true", help="name the sabotages and end")
    parser.add_argument(
        "--results", action=argparse.BooleanOptionalAction, default=True, help="write RESULTS.md"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
