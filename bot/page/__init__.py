"""The secure page's own port: links, sessions and views over HTTPS, apart from all that others ask."""

from bot.page.app import page_app
from bot.page.hall import Hall
from bot.page.origin import Origin
from bot.page.passkeys import PasskeyPage

__all__ = ["Hall", "Origin", "PasskeyPage", "page_app"]
