"""Switching accounts off and on; what stays of one whose address nobody had confirmed."""

from allauth.account.models import EmailAddress
from django.db import transaction
from wagtail.log_actions import log

from portal.people.models import Consent, User
from portal.people.services.levels import rights_changed
from portal.people.services.recovery import end_sessions
from portal.people.services.roles import NotAllowed, may_act_on


def may_switch_off(by: User, user: User) -> bool:
    """Not oneself, nobody who stands higher; equals may, for a lost account of a colleague's."""
    return may_act_on(by, user, "people.switch_off_user", equals=True)


@transaction.atomic
def set_active(*, user: User, by: User, is_active: bool) -> None:
    """Switch an account off, which ends its sessions, or on again. Raises NotAllowed."""
    if not may_switch_off(by, user):
        raise NotAllowed
    if not User.objects.filter(pk=user.pk, is_active=not is_active).update(is_active=is_active):
        return
    user.is_active = is_active
    log(instance=user, action="people.on" if is_active else "people.off", user=by)
    rights_changed(user)
    if not is_active:
        end_sessions(user)


@transaction.atomic
def forget_unproved(user: User) -> bool:
    """Forget what was typed at a sign-up that was never finished; whether there was anything.

    Anybody can sign up with somebody else's address and a password of their own. When the address's
    owner then signs in by a code, that password must not open the account, and neither the name nor the
    consents are theirs. To be called before the address is marked as confirmed.
    """
    if EmailAddress.objects.filter(user=user, verified=True).exists():
        return False
    had_something = user.has_usable_password() or bool(user.shown_name)
    user.set_unusable_password()
    user.shown_name = ""
    user.save(update_fields=["password", "shown_name"])
    Consent.objects.filter(user=user).delete()
    return had_something
