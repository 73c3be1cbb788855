"""Fetch what an imported text points to, from public addresses only.

An export file is other people's text: it must not make the server read local files or speak to
machines of the inner network, neither directly nor by a redirect, nor by a name whose address
changes between the check and the connection. So each hop's name is resolved once, every address
is checked, and the connection goes to the address that was checked.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import urllib3

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MAX_REDIRECTS = 5
# NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address that is not checked otherwise.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))


class FetchError(Exception):
    """The address could not or must not be fetched; the message says why."""


@dataclass(frozen=True)
class Fetched:
    url: str
    content_type: str
    content: bytes


def resolve(host: str, port: int) -> list[str]:
    """The host's addresses. Raises OSError when it has none."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(text: str) -> bool:
    """Whether the address belongs to the open internet."""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


@dataclass(frozen=True)
class Fetcher:
    """Fetches over http and https with limits.

    `max_bytes` bounds the unpacked body; `timeout` is in seconds, for connecting and for each read;
    `deadline` in seconds bounds the whole body, against a server that drips.
    """

    max_bytes: int = 20 * 1024 * 1024
    timeout: float = 10.0
    deadline: float = 60.0
    resolve: Callable[[str, int], list[str]] = field(default=resolve)
    permit: Callable[[str], bool] = field(default=is_public)

    def fetch(self, url: str) -> Fetched:
        """The body behind `url`. Raises FetchError for whatever reason it cannot be had."""
        for _hop in range(MAX_REDIRECTS + 1):
            answer = self._get(url)
            if isinstance(answer, Fetched):
                return answer
            try:
                url = urljoin(url, answer)
            except ValueError as error:
                raise FetchError(f"redirected to no valid address: {error}") from error
        raise FetchError(f"more than {MAX_REDIRECTS} redirects")

    def _get(self, url: str) -> Fetched | str:
        """The body, or the address a redirect points to."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise FetchError(f"no valid address: {error}") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError(
                f"only http and https addresses are fetched, not «{parts.scheme or url[:40]}:»"
            )
        address = self._checked_address(parts.hostname, port)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        timeout = urllib3.Timeout(connect=self.timeout, read=self.timeout)
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                address,
                port,
                timeout=timeout,
                server_hostname=parts.hostname,
                assert_hostname=parts.hostname,
            )
        else:
            pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout)
        with pool:
            try:
                response = pool.request(
                    "GET",
                    target,
                    headers={
                        "Host": parts.netloc.rpartition("@")[2],
                        "User-Agent": "portal-import",
                        "Accept-Encoding": "gzip",
                    },
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
                try:
                    return self._read(url, response)
                finally:
                    response.release_conn()
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise FetchError(f"no answer: {type(error).__name__}") from error

    def _checked_address(self, host: str, port: int) -> str:
        try:
            addresses = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"the host «{host}» is not known") from error
        if not addresses or not all(self.permit(address) for address in addresses):
            raise FetchError(f"the host «{host}» is not on the open internet")
        return addresses[0]

    def _read(self, url: str, response: urllib3.BaseHTTPResponse) -> Fetched | str:
        location = response.headers.get("Location")
        if response.status in {301, 302, 303, 307, 308} and location:
            return location
        if response.status != 200:  # noqa: PLR2004 - the one status with a body we want
            raise FetchError(f"answered {response.status}")
        content = b""
        give_up = time.monotonic() + self.deadline
        for chunk in response.stream(64 * 1024, decode_content=True):
            content += chunk
            if len(content) > self.max_bytes:
                raise FetchError(f"larger than {self.max_bytes // (1024 * 1024)} MB")
            if time.monotonic() > give_up:
                raise FetchError(f"slower than {self.deadline:.0f} s")
        content_type = (
            (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        )
        return Fetched(url=url, content_type=content_type, content=content)
