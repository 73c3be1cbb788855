import pytest

from portal.discussion.hosts import Host, discussion_of
from portal.discussion.services import comments
from portal.people.services import consents
from tests.factories import pages
from tests.participation.polls import making
from tests.people.duties import department, member, person


@pytest.fixture
def bureau(db):
    return department("Департамент комунікацій")


@pytest.fixture
def news(news_index, bureau):
    """A news item of a department, which readers may discuss."""
    return pages.NewsPageFactory(parent=news_index, title="Мрія 3.0", department=bureau)


@pytest.fixture
def host(news):
    return Host.of(news)


@pytest.fixture
def citizen(db):
    """Somebody who may write: their address is confirmed, they agreed to the texts in force."""
    return agreed(person(name="mariia"))


@pytest.fixture
def neighbour(db):
    return agreed(person(name="yurii"))


def agreed(user):
    consents.give(user)
    return user


@pytest.fixture
def officer(bureau):
    from portal.people.enums import Role

    return member(person(Role.OFFICER, name="iryna"), bureau, "Начальниця відділу")


@pytest.fixture
def say(host, citizen):
    """Makes comments: `say("…", by=…, to=…)`."""

    def make(text="Коли буде наступний форум?", *, by=None, to=None, at=None, **more):
        return comments.post(
            user=by or citizen, host=at or host, text=text, lang="uk", reply_to=to, **more
        )

    return make


@pytest.fixture
def talk(host):
    """The discussion as the database has it now."""
    return lambda: discussion_of(host)


@pytest.fixture
def in_english(english):
    """`in_english(poll, **words)`: its English version, published unless said otherwise."""

    return lambda poll, **words: making.version(poll, english, **words)
