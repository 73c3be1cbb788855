"""What waits for moderators of the demo, and what they have decided: each state of the queue once."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from home.services.demo.content import ORIGINAL
from home.services.demo.pages import PageMaker
from portal.core.models import Letter
from portal.core.originals import original_locale_id
from portal.discussion.enums import Act, Check, State
from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Comment, HeldBy, Report, Rule, StopWord
from portal.discussion.services import appeals, comments, notices, reports
from portal.discussion.services.closing import set_discussion
from portal.discussion.services.decisions import decide
from portal.discussion.services.moving import move_thread

# Pages about which nobody talks in the demo but here.
_PAGE: Final = "news/velopatrul"
_PREMODERATED: Final = "news/zhestova-mova"
_STOP_WORDS: Final = (
    ("дурень", "образа"),
    ("казино", "реклама"),
    ("нездара", "образа"),
    ("шахрай", "звинувачення без доказів"),
)
_LINKS: Final = " ".join(f"https://velo.example/marshrut/{number}" for number in range(1, 8))
_SAME: Final = "Запрошую всіх на безкоштовний огляд велосипедів у суботу зранку біля станції метро."
# Who writes what so that a check holds it; the first is no spam at all.
_HELD: Final = (
    ("newcomer", "Дуже потрібна річ. А чи можна долучитися до патруля?"),
    ("newcomer", "Ось карта безпечних маршрутів: https://velo.example/karta"),
    ("resident", "Хто це придумав, той нездара. Дітей виганяють на дорогу."),
    ("activist", f"Зібрав усі маршрути: {_LINKS}"),
    ("activist", "Пpодам вeлосипeд нeдоpого, писати в особисті"),  # p and e are Latin
)


@notices.untold()
@transaction.atomic
def make_queue(maker: PageMaker, people: dict[str, Any]) -> None:
    """Fill the queue once. Without accounts there is nothing to fill it with."""
    host = _host(maker, _PAGE)
    if not people or host is None:
        return
    letters = set(Letter.objects.values_list("pk", flat=True))
    for word, note in _STOP_WORDS:
        StopWord.objects.get_or_create(word=word, defaults={"note": note})
    _held(host, people)
    _reported(host, people)
    _decided(host, people)
    _joined(host, people)
    _premoderated(maker, people)
    # Nobody reads mail at example.org.
    Letter.objects.filter(to__endswith="@example.org").exclude(pk__in=letters).delete()


def _host(maker: PageMaker, key: str) -> Host | None:
    """A published page about which nobody has said anything yet."""
    page = maker.pages.get((key, ORIGINAL))
    page = type(page).objects.filter(pk=page.pk, live=True).first() if page else None
    if page is None:
        return None
    host = Host.of(page)
    discussion = discussion_of(host)
    begun = discussion is not None and discussion.comments.exists()
    return None if begun else host


def _say(host: Host, user: Any, text: str, *, hours: int, to: Comment | None = None) -> Comment:
    """What somebody said so many hours ago; a check may hold it."""
    comment = comments.post(user=user, host=host, text=text, lang=ORIGINAL, reply_to=to)
    at = timezone.now() - timedelta(hours=hours)
    rows = Comment.objects.filter(pk=comment.pk)
    rows.update(submit_date=at)
    rows.exclude(published_at=None).update(published_at=at)
    HeldBy.objects.filter(comment=comment).update(at=at)
    return rows.get()


def _read(host: Host, user: Any, text: str, *, hours: int) -> Comment:
    """The same, published whatever a check says: all accounts of the demo are new."""
    comment = _say(host, user, text, hours=hours)
    if comment.state == State.HELD:
        comment = comments.move(comment=comment, to=State.PUBLISHED)
    return comment


def _rule(number: int) -> Rule:
    return Rule.objects.get(number=number, locale_id=original_locale_id(), is_current=True)


def _held(host: Host, people: dict[str, Any]) -> None:
    for number, (role, text) in enumerate(_HELD):
        _say(host, people[role], text, hours=30 - 4 * number)
    flood = _say(host, people["newcomer"], "І ще одне: де стоятимуть насоси?", hours=5)
    HeldBy.objects.create(comment=flood, check_name=Check.FLOOD, detail="9")
    first = _read(host, people["activist"], _SAME, hours=26)
    _say(host, people["activist"], _SAME.replace(".", "!"), hours=3, to=first)


def _reported(host: Host, people: dict[str, Any]) -> None:
    comment = _read(
        host, people["resident"], "Велосипедистам аби нічого не робити. Самі ледарі!", hours=20
    )
    for role, rule, text in (
        ("activist", 3, "Образа всіх, хто їздить."),
        ("expert", 1, "До справи це не стосується."),
    ):
        reports.report(comment=comment, user=people[role], rule=_rule(rule), text=text)
    Report.objects.filter(comment=comment).update(made_at=timezone.now() - timedelta(hours=7))


def _decided(host: Host, people: dict[str, Any]) -> None:
    moderator, administrator = people["moderator"], people["administrator"]
    waiting = _read(
        host, people["resident"], "Пан директор просто бреше про ці 23 місця.", hours=50
    )
    decision = decide(
        comment=waiting,
        by=moderator,
        act=Act.HIDE,
        rule=_rule(3),
        word="Про місця пишіть, а людину не ображайте.",
    )
    appeals.appeal(
        decision=decision,
        user=people["resident"],
        text="Я навів числа з відповіді поліції. Це не образа, а факт.",
    )
    granted = _read(
        host, people["activist"], "На мапі патруля немає лівого берега. Це ганьба.", hours=70
    )
    decision = decide(comment=granted, by=moderator, act=Act.HIDE, rule=_rule(3))
    made = appeals.appeal(
        decision=decision, user=people["activist"], text="«Ганьба» — про мапу, а не про людину."
    )
    appeals.answer(
        row=made,
        by=administrator,
        granted=True,
        text="Ви праві: це критика роботи, вона правил не порушує.",
    )
    refused = _say(
        host, people["newcomer"], "Найкраще казино міста: https://kazyno.example", hours=60
    )
    decide(comment=refused, by=moderator, act=Act.REJECT, rule=_rule(6))


def _joined(host: Host, people: dict[str, Any]) -> None:
    """The same asked twice: a moderator has made one thread of it."""
    first = _read(host, people["resident"], "А взимку патруль теж їздитиме?", hours=45)
    again = _read(host, people["activist"], "Чи працюватиме патруль у сніг?", hours=40)
    move_thread(
        thread=again, by=people["moderator"], reason="Про зиму вже питали вище.", under=first
    )


def _premoderated(maker: PageMaker, people: dict[str, Any]) -> None:
    host = _host(maker, _PREMODERATED)
    if host is None:
        return
    set_discussion(host=host, by=people["moderator"], is_closed=False, premoderated=True)
    _say(host, people["resident"], "Чи буде переклад жестовою мовою на сесії міськради?", hours=9)
