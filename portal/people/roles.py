"""The groups by which people may do things. Their permissions are listed in docs/roles.md."""

from typing import Final

from portal.people.enums import Role

# Group names are data: made by migrations, seen by administrators.
GROUPS: Final[dict[Role, str]] = {
    Role.PARTICIPANT: "Учасники",
    Role.EXPERT: "Експерти",
    Role.REPRESENTATIVE: "Представники організацій",
    Role.OFFICER: "Відповідальні підрозділів",
    Role.CLERK: "Оператори перевірки особи",
    Role.MODERATOR: "Модератори",
    Role.EDITOR: "Редактори",
    Role.CHIEF_EDITOR: "Головні редактори",
    Role.ADMINISTRATOR: "Адміністратори",
}
EDITORS: Final = GROUPS[Role.EDITOR]
CHIEF_EDITORS: Final = GROUPS[Role.CHIEF_EDITOR]
APPROVAL: Final = "Погодження головним редактором"
