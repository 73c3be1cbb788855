"""The seal: what stands after it, what is gone, and what nobody can join any more."""

from datetime import timedelta

import pytest
from django.db import connection

from portal.participation.polls import chain, receipts
from portal.participation.polls.enums import Channel, NoteKind, VoidState
from portal.participation.polls.errors import Ended, NotEnded, StillMoving, Unequal
from portal.participation.polls.models import (
    Ballot,
    Participation,
    PollNote,
    Round,
    TextAnswer,
    Trace,
    Voiding,
)
from portal.participation.polls.results.counting import Tally, count
from portal.participation.polls.selectors import form_asked
from portal.participation.polls.services import sealing
from portal.participation.polls.services.ballots import Voter, cast, change
from portal.participation.polls.services.sealing import seal, seal_due, shuffle, shuffle_open
from portal.participation.polls.signals import round_sealed
from portal.people.models import User
from tests.participation.polls.making import codes, guest, poll, vote
from tests.people.duties import person

PEOPLE = 40


def members(count):
    people = [User(email=f"u{number}@example.org") for number in range(count)]
    return User.objects.bulk_create(people)


def end(poll):
    """The moment after the poll's close."""
    return poll.closes_at + timedelta(minutes=1)


def test_a_sealed_round_has_its_count_its_chain_and_nothing_of_the_voters(poll, round_):
    citizen = person()
    (first, options), _several, (words, _none) = codes(poll)
    voter = Voter(channel=Channel.EMAIL, user=citizen, mail="a@example.org", network="203.0.113.0")
    cast(poll=poll, voter=voter, given={first: options[0]}, texts={words: "Потрібні пандуси"})
    vote(poll, 1, choice=1)
    assert seal(round_, end(poll))
    ballots = list(Ballot.objects.order_by("key"))
    assert {(row.network, row.age_group, row.district_id) for row in ballots} == {("", "", None)}
    assert [row.texts for row in ballots] == [{}, {}]
    assert [row.text for row in TextAnswer.objects.all()] == ["Потрібні пандуси"]
    # Who has no account left no more than a mark.
    participation = Participation.objects.get()
    assert participation.user == citizen
    assert participation.person_mark + participation.mail_mark + participation.browser_mark == ""
    assert not Trace.objects.exists()
    tally = Tally.from_json(round_.tally)
    assert (tally.ballots, round_.counted) == ({"email": 1, "unverified": 1}, 2)
    lines = [(row.key, row.channel, row.answers) for row in ballots]
    assert round_.chain_head == chain.head_of(str(poll.translation_key), 1, lines)
    note = PollNote.objects.get(kind=NoteKind.SEALED)
    assert note.data == {"head": round_.chain_head, "ballots": 2}
    assert (round_.opens_at, round_.closes_at) == (poll.opens_at, poll.closes_at)


def test_a_recount_of_what_is_kept_gives_the_same(poll, round_):
    for number in range(5):
        vote(poll, number, choice=number % 2)
    seal(round_, end(poll))
    again = count(form_asked(poll, round_), Ballot.objects.all())
    assert again == Tally.from_json(round_.tally)


def test_sealing_again_changes_nothing(poll, round_):
    vote(poll)
    heard = []
    round_sealed.connect(
        lambda **sent: heard.append(sent["round"].pk), weak=False, dispatch_uid="t"
    )
    try:
        assert seal(round_, end(poll))
        head = round_.chain_head
        assert not seal(round_, end(poll))
    finally:
        round_sealed.disconnect(dispatch_uid="t")
    assert (round_.chain_head, heard) == (head, [round_.pk])
    assert PollNote.objects.count() == 1


def test_an_open_round_is_not_sealed(poll, round_, now):
    vote(poll)
    with pytest.raises(NotEnded):
        seal(round_, now)
    assert Round.objects.get().chain_head == ""


def test_a_ballot_that_came_past_the_door_keeps_the_round_from_its_seal(poll, round_):
    vote(poll)
    Ballot.objects.create(key="a" * 64, round=round_, channel=Channel.EMAIL)
    with pytest.raises(Unequal):
        seal(round_, end(poll))
    Ballot.objects.filter(key="a" * 64).update(channel=Channel.PAPER)
    with pytest.raises(Unequal):
        seal(round_, end(poll))


