"""Who follows what in the demo, and official answers on their way: one is written, one is to be agreed, one was
returned, one is published."""

from typing import Any, Final

from home.services.demo.content import ORIGINAL
from home.services.demo.pages import PageMaker
from portal.discussion.enums import State
from portal.discussion.hosts import Host
from portal.discussion.models import AnswerDraft, Comment
from portal.discussion.services import answers, comments, notices, subscriptions

_PAGE: Final = "news/2018-12-07-plany-konsultatsii"
_FOLLOWED: Final = ("news/2018-12-07-spilno", "forums/molodizhni-rady", _PAGE)
# Who asks, when, what, and what the officer answers.
_WRITTEN: Final = (
    "activist",
    "-20 days 09:40",
    "Чи враховують у планах консультації, які пропонують самі громадські організації?",
    "Так: пропозиції до плану приймаємо щороку до **1 листопада**. Форму надішлемо всім, хто підписаний на новини "
    "департаменту.",
)
_TO_AGREE: Final = (
    "newcomer",
    "-6 days 14:10",
    "Де подивитися, які консультації вже відбулися і чим завершилися?",
    "Усі звіти — у розділі «Консультації», позначка «Завершена». Щокварталу публікуємо також зведену таблицю.",
)
_RETURNED: Final = (
    "resident",
    "-4 days 10:25",
    "Чи можна долучитися до консультації, якщо немає електронного підпису?",
    "Так, можна.",
)
_PUBLISHED: Final = (
    "resident",
    "-12 days 18:30",
    "За скільки днів до обговорення публікують проєкти рішень?",
    "Не пізніше ніж за **15 календарних днів**: так вимагає Порядок проведення консультацій із громадськістю.",
)
_REMARK: Final = (
    "Додайте, як саме: поштою, на форумі чи через центр надання адміністративних послуг."
)


@notices.untold()
def make_answers(maker: PageMaker, people: dict[str, Any]) -> None:
    """Once: what is there already is left as it is. Without accounts there is nothing."""
    if not people:
        return
    for key in _FOLLOWED:
        if (host := _host(maker, key)) is not None:
            subscriptions.follow(user=people["resident"], host=host)
    host = _host(maker, _PAGE)
    if host is None or AnswerDraft.objects.exists():
        return
    officer, deputy = people["officer"], people["deputy"]
    _draft(maker, people, host, _WRITTEN)
    answers.send(draft=_draft(maker, people, host, _TO_AGREE), by=officer)
    returned = answers.send(draft=_draft(maker, people, host, _RETURNED), by=officer)
    answers.give_back(draft=returned, by=deputy, remark=_REMARK)
    ready = answers.send(draft=_draft(maker, people, host, _PUBLISHED), by=officer)
    published = answers.agree(draft=ready, by=deputy)
    _date(maker, published, "-10 days 11:05")


def _host(maker: PageMaker, key: str) -> Host | None:
    page = maker.pages.get((key, ORIGINAL))
    page = type(page).objects.filter(pk=page.pk, live=True).first() if page is not None else None
    return Host.of(page) if page is not None and page.has_discussion else None


def _draft(
    maker: PageMaker, people: dict[str, Any], host: Host, given: tuple[str, str, str, str]
) -> AnswerDraft:
    """A question and what the officer writes to it."""
    by, at, asked, answer = given
    question = comments.post(
        user=people[by], host=host, text=asked, lang=ORIGINAL, is_question=True
    )
    if question.state == State.HELD:
        question = comments.move(comment=question, to=State.PUBLISHED)
    _date(maker, question, at)
    return answers.begin(question=question, by=people["officer"], text=answer)


def _date(maker: PageMaker, comment: Comment, at: str) -> None:
    moment = maker.calendar.moment(at)
    Comment.objects.filter(pk=comment.pk).update(submit_date=moment, published_at=moment)
