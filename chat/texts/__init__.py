"""Every text that a person reads, in English and Russian (Fluent, in the languages' folders)."""

from functools import cache
from html import escape
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("en", "ru")


def language(code: str | None) -> str:
    """Choose the language for a person by Telegram's ``language_code`` (``ru``, ``en-GB``, None)."""
    short = (code or "").split("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


@cache
def bundle(name: str) -> FluentBundle:
    """Read a language's texts."""
    texts = FluentBundle([name], use_isolating=False)
    texts.add_resource(FluentResource(source(name)))
    return texts


def source(name: str) -> str:
    """A language's texts as they are written, all files of its folder."""
    folder = files("chat.texts") / name
    there = (file for file in folder.iterdir() if file.name.endswith(".ftl"))
    return "\n".join(file.read_text("utf-8") for file in sorted(there, key=lambda file: file.name))


def say(name: str, key: str, /, **values: str | float) -> str:
    """Say something in a language.

    Args:
        name: one of :data:`LANGUAGES`.
        key: the message's name in the languages' files.
        values: what it mentions; text is escaped.

    Returns:
        Telegram's HTML.

    Raises:
        LookupError: there is no such text, or a value that it mentions is missing.
    """
    texts = bundle(language(name))
    message = texts.get_message(key)
    if message.value is None:
        raise LookupError(key)
    escaped = {arg: escape(value) if isinstance(value, str) else value for arg, value in values.items()}
    text, errors = texts.format_pattern(message.value, escaped)
    if errors:
        raise LookupError(f"{key}: {errors}")
    return str(text)


def has(key: str) -> bool:
    """Is there such a text?"""
    return bool(bundle(LANGUAGES[0]).has_message(key))
