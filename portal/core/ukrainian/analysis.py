"""What a text is found by: keys, the same for every form of a word.

The rules, in the order in which they apply to a folded word (`tokens.fold`):

1. A word's keys are **all** its lemmas. The dictionary has no frequencies, so that any choice among
   them is wrong half the time: «ради» is of «рад» and «рада», «радою» of «рада» and «радий».
2. An adverbial participle adds its verb («заливаючи», «заливати»), an adverb in -о or -е its
   adjective («швидко», «швидкий»): the dictionary keeps them apart.
3. A feminine surname adds the masculine one («Вернадська», «Вернадський»), for the same reason.
4. A key has no apostrophe and no hyphen, and г for ґ.
5. A hyphenated word gives the keys of its parts and those of the whole, written together.
6. A word of Latin letters gives one key: without marks (é, e), its English stem.
7. A word that the dictionary has only with an apostrophe or a ґ is taken for that («обєднання»).
8. Digits, and letters of other scripts, stand as they are.

A key consists of letters and digits only, so that any engine takes it for one word.
"""

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import _lru_cache_wrapper, lru_cache
from typing import NamedTuple

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.function_words import ADVERB, ENGLISH, PARTS, UKRAINIAN
from portal.core.ukrainian.tokens import parts, tokens
from portal.core.ukrainian.transliteration import LATIN_BASES

# Keys of one word; more lemmas than that are guesses about a word nobody knows.
MOST_KEYS = 6
# Words whose keys are remembered: about 6 MB.
_CACHE_SIZE = 12_000

_PARTICIPLE = "GRND"
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# No name: a digit in it, or a script that is neither Cyrillic nor Latin.
_NO_NAME = re.compile("[^'\\-a-z\u00df-\u024f\u0400-\u04ff]")
_PLAIN = re.compile("[а-щьюяєії0-9]+")
# Between a consonant that is never soft and a vowel that begins with й.
_NO_APOSTROPHE = re.compile("(?<=[бпвмфрзкднж])(?=[яюєї])")
_NOT_IN_KEYS = str.maketrans({"'": None, "-": None, "ґ": "г"})
# Endings of adverbial participles, and what stands there in a form of the verb.
_PARTICIPLE_ENDINGS = (("чи", "ть"), ("вши", "в"), ("ши", ""))
_SHORTEST_ADVERB = 4


def word_keys(word: str) -> tuple[str, ...]:
    """The keys of one folded word; at most `MOST_KEYS`.

    Never empty for a word with a letter or digit, empty for one without. A hyphenated word is taken
    as a whole: its parts are for the caller (`index_keys`).
    """
    return _remembered(word).keys


def index_keys(text: str) -> list[str]:
    """The keys of `text` in order, as an index keeps them; of a hyphenated word parts, then whole."""
    return [key for piece in pieces(text) for key in word_keys(piece)]


def pieces(text: str) -> list[str]:
    """The folded words of `text` in order; of a hyphenated one its parts, then the whole."""
    return [piece for token in tokens(text) for piece in _pieces(token.text)]


def surface(text: str) -> list[str]:
    """The words of `text` in order as they stand there, but folded and spelt as keys: no lemmas.

    For suggestions by first letters. Of a hyphenated word parts, then whole.
    """
    return [key for piece in pieces(text) if (key := key_form(piece))]


def unknown_forms(text: str) -> list[str]:
    """The folded words of `text`, in order, that the dictionary lacks: names, mostly.

    Latin words are among them, words with a digit and of other scripts are not. The spelling of
    queries is compared with these and with the dictionary.
    """
    return [
        piece
        for piece in pieces(text)
        if not _remembered(piece).known and not _NO_NAME.search(piece)
    ]


def dictionary_spelling(word: str) -> str:
    """How the dictionary spells the folded word: as it is, or with an apostrophe or ґ put in.

    «обєднання» gives «об'єднання», «ганок» «ґанок». Empty when the dictionary lacks it all the same.
    """
    return _remembered_spelling(word)


def is_function_word(word: str) -> bool:
    """Whether the folded word only binds others: «і», «про», «що», of."""
    return _remembered_function(word)


def key_form(word: str) -> str:
    """A folded word spelt as keys are: without apostrophe and hyphen, г for ґ, no marks."""
    key = word.translate(_NOT_IN_KEYS)
    if _PLAIN.fullmatch(key):
        return key
    if not _CYRILLIC.search(key):
        key = unicodedata.normalize("NFKD", key).lower()
    return "".join(filter(str.isalnum, key))