def test_a_seal_that_fails_leaves_everything(poll, round_, monkeypatch):
    for number in range(3):
        vote(poll, number)
    before = set(Participation.objects.values_list("browser_mark")), Trace.objects.count()
    wipe = sealing.storage.wipe

    def killed(round_):
        wipe(round_)
        raise KeyboardInterrupt

    monkeypatch.setattr(sealing.storage, "wipe", killed)
    with pytest.raises(KeyboardInterrupt):
        seal(round_, end(poll))
    after = set(Participation.objects.values_list("browser_mark")), Trace.objects.count()
    assert after == before
    assert Ballot.objects.exclude(network="").count() == 3
    assert not Round.objects.get().is_sealed
    assert not TextAnswer.objects.exists()


def test_marks_that_were_left_go_with_the_next_turn(poll, round_, monkeypatch, now):
    vote(poll, 1)
    with monkeypatch.context() as patched:
        patched.setattr(sealing, "_clear", lambda _round: None)
        assert seal(round_, end(poll))
    assert Participation.objects.exclude(browser_mark="").exists()
    seal_due(now)
    assert not Participation.objects.exists()
    assert not Trace.objects.exists()


def statements(work):
    """What a work sends to the database, by transaction: one list each."""
    found, is_open = [], False

    def note(execute, sql, params, many, context):
        nonlocal is_open
        if sql.startswith(("SAVEPOINT", "RELEASE")):
            is_open = sql.startswith("SAVEPOINT")
            found.extend([[]] if is_open else [])
        elif is_open:
            found[-1].append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert work()
    return found


def test_who_writes_meanwhile_waits_for_few_statements_however_many_ballots(db, monkeypatch):
    monkeypatch.setattr(sealing, "_PIECE", 5)
    asked = [poll(title="Мале"), poll(title="Велике")]
    for each, many in zip(asked, (2, 22), strict=True):
        (first, options), _several, (words, _none) = codes(each)
        for number in range(many):
            given = {first: options[0]}
            cast(poll=each, voter=guest(number), given=given, texts={words: f"Слово {number}"})
    small, large = (
        statements(lambda each=each: seal(each.current_round, end(each))) for each in asked
    )
    # One that looks, pieces of ballots and of people, one that seals, pieces of marks and of traces.
    assert len(small) == 1 + 2 + 1 + 1 + 1 + 1
    assert len(large) == 1 + 6 + 5 + 1 + 5 + 5
    # Pieces at a time of all that is moved or goes; the seal has the same statements for all.
    seals = (large.pop(12), small.pop(4))
    assert len({len(each) for each in seals}) == 1
    assert not [sql for sql in seals[0] if len(sql) > 2000]
    assert max(len(each) for each in large[1:]) <= 4
    assert Round.objects.exclude(sealed_at=None).count() == 2


def between(monkeypatch, work, times=1):
    """Somebody is quicker than the seal, as often."""
    read, left = sealing._read, [work] * times

    def reading(round_id):
        found = read(round_id)
        if left:
            left.pop()()
        return found

    monkeypatch.setattr(sealing, "_read", reading)


def test_a_ballot_that_comes_while_others_are_read_is_counted(poll, round_, monkeypatch):
    vote(poll, 1)
    between(monkeypatch, lambda: vote(poll, 2, choice=1))
    assert seal(round_, end(poll))
    assert round_.counted == 2
    lines = [(row.key, row.channel, row.answers) for row in Ballot.objects.order_by("key")]
    assert round_.chain_head == chain.head_of(str(poll.translation_key), 1, lines)


def test_a_ballot_that_is_changed_while_others_are_read_is_counted_as_it_is(db, monkeypatch):
    asked = poll(may_change=True)
    receipt = vote(asked)
    (code, options), *_rest = codes(asked)
    between(monkeypatch, lambda: change(poll=asked, receipt=receipt, given={code: options[1]}))
    round_ = asked.current_round
    assert seal(round_, end(asked))
    assert Tally.from_json(round_.tally).of(code, "unverified")["counts"][options[1]] == 1


