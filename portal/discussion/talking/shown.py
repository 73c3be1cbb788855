"""Comments as a reader gets them: nested, with what this reader may do to each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import get_language

from portal.core.languages import locale_id_for
from portal.core.originals import original_locale_id
from portal.discussion.enums import DEPTHS, Act, ReactionKind, State, Voice
from portal.discussion.models import Comment, Decision, Rule
from portal.discussion.talking.addresses import address
from portal.people.models import User
from portal.people.permissions import Person
from portal.places.selectors import attach_localised_terms

# What is drawn in place of a comment that cannot be read.
_PLACEHOLDERS: Final = {State.HIDDEN: "hidden", State.DELETED: "deleted", State.HELD: "held"}


@dataclass(slots=True)
class Shown:
    """One comment on the page, and the answers that stand under it."""

    comment: Comment
    # Empty for a readable one: «hidden», «deleted», «held».
    gap: str = ""
    name: str = ""
    # Whose letters its sign has: a department answers, a person has written.
    author: str = ""
    # Of the page.
    language: str | None = None
    role: str = ""
    tone: str = ""
    url: str = ""
    reply_url: str = ""
    react_url: str = ""
    edit_url: str = ""
    delete_url: str = ""
    report_url: str = ""
    history_url: str = ""
    rule: Rule | None = None
    # For its author, against the decision that has hidden it.
    appeal_url: str = ""
    mine: int = 0
    is_own: bool = False
    is_new: bool = False
    is_focus: bool = False
    # Stands above what the page begins with: shown for what it says, acted on elsewhere.
    is_context: bool = False
    holds_answers: bool = True
    may_react: bool = False
    reader_is_known: bool = False
    # A script has put it in, and the reader goes on from here.
    takes_focus: bool = False
    answers: list["Shown"] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return int(self.comment.pk)

    @property
    def at(self) -> datetime | None:
        return self.comment.published_at or self.comment.submit_date

    @property
    def reply_to_name(self) -> str:
        return str(getattr(self.comment, "reply_to_name", ""))

    @property
    def answers_unread(self) -> bool:
        return bool(getattr(self.comment, "answers_unread", False))

    def looks(self) -> tuple[Any, ...]:
        """All that its article is drawn from."""
        comment = self.comment
        return (
            self.language,
            comment.pk,
            comment.html,
            comment.lang,
            comment.is_question,
            comment.useful_count,
            comment.disagree_count,
            self.author,
            self.at,
            self.reply_to_name,
            self.answers_unread,
            self.name,
            self.role,
            self.tone,
            self.url,
            self.reply_url,
            self.react_url,
            self.edit_url,
            self.delete_url,
            self.report_url,
            self.history_url,
            self.mine,
            self.is_new,
            self.is_focus,
            self.is_context,
            self.may_react,
            self.reader_is_known,
            self.takes_focus,
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and what is known of that: what a row needs to be drawn for them."""

    user: Person
    is_open: bool
    read_until: int | None = None
    focus: int | None = None
    language: str | None = field(default_factory=get_language)

    @property
    def key(self) -> int | None:
        return self.user.pk if isinstance(self.user, User) else None


def shown(comment: Comment, reader: Reader, mine: int = 0) -> Shown:
    """One comment for one reader; no query."""
    pk = int(comment.pk)
    language = reader.language
    state = State(comment.state)
    author = comment.author_name
    one = Shown(
        comment,
        gap=_PLACEHOLDERS.get(state, ""),
        name=author,
        author=author,
        language=language,
        url=address("comment", pk, language),
        is_own=reader.key is not None and comment.user_id == reader.key,
        is_focus=reader.focus == pk,
        holds_answers=comment.depth < DEPTHS - 1,
        mine=mine,
        reader_is_known=reader.key is not None,
    )
    if one.is_own and state in (State.PUBLISHED, State.HELD):
        one.delete_url = address("delete", pk, language)
        one.edit_url = address("edit", pk, language) if reader.is_open else ""
    if one.gap:
        return one
    one.is_new = (
        reader.read_until is not None
        and not one.is_own
        and (comment.number or 0) > reader.read_until
    )
    one.role = comment.position
    if comment.voice == Voice.OFFICIAL:
        one.tone = "official"
        if comment.department is not None:
            one.role = ", ".join(filter(None, (one.name, comment.position)))
            one.name = comment.department.name
    elif comment.voice == Voice.EXPERT:
        one.tone = "expert"
    if comment.edited_at is not None:
        one.history_url = address("history", pk, language)
    one.may_react = reader.is_open and not one.is_own
    if one.may_react:
        one.react_url = address("react", pk, language)
    if reader.is_open:
        one.reply_url = address("reply", pk, language)
    if not one.is_own:
        one.report_url = address("report", pk, language)
    return one


def nested(
    comments: Iterable[Comment],
    reader: Reader,
    *,
    context: Iterable[Comment] = (),
    reactions: dict[int, ReactionKind] | None = None,
) -> list[Shown]:
    """The threads of a page, one tree each. `context`: the comments above the first one.

    Two queries at most, whatever the length: the rules of hidden ones, names of departments in English.
    """
    above = list(context)
    rows = [*above, *comments]
    attach_localised_terms(rows, "department")
    mine = reactions or {}
    rules = rules_of(rows)
    threads: list[Shown] = []
    # The comment last drawn at each depth: the next deeper one stands under it.
    way: list[Shown] = []
    for place, row in enumerate(rows):
        one = shown(row, reader, mine.get(int(row.pk), 0))
        one.is_context = place < len(above)
        one.rule = rules.get(row.rule_id or 0) if one.gap == "hidden" else None
        del way[row.depth :]
        (way[-1].answers if way else threads).append(one)
        way.append(one)
    if own_hidden := [
        row.pk
        for row in rows
        if row.state == State.HIDDEN and reader.key and row.user_id == reader.key
    ]:
        _offer_appeals(threads, own_hidden)
    return threads


def _offer_appeals(threads: Iterable[Shown], pks: list[int]) -> None:
    """Links by which an author appeals; one query, and only for somebody whose comment is hidden."""
    found = Decision.objects.filter(comment__in=pks, act=Act.HIDE).order_by("at", "pk")
    decisions = dict(found.values_list("comment_id", "pk"))
    waiting = list(threads)
    while waiting:
        one = waiting.pop()
        waiting += one.answers
        if one.pk in decisions:
            one.appeal_url = reverse("discussion:appeal", args=[decisions[one.pk]])


def rules_of(comments: Iterable[Comment]) -> dict[int, Rule]:
    """The rules that hidden comments broke, by the key of the original, in the reader's language."""
    keys = {row.rule_id for row in comments if row.state == State.HIDDEN and row.rule_id}
    if not keys:
        return {}
    found = Rule.objects.in_bulk(keys)
    locale_id = locale_id_for(get_language())
    if locale_id == original_locale_id():
        return found
    foreign = Rule.objects.filter(
        translation_key__in=[rule.translation_key for rule in found.values()], locale_id=locale_id
    )
    known = {rule.translation_key: rule for rule in foreign}
    return {pk: known.get(rule.translation_key, rule) for pk, rule in found.items()}
