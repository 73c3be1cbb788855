from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from portal.core.registry import periodic
        from portal.people import page_scope_setup, receivers, rights_watch
        from portal.people.data import wiring
        from portal.people.identity.attempts import forget_old
        from portal.people.navigation import Entry, account_menu
        from portal.people.services.desk import forget_unused
        from portal.people.staff.own import tell_way_back

        receivers.connect()
        wiring.connect()
        account_menu.register("profile", Entry(_("Profile"), "account_profile", 10))
        account_menu.register(
            "participation", Entry(_("My participation"), "account_taking_part", 15)
        )
        account_menu.register(
            "levels",
            Entry(_("Confirm who you are"), "account_levels", 20, frozenset({"desk_code"})),
        )
        account_menu.register("roles", Entry(_("My roles"), "account_roles", 30))
        passwords = frozenset({"account_change_password", "account_set_password"})
        account_menu.register(
            "security", Entry(_("Security of the account"), "mfa_index", 60, passwords)
        )
        account_menu.register("blocks", Entry(_("Blocks and appeals"), "account_blocks", 90))
        page_scope_setup.install()
        rights_watch.connect()
        periodic.register("forget ways to identity providers", (300, forget_old))
        periodic.register("forget checks that nobody confirmed", (86_400, forget_unused))
        authenticator_added.connect(tell_way_back, dispatch_uid="people_tell_way_back")
