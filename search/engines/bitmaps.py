"""Sets of documents as whole numbers: bit n stands for the document with the key n.

What is done with them (both, either, how many) takes microseconds for a hundred thousand documents,
however many of them are meant; one number a facet's value makes counting facets as cheap.
"""

from collections.abc import Iterable

Bits = int


def of_ids(ids: Iterable[int]) -> Bits:
    """The documents with these keys."""
    keys = list(ids)
    if not keys:
        return 0
    # Digits of base two: turning a text into a number is the quickest way to set many bits.
    digits = bytearray(b"0") * (max(keys) + 1)
    for key in keys:
        digits[key] = 49  # «1»
    digits.reverse()
    return int(digits, 2)


def ids_in(bits: Bits) -> list[int]:
    """The keys, rising."""
    digits = bin(bits)[:1:-1]
    found: list[int] = []
    key = digits.find("1")
    while key >= 0:
        found.append(key)
        key = digits.find("1", key + 1)
    return found


def highest(bits: Bits, number: int) -> list[int]:
    """The `number` greatest keys, falling."""
    digits = bin(bits)[2:]
    found: list[int] = []
    place = digits.find("1")
    while place >= 0 and len(found) < number:
        found.append(len(digits) - 1 - place)
        place = digits.find("1", place + 1)
    return found


def sums(weighed: Iterable[tuple[Bits, int]]) -> list[Bits]:
    """For each document the sum of the weights of the sets that hold it, in binary.

    The first of the list holds the documents whose sum has a one in its last place, the next one those
    with a one before it, and so on: all sums are added at once, place by place.
    """
    places: list[Bits] = []
    for bits, weight in weighed:
        place = carry = 0
        while weight >> place or carry:
            added = bits if weight >> place & 1 else 0
            if place == len(places):
                places.append(0)
            before = places[place]
            places[place] = before ^ added ^ carry
            carry = (before & added) | (carry & (before ^ added))
            place += 1
    return places


def best(among: Bits, places: list[Bits], number: int) -> tuple[Bits, Bits]:
    """The `number` documents with the greatest sums: those that are among them for certain, and those
    with one and the same sum of which some have to be chosen for what is left. The latter are none
    where there is nothing to choose."""
    sure, tied = 0, among
    if among.bit_count() <= number:
        return among, 0
    for place in reversed(places):
        more = sure | (tied & place)
        count = more.bit_count()
        if count > number:
            tied &= place
        else:
            sure = more
            tied &= ~place
            if count == number:
                return sure, 0
    return sure, tied
