"""Whose request it is: only what our own proxies have seen is believed."""

import pytest
from allauth.account.adapter import get_adapter

from portal.core.clients import client_address, household_of, network_of


def asked(rf, settings, *, proxies, forwarded=None, peer="10.0.0.9"):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(rf.get("/", REMOTE_ADDR=peer, **headers))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.9"),
        (0, "203.0.113.5", "10.0.0.9"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "203.0.113.5"),
        (1, None, "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "203.0.113.5, unknown", "10.0.0.9"),
        (2, "unknown, 10.0.0.1", "10.0.0.1"),
        (1, "203.0.113.5:4711", "203.0.113.5"),
        (1, '"[2001:db8::1]:4711"', "2001:db8::1"),
        (1, "2001:0DB8:0:0::1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_only_what_our_proxies_saw_is_believed(rf, settings, proxies, forwarded, address):
    assert asked(rf, settings, proxies=proxies, forwarded=forwarded) == address


@pytest.mark.parametrize("peer", ["", "unix:", "<script>"])
def test_no_address_is_none(rf, settings, peer):
    assert asked(rf, settings, proxies=0, peer=peer) == ""


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "address"),
    [
        (1, "6.6.6.6, 203.0.113.5", "10.0.0.9", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.9", "203.0.113.5"),  # allauth itself would answer 500
        (0, "203.0.113.5", "", "0.0.0.0"),
    ],
)
def test_allauth_counts_the_same_client(rf, settings, proxies, forwarded, peer, address):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert get_adapter().get_client_ip(request) == address


@pytest.mark.parametrize(
    ("address", "household", "network"),
    [
        ("203.0.113.77", "203.0.113.77/32", "203.0.113.0/24"),
        ("2001:db8:1:2ff:3::4", "2001:db8:1:2ff::/64", "2001:db8:1:200::/56"),
        ("", "", ""),
        ("nobody", "", ""),
    ],
)
def test_networks(address, household, network):
    assert household_of(address) == household
    assert network_of(address) == network
