"""Ukrainian alphabetical order without a database's collation."""

import re
import unicodedata

from portal.core.ukrainian.letters import ALPHABET, APOSTROPHES, clean

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Word gap, digits, Latin letters, Ukrainian letters, Russian letters that Ukrainian has not.
_SIGNS = " 0123456789abcdefghijklmnopqrstuvwxyz" + ALPHABET + "ёъыэ"
_CODE = {sign: _DIGITS[place // 36] + _DIGITS[place % 36] for place, sign in enumerate(_SIGNS)}
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_NUMBER = re.compile(r"\d+")


def sort_key(text: str) -> str:
    """A key that sorts as the Ukrainian alphabet does, under any collation of any database.

    It is made of ASCII digits and small letters, two for each sign: PostgreSQL in en_US, in C and
    SQLite agree on their order, and on hardly anything else. Apostrophes, stress marks and soft
    hyphens do not count, nor does case; a word ends before the next letter begins («ліс», «ліс
    великий», «лісник»); numbers go by value («школа № 5» before «школа № 12»), Latin letters
    before Ukrainian ones.
    """
    plain = _APOSTROPHE.sub("", clean(text)).lower()
    numbered = _NUMBER.sub(lambda match: f"{int(match.group()):06d}"[-12:], plain)
    known = "".join(_base(sign) for sign in numbered)
    return "".join(_CODE[sign] for sign in " ".join(known.split()))


def _base(sign: str) -> str:
    """The sign by which `sign` is sorted: itself, its Latin base letter, or a gap."""
    if sign in _CODE:
        return sign
    base = unicodedata.normalize("NFKD", sign)[:1]
    return base if base in _CODE else " "
