"""The groups by which people may do things in the admin."""

from typing import Final

EDITORS: Final = "Редактори"
CHIEF_EDITORS: Final = "Головні редактори"
APPROVAL: Final = "Погодження головним редактором"
