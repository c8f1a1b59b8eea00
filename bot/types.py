"""The library's generic types, filled in once."""

from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from chat.flood import Priority

Context = CallbackContext[ExtBot[Priority], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
App = Application[ExtBot[Priority], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]
