"""Demo content and demo people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.services.demo import DemoError, Made, Person, make_demo


class Command(BaseCommand):
    help = (
        "Make the demo: pages of several years in both languages, pictures, lists, and (in DEBUG only) "
        "accounts. Can be run again: what is missing comes back, dates move on, pages that people "
        "have changed stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-accounts",
            action="store_true",
            help="Only content; the way for a portal in production.",
        )
        parser.add_argument(
            "--scale",
            type=int,
            default=0,
            metavar="N",
            help="Make N more news items, for benchmarks.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = not options["no_accounts"]
        if accounts and not settings.DEBUG:
            raise CommandError(
                _(
                    "Demo people have passwords that everybody knows: they are made with DEBUG only. "
                    "With --no-accounts the content comes without them."
                )
            )
        if options["scale"] < 0:
            raise CommandError(_("--scale takes the number of news items to make."))
        try:
            made, people = make_demo(accounts=accounts)
        except DemoError as error:
            raise CommandError(str(error)) from error
        self._tell(made)
        if options["scale"]:
            self._scale(options["scale"])
        if people:
            self._introduce(people)

    def _scale(self, count: int) -> None:
        from civic_pages.services.bulk import make_news

        make_news(count=count)
        self.stdout.write(
            ngettext("%(count)d news item more.", "%(count)d news items more.", count)
            % {"count": count}
        )

    def _tell(self, made: Made) -> None:
        self.stdout.write(
            _(
                "Demo pages: %(created)d made, %(changed)d brought up to date, %(same)d as they were."
            )
            % {"created": made.created, "changed": made.changed, "same": made.same}
        )
        if made.kept:
            self.stdout.write(
                ngettext(
                    "%(count)d page was changed by people and is left as it is.",
                    "%(count)d pages were changed by people and are left as they are.",
                    made.kept,
                )
                % {"count": made.kept}
            )

    def _introduce(self, people: list[Person]) -> None:
        self.stdout.write(
            _("Demo people (sign in by password at %(address)s):")
            % {"address": reverse("account_password_login")}
        )
        for person in people:
            password = person.password or _("(password changed)")
            self.stdout.write(f"  {person.user.email:<24} {password:<24} {person.may}")
