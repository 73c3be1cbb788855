import hashlib
import random

import pytest

from portal.participation.polls import receipts


def test_a_receipt_is_shown_and_read_back():
    for _ in range(50):
        receipt = receipts.new_receipt()
        assert len(receipt) == receipts.LENGTH
        assert receipts.read(receipts.shown(receipt)) == receipt


def test_no_two_receipts_are_alike():
    assert len({receipts.new_receipt() for _ in range(500)}) == 500


def test_it_may_be_typed_in_ukrainian_letters_small_and_spaced():
    receipt = receipts.new_receipt()
    ukrainian = receipt.translate(str.maketrans("ACEHKMPTX", "АСЕНКМРТХ")).lower()
    assert receipts.read(f" {ukrainian[:7]} {ukrainian[7:]} ") == receipt


@pytest.mark.parametrize("typed", ["", "7K4A", "0" * 20, "Ї" * 20, "A" * 21, "\x00" * 20])
def test_what_cannot_be_a_receipt(typed):
    assert receipts.read(typed) is None


def test_every_slip_of_one_sign_and_every_swap_of_neighbours_is_seen():
    receipt = receipts.new_receipt()
    for place, sign in enumerate(receipt):
        for other in set(receipts.ALPHABET) - {sign}:
            assert receipts.read(receipt[:place] + other + receipt[place + 1 :]) is None
    for place in range(len(receipt) - 2):
        pair = receipt[place : place + 2]
        if pair[0] != pair[1]:
            assert receipts.read(receipt[:place] + pair[::-1] + receipt[place + 2 :]) is None


def test_the_key_is_what_anybody_works_out():
    key = receipts.key_of("1c5a", 2, "234")
    assert key == hashlib.sha256(b"1c5a:2:234").hexdigest()
    others = {receipts.key_of("1c5a", 1, "234"), receipts.key_of("1c5b", 2, "234")}
    assert key not in others


def test_all_signs_are_drawn():
    random.seed(1)
    drawn = "".join(receipts.new_receipt() for _ in range(200))
    assert set(drawn) == set(receipts.ALPHABET)