def grow_cache(size: int) -> None:
    """Remember the keys of at least `size` words: for a process that indexes. It never shrinks.

    A word takes about 500 bytes.
    """
    global _remembered  # noqa: PLW0603 - one per process is the point
    with _lock:
        if size > (_remembered.cache_parameters()["maxsize"] or 0):
            _remembered = lru_cache(size)(_analyse)


def _pieces(word: str) -> list[str]:
    found = parts(word)
    return found if len(found) == 1 else [*found, word]


class _Word(NamedTuple):
    keys: tuple[str, ...]
    known: bool


def _analyse(word: str) -> _Word:
    if not _CYRILLIC.search(word):
        key = _latin_key(word)
        return _Word((key,) if key else (), known=False)
    known = lexicon.current()
    readings = known.readings(word)
    if not _is_known(readings) and (spelling := dictionary_spelling(word)):
        word, readings = spelling, known.readings(spelling)
    keys: dict[str, None] = {}
    for reading in readings:
        keys[key_form(reading.lemma)] = None
        if base := _base(word, reading, known):
            keys[key_form(base)] = None
    keys.pop("", None)
    if not keys and (key := key_form(word)):
        keys[key] = None
    return _Word(tuple(keys)[:MOST_KEYS], _is_known(readings))


def _is_known(readings: Sequence[lexicon.Reading]) -> bool:
    return any(reading.known for reading in readings)


def _find_spelling(word: str) -> str:
    knows = lexicon.current().knows
    if knows(word):
        return word
    if not _CYRILLIC.search(word):
        return ""
    marked = _NO_APOSTROPHE.sub("'", word)
    spellings = [marked] if marked != word else []
    for spelling in (word, *spellings):
        spellings += [
            spelling[:place] + "ґ" + spelling[place + 1 :]
            for place, letter in enumerate(spelling)
            if letter == "г"
        ]
    return next((spelling for spelling in spellings if knows(spelling)), "")


def _latin_key(word: str) -> str:
    plain = key_form(_stem_english(_without_marks(word)))
    return plain or key_form(word)


def _without_marks(word: str) -> str:
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word).lower().translate(LATIN_BASES)
    return "".join(sign for sign in decomposed if sign.isalnum() or sign == "'")


def _stem_english(word: str) -> str:
    if not word.replace("'", "").isalpha() or not word.isascii():
        return word
    # One per call: the stemmer keeps the word it works on in itself, and threads share modules.
    from snowballstemmer.english_stemmer import EnglishStemmer

    stem: str = EnglishStemmer().stemWord(word)
    return stem


def _base(word: str, reading: lexicon.Reading, known: lexicon.Lexicon) -> str:
    """The lemma that the dictionary keeps apart from this word; empty if there is none."""
    if reading.part == _PARTICIPLE:
        return _verb(word, known)
    if reading.part == lexicon.SURNAME:
        return _masculine(reading.lemma, known)
    if reading.part == ADVERB and word[-1:] in ("о", "е") and len(word) > _SHORTEST_ADVERB:
        for ending in ("ий", "ій"):
            if known.knows(word[:-1] + ending):
                return word[:-1] + ending
    return ""


def _verb(word: str, known: lexicon.Lexicon) -> str:
    stem, reflexive = (word[:-2], "ся") if word.endswith(("сь", "ся")) else (word, "")
    for ending, other in _PARTICIPLE_ENDINGS:
        if stem.endswith(ending):
            form = stem.removesuffix(ending) + other + reflexive
            for reading in known.readings(form):
                if reading.known and reading.part == "VERB":
                    return reading.lemma
    return ""


def _masculine(surname: str, known: lexicon.Lexicon) -> str:
    """«вернадський» of «вернадська», «петров» of «петрова»; empty of any other."""
    if not surname.endswith("а"):
        return ""
    for ending in ("ий", ""):
        form = surname[:-1] + ending
        for reading in known.readings(form):
            if reading.known and reading.part == lexicon.SURNAME and reading.lemma == form:
                return form
    return ""


def _decide_function(word: str) -> bool:
    if word in UKRAINIAN or word in ENGLISH:
        return True
    if not _CYRILLIC.search(word):
        return False
    readings = lexicon.current().readings(word)
    found = {reading.part for reading in readings if reading.known}
    return bool(found & PARTS) and found <= PARTS | {ADVERB}


_lock = threading.Lock()
_remembered: "_lru_cache_wrapper[_Word]" = lru_cache(_CACHE_SIZE)(_analyse)
_remembered_spelling = lru_cache(_CACHE_SIZE // 5)(_find_spelling)
_remembered_function = lru_cache(_CACHE_SIZE // 10)(_decide_function)


def _forget() -> None:
    _remembered.cache_clear()
    _remembered_spelling.cache_clear()
    _remembered_function.cache_clear()


lexicon.when_replaced(_forget)
