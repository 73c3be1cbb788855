"""Ukrainian in Latin letters by the resolution of the Cabinet of Ministers no. 55 of 27 January 2010.

Passports, road signs and addresses follow it; libraries mostly follow older or Russian rules.
"""

import re
import unicodedata

from portal.core.ukrainian.letters import (
    APOSTROPHES,
    clean,
    with_one_script,
    without_apostrophes,
)

TABLE = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
    # Not in the resolution, but in names and titles that people bring along.
    "ы": "y", "э": "e", "ё": "io", "ъ": "",
}  # fmt: skip
# At the beginning of a word.
INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "ё": "yo"}

# Latin letters that do not decompose into a base letter and a mark.
LATIN_BASES = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)


def transliterate(text: str) -> str:
    """`text` with its Cyrillic letters in Latin; everything else stays.

    Apostrophes inside words, stress marks and soft hyphens go before the rule on word beginnings is
    applied: «Знам’янка» is Znamianka. A capital gives capitals in a word of capitals (ЩЕРБА,
    SHCHERBA), else one capital (Щерба, Shcherba).
    """
    letters = without_apostrophes(with_one_script(clean(text)))
    result: list[str] = []
    for place, letter in enumerate(letters):
        low = letter.lower()
        latin = TABLE.get(low)
        if latin is None:
            result.append(letter)
            continue
        before = letters[place - 1] if place else ""
        if low in INITIAL and not _is_letter(before):
            latin = INITIAL[low]
        elif low == "г" and before.lower() == "з":
            latin = "gh"
        if letter != low:
            after = letters[place + 1 : place + 2]
            latin = latin.upper() if _in_capitals(before, after) else latin.capitalize()
        result.append(latin)
    return "".join(result)


def slugify(text: str, *, max_length: int = 80) -> str:
    """An address part: transliterated, lower case, words joined by hyphens, cut at a word's end.

    Letters with marks lose them (Żywiec, zywiec). Empty when the text has no letter or digit that
    can be kept.
    """
    latin = transliterate(text).lower().translate(LATIN_BASES)
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(sign)
    )
    joined = re.sub(f"(?<=[a-z])[{APOSTROPHES}](?=[a-z])", "", plain)
    words = re.sub(r"[^a-z0-9]+", "-", joined).strip("-")
    if len(words) <= max_length:
        return words
    cut = words[: max_length + 1].rpartition("-")[0]
    return cut or words[:max_length]


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and sign not in APOSTROPHES


def _in_capitals(before: str, after: str) -> bool:
    if _is_letter(after):
        return after.isupper()
    return _is_letter(before) and before.isupper()
