"""Whatever order people and moderators act in, counts and what readers see stay true."""

from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.discussion.enums import Act, Sort, State
from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Comment, CommentAppeal, Decision, Discussion, Rule
from portal.discussion.selectors import threads
from portal.discussion.services import appeals, comments, reports
from portal.discussion.services.decisions import TAKES_OFF, acts_for, decide
from portal.discussion.services.errors import Refused
from portal.discussion.services.moving import move_thread
from portal.people.enums import Role
from tests.discussion.moderation.test_moving import check
from tests.factories import pages
from tests.people.duties import person

# Which act, and four numbers that choose by whom, about what, how.
_ACTS = ("post", "post", "decide", "decide", "report", "delete", "appeal", "answer", "move")
_CHOICE = st.integers(0, 999)
steps = st.lists(
    st.tuples(st.sampled_from(_ACTS), _CHOICE, _CHOICE, _CHOICE), min_size=40, max_size=40
)


class City:
    """Two discussions, a few people and moderators who do anything at any time; refusals are part of it."""

    def __init__(self, *hosts):
        self.hosts = hosts
        self.people = [person(name=f"p{number}") for number in range(3)]
        self.moderators = [person(Role.MODERATOR, name=f"m{number}") for number in range(2)]
        self.rule = Rule.objects.get(number=1, locale__language_code="uk")
        self.said = 0
        for number in range(8):
            self.post(number, number, number + 1)

    def do(self, name, *choices):
        with suppress(Refused):
            getattr(self, name)(*choices)

    def comment(self, choice):
        rows = list(Comment.objects.order_by("pk"))
        return rows[choice % len(rows)] if rows else None

    def post(self, who, what, how):
        self.said += 1
        parent = self.comment(what) if how % 3 else None
        here = self.hosts[who % 2]
        if parent is not None and how % 7:
            here = Host.of(parent.discussion.page.specific)
        comment = comments.post(
            user=self.people[who % 3],
            host=here,
            text=f"Думка {self.said}",
            lang="uk",
            reply_to=parent,
            is_question=how % 2 == 0,
        )
        if how % 5 == 0:
            comments.move(comment=comment, to=State.HELD)

    def decide(self, who, what, how):
        if comment := self.comment(what):
            acts = (how % 5 and acts_for(comment)) or list(Act)
            act = acts[how % len(acts)]
            decide(comment=comment, by=self.moderators[who % 2], act=act, rule=self.rule)

    def report(self, who, what, _how):
        if comment := self.comment(what):
            reports.report(comment=comment, user=self.people[who % 3], rule=self.rule)

    def delete(self, _who, what, how):
        if (comment := self.comment(what)) and how % 2:
            comments.delete(comment=comment, by=comment.user)

    def appeal(self, _who, what, _how):
        if rows := list(Decision.objects.filter(act__in=TAKES_OFF).order_by("-pk")):
            decision = rows[what % len(rows)]
            appeals.appeal(decision=decision, user=decision.comment.user, text="Ні")

    def answer(self, who, _what, how):
        if row := CommentAppeal.objects.filter(decided_at=None).first():
            appeals.answer(row=row, by=self.moderators[who % 2], granted=how % 2 == 0, text="Так")

    def move(self, who, what, how):
        comment = self.comment(what)
        if comment is None:
            return
        under = self.comment(how) if how % 3 else None
        move_thread(
            thread=comment.root or comment,
            by=self.moderators[who % 2],
            reason="Там про це",
            under=under,
            to=None if under else self.hosts[how % 2],
        )


@settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_no_order_of_acts_breaks_counts_or_visibility(host, news_index, steps):
    with transaction.atomic():
        other = Host.of(pages.NewsPageFactory(parent=news_index, title="Мрія 4.0"))
        city = City(host, other)
        for name, *choices in steps:
            city.do(name, *choices)
        for each in Discussion.objects.all():
            check(each)
        for each in city.hosts:
            _refuse_lies(discussion_of(each))
        transaction.set_rollback(True)


def _refuse_lies(discussion):
    if discussion is None:
        return
    rows = list(Comment.objects.filter(discussion=discussion))
    readable = {row.pk for row in rows if row.state == State.PUBLISHED}
    assert {row.pk for row in rows if row.is_public} == readable
    shown = threads(discussion, Sort.OLD, size=200).comments
    assert {row.pk for row in shown if row.state == State.PUBLISHED} == readable
    for sort in (Sort.NEW, Sort.OFFICIAL):
        found = threads(discussion, sort, size=200).comments
        assert sorted(row.pk for row in found) == sorted(row.pk for row in shown)
    for row in rows:
        assert row.reports_count == (
            0 if row.state == State.DELETED else row.reports.filter(decision=None).count()
        )
        # Nothing that was decided waits for an answer when nothing is left to decide.
        if row.state == State.DELETED:
            assert not CommentAppeal.objects.filter(decision__comment=row, decided_at=None)
        # What was decided last is where a comment stands, unless its author has deleted it since.
        if row.state in (State.HIDDEN, State.REJECTED):
            last = row.decisions.exclude(act__in=(Act.KEEP, Act.MOVE)).order_by("-pk").first()
            assert last.act in (Act.HIDE, Act.REJECT)
