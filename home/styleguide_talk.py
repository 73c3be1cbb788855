"""Comments for the style guide: every look of one, in a thread as readers get it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.discussion.enums import State, Voice
from portal.discussion.models import Comment, Discussion, Rule
from portal.discussion.permissions import Speaker
from portal.discussion.talking.forms import CommentForm
from portal.discussion.talking.shown import Shown
from portal.people.models import User

_LONG = "Дніпропетровськогазобудмонтажспецналадка: електрогідроакумулювальне водопостачання"


def sample_threads(now: datetime) -> list[Shown]:
    """Nothing of it is in the database."""
    question = _row(
        1, now, "Чи зможе організація без офісу створити сторінку?", "Марія К.", new=True
    )
    question.comment.is_question = True
    question.comment.useful_count = 17
    answer = _row(
        2, now, "Так. Консультація — <strong>щовівторка</strong>.", "Василь Д.", tone="official"
    )
    answer.name, answer.role = (
        "Департамент суспільних комунікацій",
        "Василь Дієвий, головний спеціаліст",
    )
    expert = _row(3, now, "Петиції мають окрему процедуру.", "Тетяна Щ.", tone="expert")
    expert.role = "Експертка з електронної демократії"
    mine = _row(4, now, "<blockquote><p>окрему процедуру</p></blockquote><p>Дякую!</p>", "Юрій Д.")
    mine.mine, mine.may_react, mine.reader_is_known, mine.react_url = 1, True, True, "#talk"
    mine.comment.useful_count, mine.edit_url, mine.delete_url = 2, "#talk", "#talk"
    mine.history_url, mine.holds_answers = "#talk", False
    expert.answers = [mine]
    question.answers = [answer, expert]
    hidden = _row(5, now, "", "", gap="hidden")
    hidden.rule = Rule(number=3, title="Поважайте співрозмовників")
    deleted, held = _row(6, now, "", "", gap="deleted"), _row(7, now, "", "", gap="held")
    own = _row(8, now, "Ось посилання на досвід інших міст.", "Юрій Д.", gap="held")
    own.is_own = True
    english = _row(9, now, "Will it come in English too?", "Ann W.")
    english.comment.lang = "en"
    long = _row(10, now, _LONG.replace(" ", ""), _LONG)
    long.is_focus = True
    return [question, hidden, deleted, held, own, english, long]


def sample_comment_form() -> CommentForm:
    """With an error, for somebody who may also answer for a department."""
    speakers = [Speaker(Voice.CITIZEN), Speaker(Voice.OFFICIAL)]
    return CommentForm({"text": ""}, speakers=speakers, is_first=True, auto_id="id_talk_%s")


def _row(pk: int, now: datetime, html: str, name: str, **more: Any) -> Shown:
    is_new = more.pop("new", False)
    comment = Comment(
        pk=pk,
        discussion=Discussion(pk=0),
        user=User(shown_name=name),
        html=html if html.startswith("<") else f"<p>{html}</p>",
        lang="uk",
        state=State.PUBLISHED,
        published_at=timezone.localtime(now) - timedelta(hours=pk),
    )
    url = "#talk"
    return Shown(comment, name=name, url=url, reply_url=url, report_url=url, is_new=is_new, **more)
