"""Questions: how editors write them (`blocks`), as what they are asked (`forms`), what counts as an answer (`answers`)."""

from portal.participation.polls.questions.forms import Condition, Form, Option, Question

__all__ = ["Condition", "Form", "Option", "Question"]
