import hashlib

import pytest

from portal.participation.polls import chain


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


BALLOTS = [("aa", "email", {"q": "x"}), ("bb", "paper", {"q": ["є", "ї"], "a": 1})]


def test_the_chain_is_as_docs_say():
    head = sha("p:1")
    head = sha(f'{head}|aa|email|{{"q":"x"}}')
    head = sha(f'{head}|bb|paper|{{"a":1,"q":["є","ї"]}}')
    assert chain.head_of("p", 1, BALLOTS) == head


@pytest.mark.parametrize(
    "changed",
    [
        [("aa", "email", {"q": "y"}), BALLOTS[1]],
        [("aa", "paper", {"q": "x"}), BALLOTS[1]],
        [("ab", "email", {"q": "x"}), BALLOTS[1]],
        BALLOTS[:1],
        [],
    ],
)
def test_any_change_moves_the_head(changed):
    assert chain.head_of("p", 1, changed) != chain.head_of("p", 1, BALLOTS)


def test_another_poll_or_round_has_another_head():
    heads = {chain.head_of(*place, BALLOTS) for place in (("p", 1), ("p", 2), ("q", 1))}
    assert len(heads) == 3


@pytest.mark.parametrize("order", [BALLOTS[::-1], [BALLOTS[0], BALLOTS[0]]])
def test_ballots_stand_in_the_order_of_keys_and_once(order):
    with pytest.raises(ValueError, match="order"):
        chain.head_of("p", 1, order)


def test_voided_ballots_have_a_head_of_their_own():
    head = chain.head_of("p", 1, BALLOTS)
    assert chain.void_head(head, []) == head
    voided = chain.void_head(head, [("bb", "боти"), ("aa", "боти")])
    assert voided == sha(f"{sha(f'{head}|aa|боти')}|bb|боти")
    assert chain.void_head(head, [("aa", "інше")]) != chain.void_head(head, [("aa", "боти")])
