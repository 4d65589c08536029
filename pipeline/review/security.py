"""Who may talk to the review page: this machine, or whoever holds the token.

A page on the web can make a browser send requests to 127.0.0.1, or point a name of its own at it
(DNS rebinding). So the Host must be one of ours, and a request that changes something must come
from our own page.
"""

from __future__ import annotations

import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COOKIE = "communiques_review"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Whether this address can be reached from this machine only."""
    return host in {"127.0.0.1", "localhost", "::1"}


class Guard:
    """ASGI middleware: checks Host, Origin and token; sets the headers of every answer."""

    def __init__(self, app: ASGIApp, *, token: str | None = None) -> None:
        """With a token, any Host is allowed to whoever holds it; without one, loopback only."""
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await (self._refusal(scope) or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._token is None and _name(host) not in _LOOPBACK:
            return PlainTextResponse("Hôte inconnu.", 421)
        if self._token is not None and (entry := self._admission(scope, headers, self._token)):
            return entry
        if scope["method"] not in {"GET", "HEAD"} and not _from_our_page(headers, host):
            return PlainTextResponse("Requête venue d’une autre page : refusée.", 403)
        return None

    def _admission(self, scope: Scope, headers: Headers, token: str) -> ASGIApp | None:
        """None for whoever has the cookie; the cookie for whoever brings the token; else a refusal."""
        cookie = SimpleCookie(headers.get("cookie", "")).get(_COOKIE)
        if cookie is not None and hmac.compare_digest(cookie.value.encode(), token.encode()):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not hmac.compare_digest(given.encode(), token.encode()):
            return PlainTextResponse("Jeton manquant ou faux : ouvrez l’adresse affichée au démarrage.", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(_COOKIE, token, httponly=True, samesite="strict")
        return answer


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    return host.rsplit(":", 1)[0] if not host.endswith("]") and ":" in host else host


def _from_our_page(headers: Headers, host: str) -> bool:
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = headers.get("origin") or headers.get("referer") or ""
    return urlsplit(origin).netloc == host != ""
