"""Who took part, and what was answered: rows that nothing joins once a round is sealed.

Neither has a moment, a number or a key to the other; docs/polls.md says what holds and what does not.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.participation.polls.enums import AgeGroup, Channel
from portal.participation.polls.models.order import Voiding
from portal.participation.polls.models.rounds import Round


def _once(field: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["round", field], condition=~models.Q(**{field: ""}), name=name
    )


class Participation(models.Model):
    """Somebody has given a ballot in a round. The database refuses a second one by any of its marks.

    The marks are keyed hashes that differ from round to round (`portal/participation/polls/marks.py`); the
    seal wipes them, and rows without an account go.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="participations")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    # Empty for guests, for paper, and once the person has left.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person_mark = models.CharField(max_length=64, blank=True)
    mail_mark = models.CharField(max_length=64, blank=True)
    browser_mark = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("participation in a poll")
        verbose_name_plural = _("participations in polls")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "user"],
                condition=models.Q(user__isnull=False),
                name="polls_one_ballot_an_account",
            ),
            _once("person_mark", "polls_one_ballot_a_person"),
            _once("mail_mark", "polls_one_ballot_an_address"),
            _once("browser_mark", "polls_one_ballot_a_browser"),
        ]

    def __str__(self) -> str:
        return str(self.round_id)


class Ballot(models.Model):
    """What was answered. Its key is a hash of the receipt, which only the voter has.

    `answers` maps codes of questions to answers (`portal/participation/polls/questions/answers.py`).
    `texts`, `district`, `age_group` and `network` are there until the seal alone.
    """

    key = models.CharField(primary_key=True, max_length=64)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    answers = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    district = OriginalKey("places.District", null=True, blank=True, related_name="+")
    age_group = models.CharField(max_length=10, choices=AgeGroup.choices, blank=True)
    # Of ballots that were not checked alone, so that a wave of bots can be voided: nobody stands behind it.
    network = models.CharField(max_length=64, blank=True)
    voiding = models.ForeignKey(
        Voiding, on_delete=models.PROTECT, null=True, blank=True, related_name="ballots"
    )

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "key"], name="polls_ballots_in_order"),
        ]

    def __str__(self) -> str:
        return self.key[:8]


class TextAnswer(models.Model):
    """A free text of a sealed round, parted from its ballot: staff read and code it, nobody publishes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="text_answers")
    question = models.CharField(max_length=8)
    text = models.TextField()
    tags = models.ManyToManyField("polls.AnswerTag", blank=True, related_name="answers")

    class Meta:
        verbose_name = _("text answer")
        verbose_name_plural = _("text answers")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "question", "id"], name="polls_texts_of_a_question"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Trace(models.Model):
    """That a ballot came, for the report of manipulation: neither who nor what.

    Kept 30 days and until the seal, which turns it into numbers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="traces")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    # The full hour in which it came.
    hour = models.DateTimeField(db_index=True)
    # «gmail.com»; empty for guests without an address and for paper.
    mail_domain = models.CharField(max_length=100, blank=True)
    # Keyed hash of the network, another in each round.
    network = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("trace of a ballot")
        verbose_name_plural = _("traces of ballots")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "network"], name="polls_traces_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}, {self.hour:%d.%m.%Y %H}"
