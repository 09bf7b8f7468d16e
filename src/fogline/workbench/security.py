"""Who may ask: loopback without a token, anybody else with one; no other origin, no script but the page's own."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

#: No inline script, no third party, no frame; `blob:` only for the map's worker and images that the page draws itself.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",  # MapLibre sets style attributes on its own elements
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


def policy(tiles: str | None = None) -> str:
    """The content security policy; `tiles` is the one other origin that map tiles may be asked of, where one is given.

    >>> "https://tiles.example" in policy("https://tiles.example")
    True
    >>> policy() == POLICY
    True
    """
    if tiles is None:
        return POLICY
    return POLICY.replace("connect-src 'self'", f"connect-src 'self' {tiles}").replace(
        "img-src 'self'", f"img-src 'self' {tiles}"
    )


LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost", "testserver"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE = "fogline_token"

Next = Callable[[Request], Awaitable[Response]]


class Guard:
    """Checks host, origin and token of each request and puts the security headers on each answer."""

    def __init__(self, *, hosts: frozenset[str], token: str | None, tiles: str | None = None) -> None:
        self._hosts = hosts
        self._token = token
        self._headers = {"Content-Security-Policy": policy(tiles), **HEADERS}

    async def __call__(self, request: Request, call_next: Next) -> Response:
        refused = self.refusal(request)
        response = JSONResponse({"error": refused[1]}, refused[0]) if refused else await call_next(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response

    def refusal(self, request: Request) -> tuple[int, str] | None:
        """The status and reason for which a request is refused, None where it may pass."""
        # A page of another site can point a name of its own at 127.0.0.1; the host header gives it away.
        host = (request.url.hostname or "").lower()
        if host not in self._hosts:
            return 421, f"this server answers for {', '.join(sorted(self._hosts))}, not for {host or 'no host'}"
        if request.method not in SAFE:
            origin = request.headers.get("origin")
            site = request.headers.get("sec-fetch-site")
            if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
                return 403, "a page of another origin may not change the ledger"
            if site not in (None, "same-origin", "none"):
                return 403, "a page of another site may not change the ledger"
        if self._token is not None and not self._has_token(request):
            return 401, "this server needs its token: send `Authorization: Bearer TOKEN`"
        return None

    def _has_token(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            # The address printed at the start carries the token once; the page then keeps it in a cookie.
            given = request.cookies.get(COOKIE, "") or (
                request.query_params.get("token", "") if request.url.path == "/" else ""
            )
        return hmac.compare_digest(given.encode(), (self._token or "").encode())
