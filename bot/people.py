"""Who sent an update, in which language."""

from telegram import Update

from chat.texts import language


def person_of(update: Update) -> tuple[int, str]:
    """The id of the person and the language for them.

    Raises:
        LookupError: the update has no person (a channel's post).
    """
    user = update.effective_user
    if user is None:
        raise LookupError("an update without a person")
    return user.id, language(user.language_code)
