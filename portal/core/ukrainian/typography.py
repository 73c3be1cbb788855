"""Small print matters: no line ends after «і», no date is torn apart, no line begins with a dash."""

import re
from functools import lru_cache

NO_BREAK = "\u00a0"

_MONTHS = (
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|"
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
# One-letter words of Ukrainian, and of English («a», «I»); several may follow each other.
_ONE_LETTER = re.compile(r"(?<![\w’'ʼ-])([АБВЕЄЖЗИІЙОУЯабвеєжзиійоуяaAI]) (?=[\w«„“\"(№])")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (_ONE_LETTER, rf"\1{NO_BREAK}"),
    # 6 червня, 2019 р., 2019 року, 44 %, 36 осіб is left to break
    (re.compile(rf"(?<=\d) (?={_MONTHS})"), NO_BREAK),
    (
        re.compile(r"(?<=\d) (?=(?:р|рр|год|хв|грн|тис|млн|млрд|км|м|га)\b|року\b|[%₴°])"),
        NO_BREAK,
    ),
    # 1 234 567
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NO_BREAK),
    # № 5, § 3, ст. 12, м. Київ, вул. Хрещатик
    (re.compile(r"(?<=[№§]) (?=\w)"), NO_BREAK),
    (
        re.compile(
            r"(?<!\w)((?:м|с|смт|вул|просп|бульв|пров|пл|наб|буд|кв|корп|обл|ст|п|ч|гл|див|ім|тел)\.) (?=[\w«])",
            re.IGNORECASE,
        ),
        rf"\1{NO_BREAK}",
    ),
    # І. Я. Франко
    (re.compile(r"(?<![\w.])([А-ЯҐЄІЇA-Z]\.) (?=[А-ЯҐЄІЇA-Z])"), rf"\1{NO_BREAK}"),
    # A dash belongs to the line before it, and so does a dot between two facts.
    (re.compile(r" (?=[—–·](?:\s|$))"), NO_BREAK),
)
# Characters; a lead is at most that long.
_SHORT = 600
# «Зовнішні, „внутрішні“» and “outer, ‘inner’”.
_INNER_UKRAINIAN = str.maketrans({"«": "„", "»": "“"})
_INNER_ENGLISH = str.maketrans({"“": "‘", "”": "’"})
_TAG = re.compile(r"(<[^>]*>)")
# What a title that was cut does not end with.
_LOOSE_END = re.compile(r"[\s,;:.…«„“‘(—–·-]+$")
# The inner ones first.
_UKRAINIAN_QUOTES = (("„", "“"), ("«", "»"))
_ENGLISH_QUOTES = (("‘", "’"), ("“", "”"))


def typeset(text: str) -> str:
    """`text` with no-break spaces where a line must not end. Nothing else changes.

    Applying it twice is the same as once. In HTML only what stands between tags is changed.
    """
    if "<" not in text:
        return _typeset(text)
    parts = _TAG.split(text)
    parts[::2] = [_typeset(part) for part in parts[::2]]
    return "".join(parts)


def within_quotes(text: str) -> str:
    """A title as it stands inside quotation marks of its language: its own become the inner ones."""
    if "«" in text:
        return text.translate(_INNER_UKRAINIAN)
    return text.translate(_INNER_ENGLISH) if "”" in text else text


def shortened(text: str, length: int) -> str:
    """`text` in at most `length` characters, cut between words, an opened quotation closed again."""
    if len(text) <= length:
        return text
    # One sign is for the ellipsis, two for closing marks.
    room = max(length - 3, 0)
    cut = text[:room]
    if not text[room : room + 1].isspace() and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    cut = _LOOSE_END.sub("", cut) + "…"
    is_english = "„" not in cut and "«" not in cut
    for opening, closing in _ENGLISH_QUOTES if is_english else _UKRAINIAN_QUOTES:
        if cut.rfind(opening) > cut.rfind(closing):
            cut += closing
    return cut


def _typeset(text: str) -> str:
    # Titles and leads stand on page after page, and each costs a dozen passes.
    return _typeset_short(text) if len(text) <= _SHORT else _typeset_anew(text)


@lru_cache(maxsize=4096)
def _typeset_short(text: str) -> str:
    return _typeset_anew(text)


def _typeset_anew(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
        if pattern is _ONE_LETTER:  # «і в» needs a second look: the first match ate its space
            text = pattern.sub(replacement, text)
    return text
