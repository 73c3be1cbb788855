import random

from search.engines import bitmaps


def test_sets_of_keys_come_back_as_they_were_given():
    chance = random.Random(1)
    keys = sorted(chance.sample(range(1, 5000), 700))
    bits = bitmaps.of_ids(keys)
    assert bits == sum(1 << key for key in keys)
    assert bitmaps.ids_in(bits) == keys
    assert bitmaps.highest(bits, 5) == keys[-1:-6:-1]
    assert (bitmaps.of_ids([]), bitmaps.ids_in(0), bitmaps.highest(0, 3)) == (0, [], [])


def test_sums_of_all_documents_are_added_at_once():
    chance = random.Random(2)
    weighed = [
        (bitmaps.of_ids(chance.sample(range(1, 300), chance.randrange(200))), weight)
        for weight in (0, 1, 7, 999, 1_000_000, 1_000_000, 345_678)
    ]
    places = bitmaps.sums(weighed)
    for key in range(300):
        there = sum(weight for bits, weight in weighed if bits >> key & 1)
        assert sum((bits >> key & 1) << place for place, bits in enumerate(places)) == there


def test_the_best_are_those_with_the_greatest_sums_and_equals_are_told_apart():
    places = bitmaps.sums([(0b0110, 5), (0b1100, 3)])
    # Sums by key from 0: 0, 5, 8, 3.
    assert bitmaps.best(0b1111, places, 1) == (0b0100, 0)
    assert bitmaps.best(0b1011, places, 1) == (0b0010, 0)
    assert bitmaps.best(0b1111, places, 9) == (0b1111, 0)
    assert bitmaps.best(0b111111, places, 4)[0] == 0b001110
    assert bitmaps.best(0b111111, places, 4)[1] == 0b110001
    assert bitmaps.best(0b1111, [], 2) == (0, 0b1111)
