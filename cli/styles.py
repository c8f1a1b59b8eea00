"""``atelier styles``: what can be picked, how quickly it paints here, and what is missing for it."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.markup import escape

from cli.terminal import ERR, OUT, complaining, read_settings
from jobs.catalogue import CATALOGUE, OWN_FAST, Lane, Method, Style
from jobs.settings import Settings
from weights import FileError
from worker.needs import installed

#: How pictures of one's own are painted in one pass, as rows beside the gallery's.
OWN = tuple(
    Style(name="picture", title="your own picture", method=method, lane=Lane.FAST) for method in OWN_FAST
)


def styles(
    measure: Annotated[
        bool, typer.Option("--measure", help="measure all speeds again, also those that are remembered")
    ] = False,
    quick: Annotated[bool, typer.Option("--quick", help="measure nothing")] = False,
) -> None:
    """Show all styles: name, title, method, lane, licence, installed or not, seconds per megapixel here."""
    from rich.table import Table

    from jobs.gallery import read_folder

    with complaining(FileError):
        settings = read_settings()
        folder = read_folder(settings.styles_dir)
        rows = (*CATALOGUE, *folder.styles, *OWN)
        speeds = {} if quick else _speeds(rows, settings, again=measure)
    head = ("name", "title", "method", "lane", "licence", "installed", "s/MP")
    table = Table(*head, box=None, pad_edge=False)
    for style in rows:
        there = is_installed(style, settings)
        mark = "[green]✔[/]" if there else "[dim]–[/]"
        speed = speeds.get(str(style.method)) if there else None
        took = f"{speed:.2g}" if speed is not None and speed < 100 else f"{speed:.0f}" if speed else ""
        table.add_row(style.name, escape(style.title), style.method, style.lane, style.licence, mark, took)
    OUT.print(table)
    missing = sum(not is_installed(style, settings) for style in CATALOGUE)
    if missing:
        OUT.print(f"\n{missing} of {len(CATALOGUE)} lack their weights: `atelier weights fetch` brings them")
    for problem in folder.problems:
        OUT.print(f"[yellow]✘[/] {escape(problem)}")


def is_installed(style: Style, settings: Settings) -> bool:
    """Whether the style can be painted with this weights folder."""
    return installed(style.method, style, settings.weights_dir)


def _speeds(rows: Iterable[Style], settings: Settings, *, again: bool) -> dict[str, float]:
    by_method: dict[Method, Style] = {}
    for style in rows:
        if style.file is None and is_installed(style, settings):
            by_method.setdefault(style.method, style)
    from cli import speeds  # torch comes in here

    known = {} if again else speeds.remembered(settings)
    wanted = [style for method, style in by_method.items() if str(method) not in known]
    with ERR.status("measuring") as status:
        return speeds.measure(settings, wanted, lambda method: status.update(f"measuring {method}"))
