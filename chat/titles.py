"""What a style is called: a built-in one in the person's language, an operator's by its own title."""

from collections.abc import Sequence

from chat.texts import LANGUAGES, bundle, say
from jobs.catalogue import STYLES, Style


def title_of(style: Style, language: str) -> str:
    """Name a style to a person, in plain text."""
    return say(language, f"title-{style.name}") if style.name in STYLES else style.title


def tiles(styles: Sequence[Style], language: str) -> list[str]:
    """What stands on the tiles of a contact sheet, a line each, for those who cannot see it well."""
    titles = (title_of(style, language) for style in styles)
    return [say(language, "tile", number=n, title=title) for n, title in enumerate(titles, start=1)]


def typed_for(style: Style) -> set[str]:
    """Everything that people may type for a style, in every language, as it is written."""
    if style.name not in STYLES:
        return {style.title}
    titles = {title_of(style, language) for language in LANGUAGES}
    return titles.union(*(_also(style.name, language) for language in LANGUAGES))


def _also(name: str, language: str) -> set[str]:
    """Other words for a built-in style that stand beside its title."""
    texts = bundle(language)
    typed = texts.get_message(f"title-{name}").attributes.get("typed")
    if typed is None:
        return set()
    words, _ = texts.format_pattern(typed)
    return {word.strip() for word in str(words).split(",")}