def test_a_round_that_does_not_stand_still_is_left_for_the_next_turn(poll, round_, monkeypatch):
    numbers = iter(range(9))
    between(monkeypatch, lambda: vote(poll, next(numbers)), times=9)
    with pytest.raises(StillMoving):
        seal(round_, end(poll))
    assert not Round.objects.get().is_sealed
    assert Ballot.objects.exclude(network="").count() == 3


def test_words_of_voided_ballots_are_not_kept(poll, round_):
    (first, options), _several, (words, _none) = codes(poll)
    for number, text in enumerate(("Лишиться: «лапки», 'апостроф' — і 100%", "Зникне")):
        cast(poll=poll, voter=guest(number), given={first: options[0]}, texts={words: text})
    void = Voiding.objects.create(round=round_, reason="Хвиля", proposed_by=person())
    ballot = next(row for row in Ballot.objects.all() if row.texts[words] == "Зникне")
    Ballot.objects.filter(pk=ballot.pk).update(voiding=void)
    seal(round_, end(poll))
    assert TextAnswer.objects.get().text == "Лишиться: «лапки», 'апостроф' — і 100%"


def test_a_round_without_a_ballot_has_a_seal_of_its_own(poll, round_):
    seal(round_, end(poll))
    assert round_.chain_head == chain.start(str(poll.translation_key), 1)
    assert round_.form["uk"]["questions"][0]["text"] == "Коли вам зручно?"


def test_what_is_due_is_sealed_and_nothing_else(db, settings, now):
    day = settings.POLLS_SEAL_AFTER
    due = poll(title="A", opens_at=now - 3 * day, closes_at=now - day)
    poll(title="Б", opens_at=now - 3 * day, closes_at=now - day / 2)
    poll(title="В", opens_at=now - 3 * day, closes_at=now - day, live=False)
    assert seal_due(now) == 1
    assert list(Round.objects.exclude(sealed_at=None).values_list("poll", flat=True)) == [due.pk]
    assert seal_due(now) == 0


def test_one_broken_round_keeps_no_other_from_its_seal(db, settings, now, caplog):
    day = settings.POLLS_SEAL_AFTER
    broken = poll(title="A", opens_at=now - 3 * day, closes_at=now - 2 * day)
    poll(title="Б", opens_at=now - 3 * day, closes_at=now - 2 * day)
    Ballot.objects.create(key="a" * 64, round=broken.current_round, channel=Channel.EMAIL)
    assert seal_due(now) == 1
    assert "was left as it is" in caplog.text


def test_a_proposal_by_network_is_known_by_its_ballots_after_the_seal(poll, round_):
    vote(poll, 1)
    vote(poll, voter=Voter(channel=Channel.UNVERIFIED, browser="x", network="198.51.100.0"))
    ballot = Ballot.objects.first()
    Voiding.objects.create(
        round=round_, reason="Хвиля", network=ballot.network, proposed_by=person()
    )
    seal(round_, end(poll))
    proposal = Voiding.objects.get(state=VoidState.PROPOSED)
    assert (proposal.keys, proposal.network, proposal.count) == ([ballot.key], "", 1)


def test_a_shuffle_keeps_every_mark_and_answer(poll, round_):
    for number in range(4):
        vote(poll, number, choice=number % 2)
    kept = ("user_id", "channel", "browser_mark")
    before = (
        set(Participation.objects.values_list(*kept)),
        {(row.key, str(row.answers), row.network) for row in Ballot.objects.all()},
    )
    ids = set(Participation.objects.values_list("pk", flat=True))
    assert shuffle(round_)
    after = (
        set(Participation.objects.values_list(*kept)),
        {(row.key, str(row.answers), row.network) for row in Ballot.objects.all()},
    )
    assert after == before
    assert not ids & set(Participation.objects.values_list("pk", flat=True))


