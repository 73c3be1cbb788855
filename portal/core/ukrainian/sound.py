"""Where Ukrainian chooses a word by its sound: «і» or «й».

Source: Український правопис, 2019, § 24.
"""

from collections.abc import Sequence

_VOWELS = frozenset("аеиіоуєїюя")
# They begin with the sound that «й» is.
_IOTATED = frozenset("йєїюя")


def enumerated(words: Sequence[str]) -> str:
    """«Київ», «Київ і Львів», «Дарницького й Оболонського», «Київ, Львів і Одеса»; empty for none."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    *first, last = words
    is_after_a_vowel = first[-1][-1:].lower() in _VOWELS
    is_before_iota = last[:1].lower() in _IOTATED
    conjunction = "й" if is_after_a_vowel and not is_before_iota else "і"
    return f"{', '.join(first)} {conjunction} {last}"
