"""``python -m cli.environment``: ``.env.example``: every setting with its meaning, range and default."""

import sys
from collections.abc import Iterator
from typing import Literal, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from jobs.settings import Settings

HEAD = """\
# Atelier's settings. Copy this file to .env and change there what you need: a line that is commented out
# shows the default. Written from jobs/settings.py by `make env-example`.
"""
#: What docker-compose.yml asks for besides: a password for each user of Redis.
COMPOSE = {
    f"REDIS_{user}_PASSWORD": f"of {whose} in Redis: {kind}; for docker compose only"
    for user, whose, kind in (
        ("BOT", "the bot", "letters and digits, for example from `openssl rand -hex 24`"),
        ("WORKER", "the workers", "another one"),
        ("CLERK", "the clerk", "a third one"),
        ("FLOWER", "Flower", "a fourth one"),
    )
}


def example() -> str:
    """Write the whole file."""
    return "\n".join([HEAD, *_settings(), *_compose()])


def _settings() -> Iterator[str]:
    prefix = Settings.model_config["env_prefix"]
    for name, field in Settings.model_fields.items():
        variable = f"{prefix}{name}".upper()
        yield f"# {field.description}{_allowed(field)}\n{_line(variable, field)}\n"


def _compose() -> Iterator[str]:
    for variable, meaning in COMPOSE.items():
        yield f"# {meaning}\n{variable}=\n"


def _line(variable: str, field: FieldInfo) -> str:
    """A secret is there to be filled in; everything else shows its default and leaves it to the class."""
    if isinstance(field.default, SecretStr):
        return f"{variable}="
    return f"#{variable}={'' if field.default is None else field.default}"


def _allowed(field: FieldInfo) -> str:
    """Which values a field takes, where its type or its limits say it."""
    if choices := _choices(field.annotation):
        return f" ({', '.join(map(str, choices))})"
    least = next((limit.ge for limit in field.metadata if isinstance(limit, Ge)), None)
    most = next((limit.le for limit in field.metadata if isinstance(limit, Le)), None)
    if least is None and most is None:
        return ""
    if most is None:
        return f" ({least} or more)"
    return f" ({least} to {most})"


def _choices(annotation: object) -> tuple[object, ...]:
    return get_args(annotation) if get_origin(annotation) is Literal else ()


if __name__ == "__main__":
    sys.stdout.write(example())
