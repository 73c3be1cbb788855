"""Words typed in the wrong keyboard layout: «rjycekmnfwsz» is «консультація».

Keys of QWERTY and of the Ukrainian ЙЦУКЕН, where ґ sits on the backslash and the apostrophe on the
grave accent; letters and the signs that stand in their places, with and without Shift.
"""

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`\\" + 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~|'
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'ґ" + "ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ'Ґ"
# Signs that are signs in both layouts.
_LATIN_SIGNS, _UKRAINIAN_SIGNS = "/?@#$^&", '.,"№;:?'
# The letters that a Russian layout has where the Ukrainian one has і, ї, є and the apostrophe.
_RUSSIAN, _RUSSIAN_KEYS = "ыъэёЫЪЭЁ", "s]'`S}\"~"

_TO_UKRAINIAN = str.maketrans(_LATIN + _LATIN_SIGNS, _UKRAINIAN + _UKRAINIAN_SIGNS)
_TO_LATIN = str.maketrans(
    _UKRAINIAN[:-2] + "ґҐ" + _UKRAINIAN_SIGNS + _RUSSIAN,
    _LATIN[:-2] + "\\|" + _LATIN_SIGNS + _RUSSIAN_KEYS,
)


def from_latin_layout(text: str) -> str:
    """`text` as it would be had the Ukrainian layout been on."""
    return text.translate(_TO_UKRAINIAN)


def from_ukrainian_layout(text: str) -> str:
    """`text` as it would be had the Latin layout been on: «зщдшсу» is police."""
    return text.translate(_TO_LATIN)
