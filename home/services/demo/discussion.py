"""What people say under pages and polls of the demo: threads in every state, as home/demo/discussions.toml has them."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from home.services.demo.content import ORIGINAL, DemoError, read
from home.services.demo.pages import PageMaker
from portal.discussion.enums import Check, ReactionKind, State, Voice
from portal.discussion.hosts import Host, discussion_of, made_discussion
from portal.discussion.models import Comment, CommentEdit, HeldBy, Rule, Visit
from portal.discussion.permissions import Speaker, voices_of
from portal.discussion.services import comments, notices
from portal.discussion.services.reactions import react
from portal.participation.polls.models import Poll

_LAST_VISIT: Final = "-5 days 21:00"
_STEP: Final = timedelta(minutes=37)
_STATES: Final = {"hidden": State.HIDDEN, "held": State.HELD}


def make_talks(maker: PageMaker, people: dict[str, Any]) -> None:
    """All discussions of the demo that nobody has begun yet. Without accounts there are none."""
    if not people:
        return
    given = read("discussions")
    for one in given["discussion"]:
        host = _poll_host(maker, one["poll"]) if "poll" in one else _host(maker, one["page"])
        if host is not None:
            if one.get("over"):
                _begin_anew(host)
            _talk(maker, people, host, one)
    host = _host(maker, given["long"]["page"])
    if host is not None:
        _long_talk(maker, people, host, given["long"])


def _host(maker: PageMaker, key: str) -> Host | None:
    """The page to talk about; None when it is not there to read, or something was said before."""
    page = maker.pages.get((key, ORIGINAL))
    if page is None:
        raise DemoError(f"There is no page «{key}» to discuss.")
    page = type(page).objects.get(pk=page.pk)
    return _silent(Host.of(page)) if page.live else None


def _poll_host(maker: PageMaker, key: str) -> Host | None:
    """The same of a poll."""
    poll = Poll.objects.filter(pk=maker.library.polls.get(key)).first()
    if poll is None:
        raise DemoError(f"There is no poll «{key}» to discuss.")
    return _silent(Host.of(poll)) if poll.live and poll.has_discussion else None


def _silent(host: Host) -> Host | None:
    discussion = discussion_of(host)
    begun = discussion is not None and discussion.comments.exists()
    return None if begun else host


def _begin_anew(host: Host) -> None:
    """The thing as it was before its term ended, for this run alone: nothing is saved."""
    for name in ("closes_at", "ends_at"):
        if hasattr(host.original, name):
            setattr(host.original, name, None)


@notices.untold()
@transaction.atomic
def _talk(maker: PageMaker, people: dict[str, Any], host: Host, given: dict[str, Any]) -> None:
    rows: dict[str, Comment] = {}
    for one in given["comments"]:
        rows[one["key"]] = _say(maker, people, host, one, rows)
    for one in given["comments"]:
        _react(people, rows[one["key"]], one)
        _bring(rows[one["key"]], one)
    discussion = made_discussion(host)
    for role, number in given.get("seen", {}).items():
        last = {"number": number, "seen": number, "at": maker.calendar.moment(_LAST_VISIT)}
        Visit.objects.update_or_create(user=people[role], discussion=discussion, defaults=last)
    if "closes" in given:
        discussion.closes_at = maker.calendar.moment(given["closes"])
        discussion.save(update_fields=["closes_at"])
    if "closed" in given:
        discussion.closed_at = maker.calendar.now
        discussion.closed_reason = given["closed"]
        discussion.closed_by = people["moderator"]
        discussion.save(update_fields=["closed_at", "closed_reason", "closed_by"])


def _say(
    maker: PageMaker,
    people: dict[str, Any],
    host: Host,
    given: dict[str, Any],
    rows: dict[str, Comment],
) -> Comment:
    user = people[given["by"]]
    comment = comments.post(
        user=user,
        host=host,
        text=given["text"],
        lang=given.get("lang", ORIGINAL),
        reply_to=rows[given["to"]] if "to" in given else None,
        is_question=given.get("question", False),
        speaker=_speaker(user, host, given.get("voice", Voice.CITIZEN)),
    )
    waits = given.get("state") == "waiting"
    if waits and comment.state == State.PUBLISHED:
        raise DemoError(f"«{given['key']}» waits for nothing.")
    if not waits:
        comment = _publish(comment)
    _date(comment, maker.calendar.moment(given["at"]))
    return comment


def _speaker(user: Any, host: Host, voice: str) -> Speaker:
    for speaker in voices_of(user, host):
        if speaker.voice == voice:
            return speaker
    raise DemoError(f"{user} cannot speak as «{voice}» about «{host.title}».")


def _publish(comment: Comment) -> Comment:
    """What a check has held (all accounts of the demo are new) was read by a moderator and let through."""
    if comment.state == State.HELD:
        return comments.move(comment=comment, to=State.PUBLISHED)
    return comment


def _date(comment: Comment, moment: datetime | None) -> None:
    """When it was said: earlier than the run."""
    rows = Comment.objects.filter(pk=comment.pk)
    rows.update(submit_date=moment)
    rows.exclude(published_at=None).update(published_at=moment)


def _react(people: dict[str, Any], comment: Comment, given: dict[str, Any]) -> None:
    for name, kind in (("useful", ReactionKind.USEFUL), ("disagree", ReactionKind.DISAGREE)):
        for role in given.get(name, ()):
            react(comment=comment, user=people[role], kind=kind)


def _bring(comment: Comment, given: dict[str, Any]) -> None:
    """Into the state that it is shown in, once what answers it has been said."""
    state = given.get("state")
    if given.get("erased"):
        Comment.objects.filter(pk=comment.pk).update(user=None)
    if state == "deleted":
        comments.delete(comment=comment, by=comment.user)
    elif state in _STATES:
        rule = Rule.objects.filter(number=given["rule"]).first() if "rule" in given else None
        comments.move(comment=comment, to=_STATES[state], rule=rule.original if rule else None)
        if "held_by" in given:
            HeldBy.objects.create(
                comment=comment, check_name=Check(given["held_by"]), detail=given["saw"]
            )


@notices.untold()
@transaction.atomic
def _long_talk(maker: PageMaker, people: dict[str, Any], host: Host, given: dict[str, Any]) -> None:
    """A hundred and thirty comments, some of them answers."""
    at = maker.calendar.moment(given["from"])
    said: list[Comment] = []
    pairs = [(place, wish) for wish in given["wishes"] for place in given["places"]]
    for number, (place, wish) in enumerate(pairs):
        reply_to = said[number // 2] if number % 3 == 2 else None  # noqa: PLR2004
        comment = comments.post(
            user=people[given["by"][number % len(given["by"])]],
            host=host,
            text=wish.format(place=place),
            lang=ORIGINAL,
            reply_to=reply_to,
        )
        said.append(_publish(comment))
        if at is not None:
            _date(comment, at + number * _STEP)
    first = said[0]
    CommentEdit.objects.create(
        comment=first,
        text="Додайте лавки.",
        html="<p>Додайте лавки.</p>",
        until=at or maker.calendar.now,
    )
    Comment.objects.filter(pk=first.pk).update(edited_at=at)
