"""Invented people whom the pretended hub vouches for, as the real one writes them, and ways to fail."""

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.ua import rntrc


def number(born: date, order: int) -> str:
    """A РНОКПП with a true check digit: days since 31 December 1899, then four digits of order."""
    digits = f"{(born - date(1899, 12, 31)).days:05}{order:04}"
    return digits + rntrc.calc_check_digit(digits)


PEOPLE: Final[dict[str, dict[str, str]]] = {
    "olena": {
        "lastname": "КОВАЛЕНКО",
        "givenname": "ОЛЕНА",
        "middlename": "ПЕТРІВНА",
        "drfocode": number(date(1987, 4, 12), 1234),
        "address": "м. Київ, Подільський р-н, вул. Костянтинівська, буд. 9, кв. 14",
    },
    "taras": {
        "lastname": "Дем'янчук",
        "givenname": "Тарас",
        "middlename": "Іванович",
        "drfocode": number(date(1961, 11, 3), 4021),
    },
    "sofiia": {
        "lastname": "НЕЧУЙ-ЛЕВИЦЬКА",
        "givenname": "СОФІЯ",
        "middlename": "АНДРІЇВНА",
        "drfocode": number(date(2011, 3, 1), 777),
        "address": "м. Київ, р-н Дарницький, вул. Подільська, буд. 2",
    },
    "markiian": {
        "lastname": "Савчин",
        "givenname": "Маркіян",
        "middlename": "",
        "drfocode": "КМ104377",
        "birthday": "24.08.1991",
        "address": "Львівська обл., м. Львів, Шевченківський район, вул. Замарстинівська, 30",
    },
    "seal": {"o": "ТОВ «Вигадане»", "edrpoucode": "00032106", "lastname": "", "drfocode": ""},
    "wrong-number": {
        "lastname": "ХИБНА",
        "givenname": "ЦИФРА",
        "drfocode": number(date(1979, 6, 30), 5001)[:-1]
        + str((int(number(date(1979, 6, 30), 5001)[-1]) + 1) % 10),
    },
}

LABELS: Final[dict[str, str | Promise]] = {
    "olena": _("Olena Kovalenko, born in 1987, Podilskyi district"),
    "taras": _("Taras Demianchuk, born in 1961, without an address"),
    "sofiia": _("Sofiia Nechui-Levytska, born in 2011, Darnytskyi district"),
    "markiian": _("Markiian Savchyn, a passport instead of a number, from Lviv"),
    "seal": _("A seal of an organisation: no person"),
    "wrong-number": _("A number with a wrong check digit"),
}

# What may go wrong, by the name that travels in the code.
FAILURES: Final[dict[str, str | Promise]] = {
    "denied": _("The person stops"),
    "other-state": _("Another state comes back"),
    "no-code": _("Neither a code nor an error comes back"),
    "old-code": _("The code is not valid any more"),
    "token-garbage": _("Garbage instead of a token"),
    "token-error": _("The hub answers with error 500"),
    "token-slow": _("The hub does not answer in time"),
    "info-refused": _("The hub refuses the token (401)"),
    "info-garbage": _("Garbage instead of the facts"),
    "foreign-envelope": _("Facts in an envelope for somebody else"),
    "decrypt-error": _("The decrypting service answers with error 500"),
}
