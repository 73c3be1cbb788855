"""Compares the search index with what it is made from and mends it; wins over Wagtail's command."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from search import engines
from search.engines.base import DatabaseAway, EngineAway
from search.engines.elastic_rebuild import RebuildGoesOn
from search.indexing import comparing
from search.indexing.lease import LeaseTaken


class Command(BaseCommand):
    help = (
        "Compare the search index with pages, pictures and files, and write what is missing, left over or "
        "different. With --rebuild also make the engines' own indexes anew; readers find by the old ones "
        "until then, and nothing that is saved meanwhile is lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="Make the engines' indexes and the vocabulary anew from the documents.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run(verbosity=options["verbosity"], anew=options["rebuild"])
        except RebuildGoesOn as goes_on:
            raise CommandError(
                _(
                    "Another process makes the index of the search node anew just now: that is left to it."
                )
            ) from goes_on
        except LeaseTaken as taken:
            raise CommandError(
                _("Another process writes the index. Try again when it has ended.")
            ) from taken
        except (DatabaseAway, DatabaseError) as fault:
            raise CommandError(
                _("The database does not take the index: %(error)s") % {"error": fault}
            ) from fault
        except EngineAway as away:
            raise CommandError(
                _(
                    "The search node does not take the index: %(error)s. The documents are up to date, the database answers."
                )
                % {"error": away}
            ) from away

    def _run(self, *, verbosity: int, anew: bool) -> None:
        # Before anything is compared: what is found to differ is written into it.
        if anew or self._is_broken():
            number = comparing.rebuild()
            self._say(
                _("The index was made anew: %(count)d documents.") % {"count": number},
                verbosity=verbosity,
            )
        self._tell(comparing.compare(), verbosity=verbosity)
        if anew or self._lacks_node_index():
            comparing.rebuild_node()

    def _is_broken(self) -> bool:
        """Whether the database's own index is missing or cannot be read; says so."""
        try:
            engines.database().check()
        except DatabaseAway as away:
            self.stderr.write(_("The database’s index cannot be read: %(error)s") % {"error": away})
            return True
        return False

    def _lacks_node_index(self) -> bool:
        """Raises CommandError for an index that cannot be written, EngineAway."""
        node = engines.node()
        if node is None:
            return False
        problem = node.problem()
        if problem == "read-only":
            raise CommandError(
                _(
                    "The index of the search node is read-only, most often because its disk is full. Make room, "
                    "then take the block away (index.blocks.read_only_allow_delete)."
                )
            )
        return problem == "missing"

    def _tell(self, drift: comparing.Drift, *, verbosity: int) -> None:
        self._say(
            _(
                "Documents written: %(written)d, removed: %(ghosts)d; on the search node written: "
                "%(node_written)d, removed: %(node_ghosts)d."
            )
            % {
                "written": drift.written,
                "ghosts": drift.ghosts,
                "node_written": drift.node_written,
                "node_ghosts": drift.node_ghosts,
            },
            verbosity=verbosity,
        )

    def _say(self, words: str, *, verbosity: int) -> None:
        if verbosity:
            self.stdout.write(words)
