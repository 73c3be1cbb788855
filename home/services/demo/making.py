"""The demo as a whole."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from home.services.demo.discussion import make_talks
from home.services.demo.duties import give_duties
from home.services.demo.following import make_answers
from home.services.demo.library import fill_library
from home.services.demo.moderation import make_queue
from home.services.demo.moments import Calendar
from home.services.demo.pages import Made, PageMaker
from home.services.demo.people import Person, find_or_make_people
from home.services.demo.polls import make_polls
from home.services.demo.search import fill_search
from home.services.demo.site import fill_settings
from home.services.demo.states import put_into_states
from home.services.demo.translating import translate_pages
from portal.core.pictures.tasks import make_page_pictures

# Behind everything that is enqueued in the ordinary way.
_PATIENT: Final = -10


def make_demo(*, accounts: bool) -> tuple[Made, list[Person]]:
    """Make the demo, or bring it up to date: pages are found by keys that do not change.

    Pages a person has changed are left as they are. Raises DemoError when the demo's files contradict
    themselves.
    """
    people = find_or_make_people() if accounts else []
    by_role = {person.role: person.user for person in people}
    library = fill_library()
    if accounts:
        give_duties(by_role, library)
    calendar = Calendar(timezone.now())
    # Before the pages in whose texts they stand; sealing is a transaction of its own.
    make_polls(library, calendar, by_role)
    with transaction.atomic():
        maker = PageMaker(
            library=library,
            calendar=calendar,
            owner=by_role.get("editor"),
        )
        made = maker.make_all()
        put_into_states(maker, editor=by_role.get("editor"))
        translate_pages(maker)
        fill_settings(maker)
        fill_search(library)
        make_talks(maker, by_role)
        make_answers(maker, by_role)
        make_queue(maker, by_role)
        # A page makes the one file it cannot do without; the rest is minutes of the worker's time, in
        # which an editor's own work goes first. Translations show the same pictures.
        patient = make_page_pictures.using(priority=_PATIENT)
        for pk in sorted(set(made.fresh).intersection(library.pages.values()), reverse=True):
            patient.enqueue(pk)
    return made, people
