"""One-time codes for a sheet of paper: eight signs that cannot be taken for one another."""

import secrets
from typing import Final

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V; 23 signs make 23^8 = 7.8e10 codes.
ALPHABET: Final = "ACDEFGHJKMNPQRTWXY34679"
LENGTH: Final = 8
_HALF: Final = LENGTH // 2
# A person with a Ukrainian keyboard types the letters they see.
_TWINS: Final = str.maketrans("АСЕНКМРТХУ", "ACEHKMPTXY")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_shown(code: str) -> str:
    """In two groups, as people read and type it."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def as_typed(text: str) -> str:
    """What was typed as the code is kept: capitals, Latin letters, no spaces or hyphens."""
    kept = text.upper().translate(_TWINS)
    return "".join(sign for sign in kept if sign.isalnum())[:64]
