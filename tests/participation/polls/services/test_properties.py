"""Whatever is done to a round, in whatever order: as many answers as ballots, and a count that holds."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.participation.polls import chain
from portal.participation.polls.enums import Channel
from portal.participation.polls.errors import PollError
from portal.participation.polls.models import Ballot, Participation, Round, TextAnswer
from portal.participation.polls.results.counting import MAIN, Tally
from portal.participation.polls.results.live import renew
from portal.participation.polls.services.ballots import Voter, cast, change
from portal.participation.polls.services.sealing import seal, shuffle
from portal.participation.polls.services.voiding import confirm, propose
from portal.people.enums import Role
from tests.participation.polls.making import codes, poll
from tests.people.duties import person

# Few voters, so that many vote twice.
WHO = st.integers(0, 4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), WHO, st.integers(0, 1)),
        st.tuples(st.just("change"), WHO, st.integers(0, 1)),
        st.tuples(st.just("void"), WHO, st.just(0)),
        st.tuples(st.sampled_from(["shuffle", "count", "seal"]), WHO, st.just(0)),
    ),
    max_size=14,
)


class World:
    """A round and what ought to be in it, kept beside the database in plain Python."""

    def __init__(self, people):
        self.people = people
        self.poll = poll(may_change=True)
        self.round = self.poll.current_round
        self.receipts, self.answers, self.voided = {}, {}, set()

    def do(self, step, who, choice):
        try:
            with transaction.atomic():
                getattr(self, step)(who, choice)
        except PollError:
            return
        self.check()

    def given(self, choice):
        (first, options), _several, (words, _none) = codes(self.poll)
        return {"given": {first: options[choice]}, "texts": {words: "слово"} if choice else {}}

    def vote(self, who, choice):
        channel = Channel.EMAIL if who % 2 else Channel.UNVERIFIED
        voter = Voter(channel=channel, browser=f"b{who}", network="203.0.113.0")
        self.receipts[who] = cast(poll=self.poll, voter=voter, **self.given(choice))
        assert who not in self.answers, "one ballot a voter"
        self.answers[who] = choice

    def change(self, who, choice):
        change(poll=self.poll, receipt=self.receipts.get(who, ""), **self.given(choice))
        self.answers[who] = choice

    def void(self, who, _choice):
        given_codes = [self.receipts[who]] if who in self.receipts else []
        proposal = propose(
            round_=self.round, by=self.people[0], reason="Хвиля", receipts_given=given_codes
        )
        confirm(proposal, by=self.people[1])
        self.voided.add(who)

    def shuffle(self, _who, _choice):
        shuffle(self.round)

    def count(self, _who, _choice):
        renew(Round.objects.select_related("poll").get(pk=self.round.pk))

    def seal(self, _who, _choice):
        seal(self.round, self.poll.closes_at + timedelta(minutes=1))

    def check(self):
        round_ = Round.objects.get(pk=self.round.pk)
        ballots = Ballot.objects.filter(round=round_)
        assert ballots.count() == len(self.answers)
        assert ballots.exclude(voiding=None).count() == len(self.voided)
        if not round_.is_sealed:
            assert Participation.objects.filter(round=round_).count() == len(self.answers)
            return
        tally = Tally.from_json(round_.tally)
        valid = {who: choice for who, choice in self.answers.items() if who not in self.voided}
        assert tally.main == sum(who % 2 for who in valid)
        assert tally.unverified == sum(who % 2 == 0 for who in valid)
        (first, options), *_rest = codes(self.poll)
        for group, odd in ((MAIN, 1), (Channel.UNVERIFIED, 0)):
            said = tally.of(first, group).get("counts", {})
            for place, option in enumerate(options):
                counted = sum(who % 2 == odd and choice == place for who, choice in valid.items())
                assert said.get(option, 0) == counted
        lines = ballots.order_by("key").values_list("key", "channel", "answers")
        assert chain.head_of(str(self.poll.translation_key), 1, lines) == round_.chain_head
        # Nothing is left on a ballot by which it could be found again; guests' rows are gone.
        assert not ballots.exclude(network="", texts={}, age_group="", district=None).exists()
        assert not Participation.objects.filter(round=round_).exists()


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, last=st.booleans())
def test_no_sequence_of_ballots_changes_voids_and_seals_breaks_the_count(db, steps, last):
    with transaction.atomic():
        world = World([person(Role.ADMINISTRATOR, name=name) for name in ("persha", "druha")])
        for step in steps:
            world.do(*step)
        if last:
            world.do("seal", 0, 0)
            texts = TextAnswer.objects.filter(round=world.round).count()
            assert texts <= sum(world.answers.values())
        transaction.set_rollback(True)
