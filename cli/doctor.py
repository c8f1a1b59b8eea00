"""``atelier doctor``: one line for each thing that must be right, and what to do where it is not."""

from typing import TYPE_CHECKING

import typer
from rich.markup import escape

from cli.terminal import OUT, complaining, read_settings

if TYPE_CHECKING:
    from cli.checks import Finding


def doctor() -> None:
    """Check Redis, token, weights, device and disk; exit code 1 when something that is needed is wrong."""
    from cli import checks

    with complaining():
        settings = read_settings()
    sick = False
    for check in (checks.redis, checks.token, checks.files, checks.own_styles, checks.device, checks.disk):
        for finding in check(settings):
            _show(finding)
            sick |= finding.needed and not finding.good
    if sick:
        raise typer.Exit(1)


def _show(finding: "Finding") -> None:
    mark = "[green]✔[/]" if finding.good else "[red]✘[/]" if finding.needed else "[yellow]✘[/]"
    remedy = "" if finding.good else f" → {finding.remedy}"
    OUT.print(f"{mark} {finding.subject}: {escape(finding.seen + remedy)}")
