"""What this package adds to the portal's registries, once at start."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.core.registry import periodic

_HOUR: Final = 60 * 60
_DAY: Final = 24 * _HOUR


def connect() -> None:
    """Called in `PeopleConfig.ready`."""
    from portal.people.data import copies, erasure, packages, personal, sign_ins
    from portal.people.navigation import Entry, account_menu
    from portal.people.services import addresses

    packages.register_packages()
    personal.register_people()
    sign_ins.connect()
    account_menu.register("sessions", Entry(_("Sessions and sign-ins"), "usersessions_list", 62))
    account_menu.register("address", Entry(_("E-mail address"), "people_address", 64))
    account_menu.register("data", Entry(_("My data"), "people_data", 70))
    periodic.register("forget copies of personal data", (_HOUR, copies.forget))
    periodic.register("forget changes of address", (_HOUR, addresses.forget))
    periodic.register("forget sign-ins", (_DAY, sign_ins.forget))
    periodic.register("let go of people who left", (_DAY, erasure.release))
