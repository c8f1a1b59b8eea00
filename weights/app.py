"""The operator's commands over the manifest and the weights folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table

from weights import manifest, pins
from weights.digest import of
from weights.errors import FileError
from weights.fetch import Fetched, Watch, fetch
from weights.finding import checked, expected, installed
from weights.manifest import Entry
from weights.stamp import stamp

app = typer.Typer(help="Files of weights: fetch, list, verify.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Names = Annotated[
    list[str] | None, typer.Argument(help='names or families, as "johnson-candy" or "microast"')
]
Into = Annotated[Path, typer.Option("--into", envvar="ATELIER_WEIGHTS_DIR", help="the weights folder")]
Mirror = Annotated[
    str, typer.Option(envvar="ATELIER_WEIGHTS_MIRROR", help="folder or address that is tried first")
]
FOLDER = Path(".atelier/weights")


def main() -> None:
    """Run the command line."""
    app(prog_name="python -m weights")


@app.command("fetch")
def fetch_command(
    names: Names = None,
    into: Into = FOLDER,
    mirror: Mirror = "",
    everything: Annotated[
        bool, typer.Option("--all", help="all but what must not be used commercially")
    ] = False,
) -> None:
    """Fetch files by name; without a name, what the built-in styles need."""
    with _told():
        entries = manifest.chosen(names or [], everything)
    failed = 0
    for entry in entries:
        _show_licence(entry)
        try:
            _report(entry, _fetch_with_bar(entry, into, mirror))
        except (FileError, OSError) as error:
            err.print(f"[red]✘[/] {escape(str(error))}")
            failed += 1
    if failed:
        err.print(f"{failed} of {len(entries)} files are not there")
        raise typer.Exit(1)


@app.command("list")
def list_command(into: Into = FOLDER) -> None:
    """Show every file that is known, its licence, and whether it is there."""
    table = Table("name", "there", "size", "known by", "licence", "for", box=None, pad_edge=False)
    for entry in manifest.load().values():
        there = "embedded" if entry.embedded else "yes"
        table.add_row(
            entry.name,
            there if installed(entry.name, into) else "-",
            _size(entry, into),
            _known_by(entry, into),
            entry.licence,
            entry.purpose,
        )
    out.print(table)


@app.command()
def verify(
    names: Names = None,
    into: Into = FOLDER,
    trust: Annotated[bool, typer.Option(help="pin files that lie there and have no digest yet")] = False,
) -> None:
    """Compare the digests of the files that are there, or of those named."""
    with _told():
        entries = [manifest.entry(name) for name in names or []]
    if not names:
        entries = [entry for entry in manifest.load().values() if entry.path(into).is_file()]
    failed = sum(not _verify(entry, into, trust) for entry in entries)
    out.print(f"{len(entries) - failed} of {len(entries)} files are right")
    if failed:
        raise typer.Exit(1)


@app.command("stamp")
def stamp_command() -> None:
    """Write the digests of the embedded files into the manifest (after training)."""
    changed = stamp(manifest.PATH, list(manifest.load().values()), manifest.EMBEDDED)
    out.print(f"stamped: {', '.join(changed)}" if changed else "nothing changed")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileError as error:
        err.print(f"[red]✘[/] {escape(str(error))}")
        raise typer.Exit(1) from error


def _show_licence(entry: Entry) -> None:
    warning = " [yellow](not for commercial use)[/]" if entry.non_commercial else ""
    out.print(f"[bold]{entry.name}[/]: {entry.licence}{warning}, {entry.paper}")


def _fetch_with_bar(entry: Entry, into: Path, mirror: str) -> Fetched:
    skipped: list[str] = []
    columns = (TextColumn("  {task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(entry.name, total=entry.size)
        watch = Watch(
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            given_up=lambda place, reason: skipped.append(f"  skipped {place}: {reason}"),
        )
        fetched = fetch(entry, into, mirror, watch)
    for line in skipped:
        err.print(escape(line))
    return fetched


def _report(entry: Entry, fetched: Fetched) -> None:
    origin = "was there" if fetched.source is None else f"from {escape(fetched.source)}"
    out.print(f"  [green]✔[/] {fetched.path} {origin}")
    if fetched.trusted is not None:
        known = "only the beginning of its digest" if entry.digest else "no digest"
        out.print(f"  [yellow]taken on trust[/]: {known} is published; pinned as {fetched.trusted}")


def _verify(entry: Entry, into: Path, trust: bool) -> bool:
    path = entry.path(into)
    try:
        if trust and path.is_file() and not expected(entry, into):
            pins.pin(into, entry.name, of(path), "found in the folder")
        checked(entry, into)
    except FileError as error:
        err.print(f"[red]✘[/] {escape(str(error))}")
        return False
    out.print(f"[green]✔[/] {entry.name}")
    return True


def _size(entry: Entry, into: Path) -> str:
    path = entry.path(into)
    size = path.stat().st_size if path.is_file() else entry.size
    return "" if size is None else f"{size / 1e6:.1f} MB"


def _known_by(entry: Entry, into: Path) -> str:
    if entry.digest is not None:
        return entry.digest.kind
    return "pinned" if pins.pinned(into, entry.name) else "on trust"
