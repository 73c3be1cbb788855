"""Where copies of personal data lie: outside of everything that is served (STORAGES["private"])."""

from typing import Final

from django.core.files.storage import Storage, storages
from django.utils.crypto import get_random_string

FOLDER: Final = "copies"


def private_storage() -> Storage:
    return storages["private"]


def random_name() -> str:
    """256 bits nobody guesses, in case somebody comes to look at the folder."""
    return f"{FOLDER}/{get_random_string(43)}.zip"
