"""Letters to officers about answers on their way: what waits for them, what came back, what is published."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.core import letters
from portal.discussion.enums import DraftState
from portal.discussion.models import AnswerDraft
from portal.discussion.text import own_words
from portal.discussion.things import Thing, things_of
from portal.people.models import User
from portal.people.permissions import active_block

_EXCERPT = 200


def tell_colleagues(draft: AnswerDraft, people: Iterable[User]) -> None:
    """To those who may agree it: an answer waits."""
    thing = _thing(draft)
    for person in people:
        _post(draft, person, thing)


def tell_writer(draft: AnswerDraft) -> None:
    """To whose text it is: it came back with a remark, or is published."""
    person = draft.written_by
    if person.is_active and person.email and active_block(person) is None:
        _post(draft, person, _thing(draft))


def _thing(draft: AnswerDraft) -> Thing | None:
    key = draft.question.discussion.key
    return things_of([key]).get(key)


def _post(draft: AnswerDraft, person: User, thing: Thing | None) -> None:
    with translation.override(person.language):
        subject, said = _words(draft)
        question = letters.Item(
            title=thing.title(person.language) if thing else str(draft.question.discussion),
            url=reverse("discussion:comment", args=[draft.question_id]),
            text=Truncator(own_words(draft.question.html)).chars(_EXCERPT),
        )
        way = reverse("discussion_question", args=[draft.question_id])
        items = [question]
        if draft.state == DraftState.RETURNED:
            items.append(letters.Item(_("What to change"), way, draft.remark))
        letters.post(
            to=person.email,
            language=person.language,
            name=person.first_name,
            subject=subject,
            text=said,
            items=items,
            button=(_("Open the answer"), way),
            note=_("You get this e-mail because you act for the department."),
        )


def _words(draft: AnswerDraft) -> tuple[str, str]:
    """Subject and text, in the active language."""
    if draft.state == DraftState.AGREEING:
        return (
            _("An official answer is waiting for your approval"),
            _("%(name)s has written it for your department. Nobody may approve their own text.")
            % {"name": draft.written_by.public_name},
        )
    if draft.state == DraftState.RETURNED:
        return (
            _("Your official answer came back"),
            _("A colleague asks you to change it before it is published."),
        )
    return (
        _("Your official answer is published"),
        _("A colleague has approved it. It stands under the question, signed with your name."),
    )
