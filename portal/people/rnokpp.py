"""РНОКПП, the number of a taxpayer's card: its check digit and the birth date in it.

The first five digits count days from 31 December 1899; the tenth digit is a check
(reference: python-stdnum `stdnum.ua.rntrc`).
"""

from datetime import date, timedelta

from stdnum.exceptions import ValidationError
from stdnum.ua import rntrc

_DAY_ZERO = date(1899, 12, 31)


def clean(number: str) -> str:
    """The ten digits. Raises ValueError when they are no РНОКПП."""
    try:
        return str(rntrc.validate(number))
    except ValidationError as error:
        raise ValueError("Not a taxpayer's number.") from error


def birth_date(number: str) -> date:
    """The birth date that the number carries. Raises ValueError when it is no РНОКПП."""
    return _DAY_ZERO + timedelta(days=int(clean(number)[:5]))
