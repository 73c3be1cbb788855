"""Places and the adjectives made of their names: «Дарниця» and «дарницький», «Печерськ» and «печерський».

Nobody who asks for a forum in Дарниця means another one than the Дарницький. The rules are those of the
orthography for the suffix -ськ- (§ 32 of 2019): it melts together with the last consonants of a stem
into -зьк-, -цьк-, -ськ-. What they give is checked in the dictionary, which knows no places from other
nouns: «автор» has its «авторський» too.
"""

from collections.abc import Iterator
from functools import lru_cache

from portal.core.ukrainian import lexicon

_NOUN, _ADJECTIVE = "NOUN", "ADJF"
_SOFT_ENDINGS = ("ський", "цький", "зький")
# What the last consonant of the stem and the suffix become.
_MELTED = {
    **dict.fromkeys("гжз", "зький"),
    **dict.fromkeys("кчц", "цький"),
    **dict.fromkeys("хшс", "ський"),
}
_UNMELTED = {"зький": "гжз", "цький": "кчц", "ський": "хшс"}
# Endings of nouns, the longest first: Солом'янка, Десна, Святошино, Позняки, Оболонь, Печерськ.
_ENDINGS = ("ка", "ки", "а", "я", "о", "е", "и", "і", "ь", "")
# Between stem and suffix: деснянський, бучанський, шевченківський, дніпровський.
_INFIXES = ("ян", "ан", "ів", "ов")
# The vowel of a syllable that the suffix closes: Голосієво, голосіївський.
_CLOSED = {"є": "ї", "о": "і", "е": "і"}
_OPENED = {"ї": "є", "і": "ое"}
_SHORTEST_STEM = 3
_SHORTEST_NOUN = 4
# Words that are remembered: half a megabyte.
_REMEMBERED = 2_000


@lru_cache(_REMEMBERED)
def relatives(word: str) -> tuple[str, ...]:
    """Adjectives of the nouns that a folded word may be a form of, nouns of its adjectives; as lemmas."""
    known = lexicon.current()
    found: dict[str, None] = {}
    for reading in known.readings(word):
        if not reading.known:
            continue
        if reading.part == _NOUN:
            found |= dict.fromkeys(_checked(_adjectives(reading.lemma), _ADJECTIVE))
        elif reading.part == _ADJECTIVE and reading.lemma.endswith(_SOFT_ENDINGS):
            for noun in _checked(_nouns(reading.lemma), _NOUN):
                if len(noun) >= _SHORTEST_NOUN and reading.lemma in _adjectives(noun):
                    found[noun] = None
    return tuple(found)


def _checked(words: Iterator[str], part: str) -> Iterator[str]:
    """Those of the words that the dictionary has as lemmas of this part of speech."""
    known = lexicon.current()
    for word in words:
        if known.knows(word) and any(
            reading.part == part and reading.lemma == word for reading in known.readings(word)
        ):
            yield word


def _adjectives(noun: str) -> Iterator[str]:
    if noun.endswith(("ськ", "цьк", "зьк")):
        yield f"{noun}ий"
    for ending in _ENDINGS:
        stem = noun.removesuffix(ending)
        if not noun.endswith(ending) or len(stem) < _SHORTEST_STEM:
            continue
        for each in (stem, _last_vowel(stem, _CLOSED)):
            yield f"{each}ський"
            yield f"{each}ьський"
            if melted := _MELTED.get(each[-1]):
                yield each[:-1] + melted
        yield from (f"{stem}{infix}ський" for infix in _INFIXES)


def _nouns(adjective: str) -> Iterator[str]:
    suffix = adjective[-5:]
    stem = adjective.removesuffix(suffix)
    yield adjective.removesuffix("ий")  # Луцьк, Печерськ
    if len(stem) < _SHORTEST_STEM:
        return
    stems = [stem + consonant for consonant in _UNMELTED[suffix]]
    if suffix == "ський":
        plain = stem.removesuffix("ь")
        stems += [plain, *map(plain.removesuffix, _INFIXES)]
    for each in dict.fromkeys(stems):
        for opened in ("", *_OPENED.get(_vowel(each), "")):
            spelt = _last_vowel(each, {_vowel(each): opened}) if opened else each
            if len(spelt) >= _SHORTEST_STEM:
                yield from (spelt + ending for ending in _ENDINGS)


def _vowel(stem: str) -> str:
    """The last vowel of the stem if one consonant follows it; empty else."""
    return stem[-2:-1] if stem[-2:-1] in "аеєиіїоуюя" else ""


def _last_vowel(stem: str, change: dict[str, str]) -> str:
    vowel = _vowel(stem)
    return stem[:-2] + change[vowel] + stem[-1] if vowel in change else stem


lexicon.when_replaced(relatives.cache_clear)
