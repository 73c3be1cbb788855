"""What this package adds to the portal's registries, once at start."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.core.registry import after_restore, periodic

_HOUR: Final = 60 * 60
_DAY: Final = 24 * _HOUR


def connect() -> None:
    """Called in `PeopleConfig.ready`."""
    from portal.people.data import copies, departures, erasure, packages, personal, sign_ins
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
    periodic.register("remove people who are back", (_DAY, erasure.erase_again))
    periodic.register("forget departures", (_DAY, departures.forget))
    after_restore.register("people who left", _tell_of_erased)


def _tell_of_erased(say: Callable[[str], object]) -> None:
    from portal.people.data import erasure
    from portal.people.models import User

    if count := erasure.erase_again():
        say(f"People who had left since, removed again: {count}.")
        if not User.objects.filter(is_superuser=True, is_active=True).exists():
            say("Nobody administers the portal now: manage.py createsuperuser")
