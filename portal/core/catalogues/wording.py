"""Words that the Ukrainian of the portal does not use, and what stands instead (docs/glossary.md)."""

import re
from collections.abc import Iterator, Mapping

from portal.core.catalogues import files

# A pattern for every form of a word, and the word that is right.
FORBIDDEN: Mapping[str, str] = {
    r"\bголосовк\w*": "голосування, опитування",
    r"\be-?mail\w*|\bе-?мейл\w*|\bімейл\w*": "електронна пошта, лист",
    r"\bлогін\w*": "ім’я користувача, вхід",
    r"\b(за|роз)логін\w*": "увійти, вийти",
    r"\bюзер\w*": "користувач",
    r"\bак+аунт\w*": "обліковий запис",
    r"\bаутентиф\w*": "автентифікація",
    r"\bспівпад\w*": "збігатися, збіг",
    r"\bслідуюч\w*": "такий, наступний",
    r"\bна протязі\b": "протягом",
    r"\bприй(м|ня)\w* участь\b": "брати участь, узяти участь",
    r"\bвідмін(ити|яти|ено)\b": "скасувати",
    r"(?<![\w’])явля(є|ю)ться\b": "є",
    r"\bлюб(ий|а|е|ого|ому|ої|ою|их|ими)\b": "будь-який",
    r"\b(не)?вірн(ий|а|о|е|і|их|ого|ому)\b": "правильний, неправильний",
    r"\bв даний (час|момент)|\bна даний момент": "зараз, наразі",
    r"\bотрима(ти|йте) доступ\b": "увійти, відкрити",
    r"\bпо (запиту|даті|імені|умовчанню)|\bза умовчанням": "за запитом, за датою, типово",
    r"\bміроприємств\w*": "захід",
    r"\bкорект+н(ий|а|е|і|о|их|ого|у)\b": "правильний",
    r"\bлокал(ь|і|ей|ями|ях)\b": "мова",
    r"\bнаживо\b": "опубліковано, на сайті",
    r"\bпідсторін\w*": "дочірня сторінка",
    r"\bдруг(ий|ого|ому|им) крок\w*|\bдво(фактор|етап)н\w*": "другий чинник",
    r"[а-яіїєґ]['ʼ`][єїюяЄЇЮЯ]": "апостроф ’",
}
_PATTERNS = {pattern: re.compile(pattern, re.IGNORECASE | re.UNICODE) for pattern in FORBIDDEN}
_NOT_WORDS = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|<[^>]*>|https?://\S+|\S+@\S+")


def faults_of(text: str) -> Iterator[tuple[str, str]]:
    """Each forbidden word of a text with what to say instead; placeholders, tags and addresses aside."""
    words = _NOT_WORDS.sub(" ", text)
    for pattern, right in FORBIDDEN.items():
        if found := _PATTERNS[pattern].search(words):
            yield found[0], right


def problems() -> list[str]:
    """Forbidden words of our Ukrainian catalogues, with the file and the line of each."""
    return [f"{place}: «{wrong}», say {right}" for place, wrong, right in files.faulty(faults_of)]
