"""Names of people."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")


def initials(name: str) -> str:
    """First letters of the first two words of a name, in capitals: «Єлизавета Ґалаґан» is «ЄҐ».

    Empty when there is no letter in it.
    """
    return "".join(word[0] for word in _WORD.findall(name)[:2]).upper()
