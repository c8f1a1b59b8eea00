"""``atelier weights``: the same as ``python -m weights``, with folder and mirror from the settings."""

import typer

from cli.terminal import complaining, read_settings
from weights.app import app

__all__ = ["app"]


@app.callback()
def use_settings(context: typer.Context) -> None:
    """Files of weights: fetch, list, verify."""
    with complaining():
        settings = read_settings()
    into, mirror = str(settings.weights_dir), settings.weights_mirror
    context.default_map = {
        "fetch": {"into": into, "mirror": mirror},
        "list": {"into": into},
        "verify": {"into": into},
    }
