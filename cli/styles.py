"""``atelier styles``: what can be picked, and what is missing for it."""

from pathlib import Path
from typing import TYPE_CHECKING

import weights
from cli.terminal import OUT, complaining, read_settings

if TYPE_CHECKING:
    from jobs.catalogue import Style

#: Gatys paints with the first of these that is there.
FEATURES = ("vgg19", "features-small")


def styles() -> None:
    """Show all styles: name, title, method, lane, licence, and whether their weights are installed."""
    from rich.table import Table

    from jobs.catalogue import CATALOGUE

    with complaining():
        folder = read_settings().weights_dir
    table = Table("name", "title", "method", "lane", "licence", "installed", box=None, pad_edge=False)
    for style in CATALOGUE:
        mark = "[green]✔[/]" if is_installed(style, folder) else "[dim]–[/]"
        table.add_row(style.name, style.title, style.method, style.lane, style.licence, mark)
    OUT.print(table)
    missing = sum(not is_installed(style, folder) for style in CATALOGUE)
    if missing:
        OUT.print(f"\n{missing} of {len(CATALOGUE)} lack their weights: `atelier weights fetch` brings them")


def is_installed(style: "Style", folder: Path) -> bool:
    """Whether the style can be painted with this weights folder."""
    if style.weights is not None:
        return weights.installed(style.weights, folder)
    return any(weights.installed(features, folder) for features in FEATURES)
