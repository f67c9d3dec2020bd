"""The secure page's own port: links, sessions and views over HTTPS, apart from all that others ask."""

from bot.page.app import PageApp, page_app
from bot.page.origin import Origin

__all__ = ["Origin", "PageApp", "page_app"]