def test_a_sealed_round_is_not_shuffled_and_the_shuffle_waits_for_the_night(poll, round_, now):
    vote(poll)
    assert shuffle_open(now.replace(hour=12)) == 0
    night = now.replace(hour=1, minute=30)  # 3 or 4 in Kyiv, by the season
    night -= timedelta(hours=night.astimezone(sealing.timezone.get_current_timezone()).hour - 3)
    assert shuffle_open(night) == 1
    seal(round_, end(poll))
    assert not shuffle(round_)
    assert shuffle_open(night) == 0


def test_tables_are_written_anew_once_a_night_and_never_by_day(db, now, monkeypatch):
    asked = []
    monkeypatch.setattr(sealing.storage, "give_up_old", lambda anew=False: asked.append(anew))
    polls = [poll(title=title) for title in ("А", "Б")]
    for each in polls:
        vote(each)
    night = now.replace(hour=1, minute=30)
    night -= timedelta(hours=night.astimezone(sealing.timezone.get_current_timezone()).hour - 3)
    assert shuffle_open(night) == 2
    assert asked == [True]
    for each in polls:
        seal(each.current_round, end(each))
    assert asked == [True, False, False]
    Round.objects.update(sealed_at=night - timedelta(hours=9))
    assert shuffle_open(night) == 0
    assert asked[3:] == [True]
    Round.objects.update(sealed_at=night - timedelta(days=3))
    assert shuffle_open(night) == 0
    assert len(asked) == 4


def test_nobody_changes_a_ballot_after_the_seal(db):
    asked = poll(may_change=True)
    receipt = vote(asked)
    (code, options), *_rest = codes(asked)
    round_ = asked.current_round
    seal(round_, end(asked))
    with pytest.raises(Ended):
        change(poll=asked, receipt=receipt, given={code: options[1]}, now=asked.opens_at)


def order_columns():
    """What each database tells of the order in which rows came."""
    return ["rowid"] if connection.vendor == "sqlite" else ["ctid", "xmin::text::bigint"]


def rows_by(table, column, wanted):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted}, {column} FROM {table} ORDER BY {column}")
        return cursor.fetchall()


def joined_right(truth, column):
    """How many of who voted are told rightly by laying both tables side by side in this order."""
    people = rows_by("polls_participation", column, "user_id")
    ballots = rows_by("polls_ballot", column, "key")
    return sum(truth[who] == key for (who, *_a), (key, *_b) in zip(people, ballots, strict=True))


@pytest.mark.parametrize("work", ["seal", "shuffle"])
def test_order_and_system_columns_tell_nobody_afterwards(poll, round_, work):
    truth = {}
    for citizen in members(PEOPLE):
        receipt = vote(poll, voter=Voter(channel=Channel.EMAIL, user=citizen))
        truth[citizen.pk] = receipts.key_of(str(poll.translation_key), 1, receipt)
    # Each tells it while no row of a table was freed before; one is enough.
    told = max(joined_right(truth, column) for column in order_columns())
    assert told == PEOPLE, "the leak is there before"
    assert seal(round_, end(poll)) if work == "seal" else shuffle(round_)
    for column in order_columns():
        # One of forty is chance; eight or more come once in a hundred thousand runs.
        assert joined_right(truth, column) < 8
    if connection.vendor == "postgresql":
        told = {moment for _who, moment in rows_by("polls_participation", "xmin::text", "user_id")}
        assert len(told) == 1


def test_texts_stand_in_an_order_of_their_own(poll, round_):
    (first, options), _several, (words, _none) = codes(poll)
    for number in range(PEOPLE):
        cast(
            poll=poll,
            voter=guest(number),
            given={first: options[0]},
            texts={words: f"Слово {number}"},
        )
    by_key = [row.texts[words] for row in Ballot.objects.order_by("key")]
    seal(round_, end(poll))
    column = order_columns()[0]
    found = [text for text, _order in rows_by("polls_textanswer", column, "text")]
    assert sorted(found) == sorted(by_key)
    assert sum(one == other for one, other in zip(found, by_key, strict=True)) < 8
