"""Web pages over http(s), fetched so that no report can make the machine talk to its own network.

Every name is resolved here, every address it gives must be a public one, and the connection goes to that very
address (the name stays in the Host header and in the certificate check). The same holds after each redirect.
Proxies and `.netrc` of the environment are not used: they would undo the check.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx2

from fogline.errors import InputError

MAX_BYTES = 20_000_000
MAX_SECONDS = 30.0
MAX_REDIRECTS = 5
#: Some sites refuse clients that do not say who they are.
AGENT = "fogline/0.1 (+report reader)"

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the bytes, the address in the end, and the media type with its charset as declared."""

    raw: bytes
    url: str
    media_type: str
    charset: str | None


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives for a name."""
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Whether an address is out on the internet; IPv4 inside IPv6 forms is judged as IPv4."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        else:
            ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    resolver: Resolve = resolve,
    max_bytes: int = MAX_BYTES,
    max_seconds: float = MAX_SECONDS,
) -> Fetched:
    """The page at `url`; InputError for anything that fails, is refused, too large or too slow.

    `allow_private` is for tests and for networks that are read on purpose.
    """
    deadline = time.monotonic() + max_seconds
    current = url
    with httpx2.Client(trust_env=False, follow_redirects=False, headers={"User-Agent": AGENT}) as client:
        for _ in range(MAX_REDIRECTS + 1):
            fetched, current = _hop(client, current, url, deadline, allow_private, resolver, max_bytes)
            if fetched is not None:
                return fetched
    raise InputError(url, f"more than {MAX_REDIRECTS} redirects", "give the address it ends at")


def _hop(
    client: httpx2.Client,
    current: str,
    asked: str,
    deadline: float,
    allow_private: bool,
    resolver: Resolve,
    max_bytes: int,
) -> tuple[Fetched | None, str]:
    """One request to a checked address: the page, or the next address."""
    host, request = _pinned(client, current, asked, deadline, allow_private, resolver)
    try:
        response = client.send(request, stream=True)
        try:
            if response.is_redirect and response.headers.get("location"):
                return None, urljoin(current, response.headers["location"])
            if response.status_code != 200:
                problem = f"the server at {host} answered {response.status_code} {response.reason_phrase}"
                raise InputError(asked, problem, "check the address, or save the page and give the file")
            raw = _body(response, asked, deadline, max_bytes)
        finally:
            response.close()
    except httpx2.TimeoutException:
        raise InputError(asked, f"no answer from {host} in time", "try again, or save the page") from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        reason = str(error) or type(error).__name__
        raise InputError(asked, f"could not be fetched ({reason})", "check the address, or save the page") from None
    declared = response.headers.get("content-type", "")
    media_type = declared.split(";")[0].strip().lower()
    charset = response.charset_encoding
    return Fetched(raw, current, media_type, charset), current


def _pinned(
    client: httpx2.Client, current: str, asked: str, deadline: float, allow_private: bool, resolver: Resolve
) -> tuple[str, httpx2.Request]:
    """A request that goes to an address that was checked, under the name that was asked for."""
    try:
        parts = urlsplit(current)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise InputError(asked, f"not an address: {current}", "give an http or https address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(asked, f"leads to {current[:100]}, not to an http(s) address", "give an http(s) address")
    if parts.username or parts.password:
        raise InputError(asked, "an address with a password in it", "leave user and password out")
    left = deadline - time.monotonic()
    if left <= 0:
        raise InputError(asked, "took too long", "try again, or save the page and give the file")
    try:
        addresses = resolver(host, port)
    except (OSError, UnicodeError):
        raise InputError(asked, f"the name {host} is not known", "check the address, or the connection") from None
    if not addresses:
        raise InputError(asked, f"the name {host} has no address", "check the address")
    inward = [address for address in addresses if not is_public(address)]
    if inward and not allow_private:
        where = "redirects" if current != asked else "leads"
        raise InputError(
            asked, f"{where} to {host} ({inward[0]}), an address inside this network, which is refused", "save the page"
        )
    address = addresses[0]
    target = f"[{address}]" if ":" in address else address
    netloc = target if parts.port is None else f"{target}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    request = client.build_request(
        "GET",
        f"{parts.scheme}://{netloc}{parts.path or '/'}{query}",
        headers={"Host": parts.netloc},
        extensions={"sni_hostname": host},
        timeout=httpx2.Timeout(min(left, 10.0)),
    )
    return host, request


def _body(response: httpx2.Response, asked: str, deadline: float, max_bytes: int) -> bytes:
    """The body, unpacked, cut off by an error at the size or time allowed."""
    raw = bytearray()
    for chunk in response.iter_bytes():
        raw += chunk
        if len(raw) > max_bytes:
            raise InputError(asked, f"larger than {max_bytes / 1e6:.0f} MB", "save the article and give the file")
        if time.monotonic() > deadline:
            raise InputError(asked, "took too long", "try again, or save the page and give the file")
    return bytes(raw)
