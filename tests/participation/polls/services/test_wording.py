import pytest

from portal.participation.polls.enums import NoteKind
from portal.participation.polls.errors import NotAllowed, NotNow
from portal.participation.polls.models import Poll, PollNote, Round
from portal.participation.polls.selectors import form_asked
from portal.participation.polls.services.wording import Piece, correct, pieces
from portal.people.enums import Role
from tests.participation.polls.making import codes, vote
from tests.people.duties import person


@pytest.fixture
def chief(db):
    return person(Role.CHIEF_EDITOR)


def fix(poll, chief, piece, text="Зранку", **more):
    return correct(
        poll=poll,
        piece=piece,
        text=text,
        by=chief,
        **{"language": "uk", "reason": "Описка", **more},
    )


def option_of(poll):
    (question, options), *_rest = codes(poll)
    return Piece(question, "options", options[0])


def test_a_correction_stands_in_the_round_in_the_poll_and_in_the_log(poll, chief):
    vote(poll)
    revision = poll.save_revision()
    piece = option_of(poll)
    fix(poll, chief, piece)
    stored = Poll.objects.get()
    asked = form_asked(stored, Round.objects.get())
    assert dict(pieces(asked))[piece] == "Зранку"
    assert stored.questions[0].value["options"][0] == "Зранку"
    # Its code is the one that the ballots have.
    assert option_of(stored) == piece
    note = PollNote.objects.get()
    assert (note.kind, note.text) == (NoteKind.WORDING, "Описка")
    assert (note.data["before"], note.data["after"]) == ("Уранці", "Зранку")
    revision.refresh_from_db()
    assert revision.as_object().questions[0].value["options"][0] == "Зранку"


@pytest.mark.parametrize(
    "more",
    [
        {"text": ""},
        {"text": "Уранці"},
        {"text": "Увечері"},
        {"text": "а" * 201},
        {"reason": " "},
        {"language": "en"},
    ],
)
def test_words_that_do_not_do_are_refused(poll, chief, more):
    vote(poll)
    with pytest.raises(NotNow):
        fix(poll, chief, option_of(poll), **more)
    assert not PollNote.objects.exists()
    assert Poll.objects.get().questions[0].value["options"][0] == "Уранці"


def test_without_ballots_and_after_the_seal_nothing_is_corrected(poll, chief):
    with pytest.raises(NotNow):
        fix(poll, chief, option_of(poll))
    vote(poll)
    Round.objects.update(sealed_at=poll.closes_at, chain_head="a" * 64)
    with pytest.raises(NotNow):
        fix(poll, chief, option_of(poll))


def test_an_editor_may_not(poll, db):
    vote(poll)
    with pytest.raises(NotAllowed):
        fix(poll, person(Role.EDITOR), option_of(poll))


def test_an_unknown_text_is_refused(poll, chief):
    vote(poll)
    with pytest.raises(NotNow):
        fix(poll, chief, Piece("00000000", "text"))
