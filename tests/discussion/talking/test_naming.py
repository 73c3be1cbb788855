"""Names that are offered after «@»."""

import pytest

from portal.discussion.enums import State
from portal.discussion.hosts import Host
from portal.discussion.services import comments
from tests.factories import pages
from tests.people.duties import person


@pytest.fixture
def olena(db):
    return person(name="olena", shown_name="Олена К.")


@pytest.fixture
def ask(enter, citizen, urls):
    def names(q="", by=None):
        return enter(by or citizen).get(urls("people"), {"q": q})

    return names


def test_people_of_the_discussion_are_offered_who_spoke_last_first(say, ask, olena):
    for name in ("Катерина", "Омелян К."):
        say("Я тут", by=person(name=name, shown_name=name))
    say("І я тут", by=olena)
    assert ask().json()["names"] == ["Олена К.", "Омелян К.", "Катерина"]
    assert ask("о").json() == {"status": "2 людини", "names": ["Олена К.", "Омелян К."]}
    assert ask("К").json()["names"] == ["Олена К.", "Омелян К.", "Катерина"]
    assert ask("лена").json() == {"status": "", "names": []}


def test_nobody_else_is_offered(say, ask, olena, citizen, news_index, django_user_model):
    person(name="reader", shown_name="Олег Читач")
    say("Там я", by=olena, at=Host.of(pages.NewsPageFactory(parent=news_index)))
    say("Я сам", by=citizen)
    comments.move(comment=say("Сховане", by=person(name="x", shown_name="Оксана")), to=State.HIDDEN)
    gone = person(name="gone", shown_name="Орест")
    say("Піду", by=gone)
    django_user_model.objects.filter(pk=gone.pk).update(is_active=False)
    assert ask().json()["names"] == []
    assert ask("О").json()["names"] == []


def test_namesakes_are_one_line_and_eight_are_enough(say, ask):
    for number in range(10):
        say(f"Коментар {number}", by=person(name=f"a{number}", shown_name=f"Ольга {number // 2}"))
    assert ask("ольга").json()["names"] == [f"Ольга {number}" for number in (4, 3, 2, 1, 0)]
    for number in range(10):
        say(f"Слово {number}", by=person(name=f"b{number}", shown_name=f"Остап {number}"))
    assert len(ask("о").json()["names"]) == 8


def test_who_may_not_write_gets_no_names(client, say, ask, urls, news, olena, neighbour):
    say("Я тут", by=olena)
    assert client.get(urls("people")).status_code == 403
    type(neighbour).objects.filter(pk=neighbour.pk).update(level=0)
    assert ask(by=type(neighbour).objects.get(pk=neighbour.pk)).status_code == 403
    news.unpublish()
    assert ask().status_code == 404


@pytest.mark.parametrize("q", ["\x00", "%", "О" * 5000])
def test_what_is_no_name_finds_nobody(say, ask, olena, q):
    say("Я тут", by=olena)
    response = ask(q)
    assert (response.status_code, response.json()["names"]) == (200, [])
    assert "no-store" in response["Cache-Control"]


def test_too_many_questions_are_refused(say, ask, settings):
    from portal.core.limits import Limit, Rule

    say("Я тут")
    settings.LIMITS = {**settings.LIMITS, "mention": Limit((Rule(1, 600, "person"),))}
    assert [ask().status_code, ask().status_code] == [200, 429]
