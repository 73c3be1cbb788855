"""Names of people."""

import re
from functools import lru_cache

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.letters import ALPHABET, APOSTROPHE, with_one_apostrophe

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
# Letters of any alphabet: no address, no sentence, no sign that turns the line round passes for a name.
_GIVEN = re.compile(r"[^\W\d_]+(?:[’'ʼ‘`´′＇-][^\W\d_]+){0,3}")
_LONGEST = 40
_UKRAINIAN = re.compile(f"[{ALPHABET}']+")
# «Наталя», «Христя»; «Ілля» is of another group, and a vowel before it makes a third («Зоя»).
_SOFT = re.compile("(?<!л)[бвгґджзклмнпрстфхцчшщ]я")


def initials(name: str) -> str:
    """First letters of the first two words of a name, in capitals: «Єлизавета Ґалаґан» is «ЄҐ».

    Empty when there is no letter in it.
    """
    return "".join(word[0] for word in _WORD.findall(name)[:2]).upper()


def given_name(name: str) -> str:
    """`name` if it looks like one given name, else nothing: what stands there goes into letters."""
    plain = name.strip()
    if len(plain) > _LONGEST or not _GIVEN.fullmatch(plain):
        return ""
    return with_one_apostrophe(plain)


def vocative(name: str) -> str:
    """A given name as one calls it: «Олено», «Тарасе», «Анно-Маріє».

    A name that the dictionary lacks, or of which it is not sure, stays as it is: to be called by one's
    plain name is usual too, by a wrong one it is not. Nobody's sex is asked or guessed.
    """
    return _vocative(name)


@lru_cache(maxsize=1024)
def _vocative(name: str) -> str:
    parts = name.split("-")
    called = [_call(part) for part in parts]
    return "-".join(called) if all(called) else name


def _call(name: str) -> str:
    """One name without a hyphen in the vocative; empty when it is not known."""
    folded = with_one_apostrophe(name).lower().replace(APOSTROPHE, "'")
    known = lexicon.current()
    if not _UKRAINIAN.fullmatch(folded) or not isinstance(known, lexicon.KnowsNames):
        return ""
    forms = set(known.vocatives(folded))
    if len(forms) != 1:
        return ""
    form = forms.pop()
    if _SOFT.search(folded[-3:]) and folded[-1] == "я" and not form.endswith("ю"):
        # Of names like «Христя» the dictionary knows better only how they are written.
        return ""
    form = form.replace("'", APOSTROPHE)
    if name.isupper() and len(name) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if name[:1].isupper() else form


lexicon.when_replaced(_vocative.cache_clear)
