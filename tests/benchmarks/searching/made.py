"""Documents made of plain words, and what readers would type to find them; the same for each seed.

Headlines and some sentences are those of the news in bulk, most sentences are the demo's, and every
text ends with words drawn from the dictionary and a surname that no dictionary has: so a few words
stand in every fifth document and most in a handful, as in texts that people write.
"""

import datetime as dt
import functools
import random
import re
from itertools import pairwise

from civic_pages.services import bulk_words
from portal.core.search_items import SearchItem, StateWindow, search_states
from portal.core.ukrainian import analysis, lexicon, transliteration
from portal.core.ukrainian.recovery.layout import from_ukrainian_layout
from tests.search.judged.documents import demo_items

LANGUAGE = "uk"
WARMING, TIMED = 20, 80
BEGINNINGS = (2, 3, 5)
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n")
_WORDS = re.compile(r"[а-щьюяєіїґ’]{4,}", re.IGNORECASE)
_LETTERS = "абвгдежзийклмнопрстуфхцчшюяії"
_TAIL = 20_000
# Days from here are neither dates of the day nor turns of a state between two engines' answers.
_DAY = dt.datetime(2024, 5, 6, 9, tzinfo=dt.UTC)
_KINDS = ("news", "news", "news", "forums", "consultations", "pages")


def items(count, seed=1):
    """`count` search items of about 110 words, one after another."""
    chance = random.Random(seed)
    sentences = _demo_sentences()
    words = _dictionary_words(seed)
    for number in range(count):
        text = [
            bulk_words.lead(chance),
            *chance.sample(sentences, 7),
            f"Розповіла {_surname(chance)}.",
            # The first words of the list come often, the last ones hardly ever.
            ", ".join(words[int(len(words) * chance.random() ** 2.5)] for _ in range(12)),
        ]
        moment = _DAY - dt.timedelta(hours=chance.randrange(24 * 365 * 8))
        yield SearchItem(
            object_id=str(number),
            language=LANGUAGE,
            kind=chance.choice(_KINDS),
            title=bulk_words.title(chance),
            url=f"/{number}/",
            text="\n".join(text),
            moment=moment,
            topics=tuple(chance.sample(range(1, 16), chance.randrange(3))),
            districts=tuple(chance.sample(range(1, 11), chance.randrange(3))),
            department=chance.choice((None, None, 1, 2, 3, 4, 5)),
            states=_states(chance, moment),
            offered_to=(LANGUAGE,),
        )


def questions(count, seed=1):
    """By kind what readers type: WARMING questions to warm up with, then TIMED ones."""
    chance = random.Random(seed + 1)
    texts = [item.text.split("\n") for item in items(min(count, 4_000), seed)]
    wanted = WARMING + TIMED
    rows = _distinct(lambda: _content(chance.choice(chance.choice(texts)[:-1])), 4 * wanted)
    long = [row for row in rows if len(row) > 2]
    words = _distinct(
        lambda: _content(chance.choice(" ".join(chance.choice(texts)).split())), wanted
    )
    found = {"word": [word for (word,) in words]}
    found["phrase"] = [" ".join(chance.choice(list(pairwise(row)))) for row in long[:wanted]]
    found["question"] = [" ".join(chance.sample(row, 3)) for row in long[wanted : 2 * wanted]]
    others = [word for row in long[2 * wanted :] for word in row if len(word) > 5]
    found["misspelt"] = [_misspelt(chance, word) for word in chance.sample(others, wanted)]
    found["layout"] = [from_ukrainian_layout(word) for word in chance.sample(others, wanted)]
    found["latin"] = [transliteration.transliterate(word) for word in chance.sample(others, wanted)]
    return found


def beginnings(count, seed=1):
    """By number of letters what readers have typed so far of a word in a headline."""
    chance = random.Random(seed + 2)
    titles = [item.title for item in items(min(count, 4_000), seed)]
    words = sorted({word.lower() for title in titles for word in _WORDS.findall(title)})
    found = {}
    for letters in BEGINNINGS:
        begun = sorted({word[:letters] for word in words if len(word) > letters})
        found[letters] = [chance.choice(begun) for _ in range(WARMING + TIMED)]
    return found


@functools.cache
def _demo_sentences():
    texts = (item["body"] for item in demo_items() if item["language"] == LANGUAGE)
    whole = {one for text in texts for one in _SENTENCES.split(text) if len(one.split()) > 4}
    return sorted(whole)


@functools.cache
def _dictionary_words(seed):
    """Walks down the prefix tree of the dictionary, each until a word ends."""
    chance = random.Random(seed)
    tree = lexicon.current()
    found = set()
    while len(found) < _TAIL:
        word, node = "", tree.root
        while branches := tree.branches(node):
            letter, node = chance.choice(branches)
            word += letter
            if len(word) > 4 and tree.ends(node):
                break
        if _WORDS.fullmatch(word) and tree.knows(word):
            found.add(word)
    words = sorted(found)
    chance.shuffle(words)
    return words


def _surname(chance):
    middle = "".join(chance.choice("бвгдклмнпрстх") + chance.choice("аеиоуі") for _ in range(2))
    return f"{middle}{chance.choice(('ленко', 'чук', 'вська', 'щенко', 'рак'))}".capitalize()


def _states(chance, moment):
    """Three of the registered ones after each other: others are counted by nobody."""
    if chance.random() < 0.7:
        return ()
    end = moment + dt.timedelta(days=30)
    before, during, after = [name for name, _state in search_states.items()][:3]
    return (
        StateWindow(before, None, moment),
        StateWindow(during, moment, end),
        StateWindow(after, end, None),
    )


def _content(text):
    """Words that mean something, in order."""
    return tuple(
        word for word in _WORDS.findall(text) if not analysis.is_function_word(word.lower())
    )


def _distinct(draw, count):
    found = {}
    while len(found) < count:
        if drawn := draw():
            found[drawn] = None
    return list(found)


def _misspelt(chance, word):
    """One letter wrong, doubled, left out or changed with its neighbour, so that it is no word."""
    while True:
        place = chance.randrange(1, len(word) - 1)
        before, letter, after = word[:place], word[place], word[place + 1 :]
        wrong = chance.choice(
            (
                before + chance.choice(_LETTERS) + after,
                before + letter + letter + after,
                before + after,
                before + after[0] + letter + after[1:],
            )
        )
        if not lexicon.current().knows(wrong.lower().replace("’", "'")):
            return wrong
