"""«My participation», and what of it the page of an expert or official shows."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from portal.discussion.enums import State
from portal.discussion.models import Comment
from portal.people.enums import Role
from tests.discussion.conftest import agreed
from tests.people.duties import member, person

OWN = "/oblikovyi-zapys/uchast/"
PAGE = "/liudy/olena-koval/"


@pytest.fixture
def official(bureau):
    """Her page is open, but shows nothing of what she does."""
    olena = agreed(member(person(Role.OFFICER, name="olena"), bureau, "Начальниця відділу"))
    olena.is_public, olena.public_slug = True, "olena-koval"
    olena.save()
    return olena


@pytest.fixture
def mine(client, citizen):
    client.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    return lambda: client.get(OWN).text


def test_a_guest_is_sent_to_sign_in(client, home):
    assert client.get(OWN).url.startswith("/oblikovyi-zapys/vkhid/")


def test_a_person_finds_what_they_wrote(mine, say, neighbour):
    assert "Тут ще нічого немає" in mine()
    comment = say("Коли <b>буде</b> наступний форум?")
    say("Чуже слово", by=neighbour)
    page = mine()
    assert f"/obhovorennia/komentari/{comment.pk}/#c{comment.pk}" in page
    assert "Мрія 3.0" in page and "Коли &lt;b&gt;буде&lt;/b&gt; наступний" in page
    assert "Чуже слово" not in page


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN])
def test_a_person_sees_what_became_of_it(mine, say, state):
    comment = say()
    place = {"number": None, "path": "", "published_at": None} if state == State.HELD else {}
    Comment.objects.filter(pk=comment.pk).update(state=state, **place)
    page = mine()
    assert str(state.label) in page
    assert (f"#c{comment.pk}" in page) is (state == State.HIDDEN)


def test_a_page_that_is_open_no_more_is_not_named(mine, say, news):
    say("Моє слово")
    PageViewRestriction.objects.create(
        page=news, restriction_type=PageViewRestriction.PASSWORD, password="так"
    )
    page = mine()
    assert "Моє слово" in page and "Мрія 3.0" not in page


def test_the_number_of_queries_does_not_grow(mine, say, django_assert_max_num_queries):
    say("перше слово")
    mine()
    with django_assert_max_num_queries(60) as first:
        mine()
    for number in range(3):
        say(f"слово {number}")
    with django_assert_max_num_queries(len(first)):
        mine()


class TestPageOfAnOfficial:
    def test_shows_nothing_until_its_person_wants_it(self, official, say):
        comment = say(by=official)
        assert "Мрія 3.0" not in Client().get(PAGE).text
        official.shows_participation = True
        official.save()
        page = Client().get(PAGE).text
        assert "Мрія 3.0" in page and f"#c{comment.pk}" in page

    def test_names_only_what_everybody_reads(self, official, say, news):
        official.shows_participation = True
        official.save()
        comment = say(by=official)
        Comment.objects.filter(pk=comment.pk).update(state=State.HIDDEN)
        assert "Мрія 3.0" not in Client().get(PAGE).text
        Comment.objects.filter(pk=comment.pk).update(state=State.PUBLISHED)
        PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
        assert "Мрія 3.0" not in Client().get(PAGE).text

    def test_is_kept_no_longer_than_a_minute(self, official, rf):
        from portal.core import fresh
        from portal.people.profile.views import public_page

        request = rf.get(PAGE)
        request.user = official
        public_page(request, "olena-koval")
        assert (fresh.moment_of(request) - fresh.now_of(request)).total_seconds() == 60
