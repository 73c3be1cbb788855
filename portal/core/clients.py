"""Who is asking, as far as an address tells it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from django.conf import settings
from django.http import HttpRequest

# How many leading bits name one household or office, by the version of the address. A provider gives
# a home a whole /64 to /56 of IPv6, so a single address of it says nothing.
_HOUSEHOLD: Final = {4: 32, 6: 64}
_NETWORK: Final = {4: 24, 6: 56}


def client_address(request: HttpRequest) -> str:
    """The address from which the request came, in its shortest form; empty when there is none.

    With TRUSTED_PROXIES = n it is the n-th entry of X-Forwarded-For from the right: each proxy appends
    the address that it saw itself, what stands left of those is the client's own claim. With 0 the
    header is ignored. An entry that is no address counts as the next proxy's, so a proxy that writes
    «unknown» makes its clients one client, never unlimited ones.
    """
    chain = [request.META.get("REMOTE_ADDR", "")]
    if settings.TRUSTED_PROXIES > 0:
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        chain = [*claimed[-settings.TRUSTED_PROXIES :], *chain]
    for entry in chain:
        if address := _parsed(entry):
            return str(address)
    return ""


def household_of(address: str) -> str:
    """What counts as one client: the address itself for IPv4, its /64 for IPv6; empty for none."""
    return _shortened(address, _HOUSEHOLD)


def network_of(address: str) -> str:
    """The neighbourhood of an address: /24 for IPv4, /56 for IPv6; empty for none."""
    return _shortened(address, _NETWORK)


def _shortened(address: str, bits: dict[int, int]) -> str:
    parsed = _parsed(address)
    if parsed is None:
        return ""
    return str(ip_network((parsed, bits[parsed.version]), strict=False))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address in an entry that may carry a port, brackets or a zone; None when it is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
