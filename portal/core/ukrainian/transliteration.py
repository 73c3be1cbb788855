"""Ukrainian in Latin letters by the resolution of the Cabinet of Ministers no. 55 of 27 January 2010."""

import re
import unicodedata

_APOSTROPHES = "'’ʼ‘`´′＇"
_TABLE = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
# At the beginning of a word.
_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def transliterate(text: str) -> str:
    """`text` with its Ukrainian letters in Latin; everything else stays.

    Apostrophes are dropped before the rule on word beginnings: «Знам’янка» is Znamianka.
    """
    text = unicodedata.normalize("NFC", text)
    text = re.sub(f"(?<=\\w)[{_APOSTROPHES}](?=\\w)", "", text)
    result: list[str] = []
    previous = ""
    for letter in text:
        low = letter.lower()
        latin = _TABLE.get(low)
        if latin is None:
            result.append(letter)
        else:
            if low in _INITIAL and not (previous.isalpha()):
                latin = _INITIAL[low]
            elif low == "г" and previous.lower() == "з":
                latin = "gh"
            result.append(latin.capitalize() if letter.isupper() else latin)
        previous = letter
    return "".join(result)


def slugify(text: str, *, max_length: int = 80) -> str:
    """An address part: transliterated, lower case, words joined by hyphens, cut at a word's end.

    Empty when the text has no letter or digit to keep.
    """
    words = re.sub(r"[^a-z0-9]+", "-", transliterate(text).lower()).strip("-")
    if len(words) <= max_length:
        return words
    cut = words[: max_length + 1].rpartition("-")[0]
    return cut or words[:max_length]
