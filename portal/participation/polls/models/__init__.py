"""Rows of polls. What names a person: `portal/participation/polls/personal.py`."""

from portal.participation.polls.models.ballots import Ballot, Participation, TextAnswer, Trace
from portal.participation.polls.models.order import AnswerTag, PollNote, Voiding
from portal.participation.polls.models.polls import Poll
from portal.participation.polls.models.rounds import Round

__all__ = [
    "AnswerTag",
    "Ballot",
    "Participation",
    "Poll",
    "PollNote",
    "Round",
    "TextAnswer",
    "Trace",
    "Voiding",
]
