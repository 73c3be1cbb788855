"""Whatever order people and moderators act in, counts and what readers see stay true."""

import random
from contextlib import suppress

import pytest

from portal.discussion.enums import Act, Sort, State
from portal.discussion.models import Comment, CommentAppeal, Decision, Rule
from portal.discussion.selectors import threads
from portal.discussion.services import appeals, comments, reports
from portal.discussion.services.decisions import decide
from portal.discussion.services.errors import Refused
from portal.people.enums import Role
from tests.people.duties import person


class City:
    """A few people and moderators who do anything at any time; refusals are part of it."""

    def __init__(self, host, seed):
        self.random = random.Random(seed)
        self.host = host
        self.people = [person(name=f"p{number}") for number in range(3)]
        self.moderators = [person(Role.MODERATOR, name=f"m{number}") for number in range(2)]
        self.rule = Rule.objects.get(number=1, locale__language_code="uk")
        self.said = 0

    def step(self):
        act = self.random.choice(
            [
                self.post,
                self.post,
                self.decide,
                self.decide,
                self.report,
                self.delete,
                self.appeal,
                self.answer,
            ]
        )
        with suppress(Refused):
            act()

    def any_comment(self):
        rows = list(Comment.objects.order_by("pk"))
        return self.random.choice(rows) if rows else None

    def post(self):
        self.said += 1
        parent = self.random.choice([None, self.any_comment()])
        comment = comments.post(
            user=self.random.choice(self.people),
            host=self.host,
            text=f"Думка {self.said}",
            lang="uk",
            reply_to=parent,
        )
        if self.random.random() < 0.2:
            comments.move(comment=comment, to=State.HELD)

    def decide(self):
        if comment := self.any_comment():
            decide(
                comment=comment,
                by=self.random.choice(self.moderators),
                act=self.random.choice(list(Act)),
                rule=self.rule,
            )

    def report(self):
        if comment := self.any_comment():
            reports.report(comment=comment, user=self.random.choice(self.people), rule=self.rule)

    def delete(self):
        if (comment := self.any_comment()) and self.random.random() < 0.5:
            comments.delete(comment=comment, by=comment.user)

    def appeal(self):
        if decision := Decision.objects.order_by("?").first():
            appeals.appeal(decision=decision, user=decision.comment.user, text="Ні")

    def answer(self):
        if row := CommentAppeal.objects.filter(decided_at=None).first():
            appeals.answer(
                row=row,
                by=self.random.choice(self.moderators),
                granted=self.random.random() < 0.5,
                text="Так",
            )


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_acts_breaks_counts_or_visibility(host, talk, seed):
    city = City(host, seed)
    for _number in range(60):
        city.step()
    discussion = talk()
    rows = list(Comment.objects.select_related("root"))
    readable = {row.pk for row in rows if row.state == State.PUBLISHED}
    assert discussion.published_count == len(readable)
    assert {row.pk for row in rows if row.is_public} == readable
    numbers = [row.number for row in rows if row.number is not None]
    assert sorted(numbers) == list(range(1, discussion.last_number + 1))
    for row in rows:
        assert row.reports_count == (
            0 if row.state == State.DELETED else row.reports.filter(decision=None).count()
        )
        if row.root_id is None and row.number is not None:
            placed = [one for one in rows if row.pk in (one.pk, one.root_id) and one.number]
            assert row.thread_size == len(placed)
    shown = threads(discussion, Sort.OLD, size=200).comments
    assert {row.pk for row in shown if row.state == State.PUBLISHED} == readable
    # What was decided last is where a comment stands, unless its author has deleted it since.
    for row in rows:
        last = row.decisions.exclude(act=Act.KEEP).order_by("-pk").first()
        if row.state in (State.HIDDEN, State.REJECTED):
            assert last.act in (Act.HIDE, Act.REJECT)
