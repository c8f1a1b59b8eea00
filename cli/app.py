"""The table of verbs. Nothing heavy is imported before a verb needs it: ``atelier --help`` is quick."""

import typer

from cli import doctor, paint, styles
from cli import weights as weights_verbs

app = typer.Typer(help="Repaint photos.", no_args_is_help=True, pretty_exceptions_enable=False)
app.command("paint")(paint.paint)
app.command("enlarge")(paint.enlarge)
app.command("styles")(styles.styles)
app.command("doctor")(doctor.doctor)
app.add_typer(weights_verbs.app, name="weights")


def main() -> None:
    """Run the command line."""
    app(prog_name="atelier")
