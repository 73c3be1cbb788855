"""Phone numbers as people write them."""

import re

# After these comes an extension, which no address of a call can hold.
_EXTENSION = re.compile(r"[,;]|\bдод|\bвн|\bext")


def dialled(phone: str) -> str:
    """`phone` as a telephone dials it, for `tel:`: digits, with a plus in front if there was one."""
    phone = phone.strip()
    digits = re.sub(r"\D", "", _EXTENSION.split(phone, maxsplit=1)[0])
    return f"+{digits}" if phone.startswith("+") and digits else digits
