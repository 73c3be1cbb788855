"""Every letter of the portal, and those of Wagtail that people get, written to one person of the demo."""

import datetime as dt
from types import SimpleNamespace
from unittest import mock

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import mail as django_mail
from django.test import RequestFactory
from django.utils import timezone, translation
from wagtail.admin import mail as wagtail_mail
from wagtail.models import Comment as EditorsComment
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from portal.core.models import Letter
from portal.core.proof.views import GuestFormView
from portal.discussion.enums import Act, Cause, DraftState, Voice
from portal.discussion.following import wording
from portal.discussion.models import (
    AnswerDraft,
    Comment,
    CommentAppeal,
    Decision,
    Notice,
    Report,
    Rule,
)
from portal.discussion.moderation import letters as moved
from portal.discussion.moderation import telling
from portal.discussion.services import answer_letters
from portal.discussion.things import things_of
from portal.people.accounts.adapters import AccountAdapter
from portal.people.accounts.mails import LETTERS
from portal.people.data import erasure, recent, sign_ins, tasks
from portal.people.enums import Level, Role
from portal.people.models import FactorRecovery, RoleRequest, SignIn
from portal.people.services import addresses, blocks, identity, recovery, requests, roles
from portal.places.selectors import attach_localised_terms

# What people of the letters write, in the language in which they wrote it.
WRITTEN = (
    "Приберіть, будь ласка, образливі слова.",
    "Потрібна довідка з місця роботи.",
    "Додайте строк, будь ласка.",
    "Образи в обговоренні.",
    "Так, це були не ви.",
    "Рішення лишається.",
    "Телефон загублено.",
    "Строк скорочено.",
    "Додайте дату.",
    "Це був не я.",
    "Тут одрук.",
    "Образи.",
)

WITH_CODE = (
    "account/email/login_code",
    "account/email/email_confirmation_signup",
    "account/email/email_confirmation",
    "account/email/password_reset_code",
)


def everything(email: str, language: str) -> list[Letter]:
    """One letter of each kind to the person, in `language`; Wagtail's have no HTML."""
    users = get_user_model()._default_manager
    users.filter(email=email).update(language=language)
    person = users.get(email=email)
    UserProfile.get_for_user(person)
    UserProfile.objects.filter(user=person).update(
        preferred_language=language, updated_comments_notifications=True
    )
    person = users.get(email=email)
    before = set(Letter.objects.values_list("pk", flat=True))
    with translation.override(language), mock.patch("portal.core.letters.outbox.send"):
        _accounts(person)
        _about_comments(person)
        _decisions(person)
        _answers(person)
    found = list(Letter.objects.exclude(pk__in=before).order_by("pk"))
    for sent in _wagtail(person):
        html = "".join(part[0] for part in sent.alternatives)
        found.append(Letter(to=sent.to[0], subject=sent.subject, text=sent.body, html=html))
    return found


def _accounts(person):
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), person
    adapter = AccountAdapter(request)
    for prefix in LETTERS:
        about = {} if prefix == "account/email/unknown_account" else {"user": person}
        if prefix in WITH_CODE:
            about["code"] = "482913"
        adapter.send_mail(prefix, person.email, about)
    recent.send_code(request, person)
    GuestForm.ask(person.email)
    addresses._ask_old(person, "nova@example.org", "482913")
    addresses._ask_new(person, "nova@example.org", "482913")
    addresses._tell_owner(person, "nova@example.org")
    addresses._tell_done(person, person.email, "nova@example.org")
    sign_ins._warn(person, SignIn(at=timezone.now(), device="", network=""))
    sign_ins._warn(
        person, SignIn(at=timezone.now(), device="Firefox, Linux", network="192.0.2.0/24")
    )
    tasks._tell(SimpleNamespace(user=person))
    erasure._say_goodbye(person)
    for level in (Level.DESK, Level.IDENTITY):
        identity._tell(person, SimpleNamespace(level=level))
    chief = get_user_model()._default_manager.get(email="chief@example.org")
    others = get_user_model()._default_manager.exclude(pk__in=[person.pk, chief.pk])
    with mock.patch.object(identity, "refresh_level"), mock.patch.object(identity, "log"):
        identity.detach(
            identity=SimpleNamespace(user=person, source="desk", delete=lambda: None), actor=chief
        )
    for role in (Role.EXPERT, Role.OFFICER):
        for given in (True, False):
            roles._tell(person, role, given=given)
    until = timezone.now() + dt.timedelta(days=11)
    row = blocks.block(user=person, by=chief, reason="Образи в обговоренні.", until=until)
    appeal = blocks.appeal(row=row, user=person, text="Це був не я.")
    moderator = others.get(email="moderator@example.org")
    blocks.decide(row=appeal, by=moderator, granted=False, answer="Рішення лишається.")
    blocks.lift(row=row, by=chief, reason="Строк скорочено.")
    row = blocks.block(user=person, by=chief, reason="Образи.", until=until)
    appeal = blocks.appeal(row=row, user=person, text="Це був не я.")
    blocks.decide(row=appeal, by=moderator, granted=True, answer="Так, це були не ви.")
    asked = FactorRecovery.objects.create(user=person, asked_by=chief, reason="Телефон загублено.")
    administrator = others.get(email="administrator@example.org")
    recovery.decide(row=asked, by=administrator, granted=True)
    asked = RoleRequest.objects.create(user=person, role=Role.EXPERT, position="–", text="–")
    requests.refuse(row=asked, by=chief, answer="Потрібна довідка з місця роботи.")


class GuestForm(GuestFormView):
    """Sends the code of a guest's form, and shows nothing."""

    form_name = "walk"

    @classmethod
    def ask(cls, email):
        view = cls()
        view.request = RequestFactory().post("/")
        with mock.patch("portal.core.limits.take"), mock.patch.object(cls, "_show_code_form"):
            view._ask_for_code(SimpleNamespace(cleaned_data={"email": email}))


def _comments():
    found = Comment.objects.select_related("user", "department", "discussion").exclude(
        discussion__page_id=None
    )
    rows = list(found.filter(state="published").order_by("pk")[:40])
    attach_localised_terms(rows, "department")
    things = things_of({row.discussion.key for row in rows})
    return [row for row in rows if row.discussion.key in things], things


def _about_comments(person):
    rows, things = _comments()

    def row(comment, cause):
        notice = Notice(user=person, comment=comment, cause=cause)
        return wording.Row(notice, comment, things[comment.discussion.key])

    ordinary = next(each for each in rows if each.voice == Voice.CITIZEN)
    official = Comment.objects.filter(voice=Voice.OFFICIAL).select_related(
        "user", "department", "discussion"
    ).first()  # fmt: skip
    if official is not None:
        attach_localised_terms([official], "department")
        things.update(things_of({official.discussion.key}))
        wording.tell(person, [row(official, Cause.ANSWER)])
        wording.tell(person, [row(official, Cause.DISCUSSION)])
    for cause in Cause.values:
        wording.tell(person, [row(ordinary, cause)])
    same = [each for each in rows if each.discussion_id == ordinary.discussion_id]
    for count in (2, 5):
        wording.tell(person, [row(each, Cause.DISCUSSION) for each in (same * 5)[:count]])
    wording.tell(person, [row(each, Cause.ANSWER) for each in (same * 30)[:22]])
    others = [each for each in rows if each.discussion_id != ordinary.discussion_id]
    if others:
        wording.tell(person, [row(ordinary, Cause.ANSWER), row(others[0], Cause.DISCUSSION)])


def _decisions(person):
    rows, _things = _comments()
    comment = rows[0]
    comment.user = person
    rule = Rule.objects.filter(locale__language_code="uk").first()
    appeal = CommentAppeal(pk=1)
    for act in Act.values:
        # Whoever moves a thread says why.
        for word in ("", WRITTEN[0])[act == Act.MOVE :]:
            decision = Decision(pk=1, comment=comment, act=act, rule=rule, word=word)
            if act == Act.MOVE:
                moved.tell_of_move(decision)
                decision.moved_under = rows[1]
                moved.tell_of_move(decision)
            else:
                telling.tell_author(decision)
    for act in (Act.KEEP, Act.RESTORE):
        telling.tell_author(Decision(pk=1, comment=comment, act=act, rule=rule, appeal=appeal))
    appeal.decision = Decision(pk=1, comment=comment, act=Act.HIDE, rule=rule)
    telling.tell_appeal_received(appeal)
    moved.tell_appeal_ended(appeal)
    report = Report(comment=rows[1], user=person, rule=rule)
    for decision in (
        None,
        Decision(pk=1, comment=rows[1], act=Act.HIDE, rule=rule),
        Decision(pk=1, comment=rows[1], act=Act.KEEP, rule=rule),
    ):
        telling.tell_reporters([report], decision)


def _answers(person):
    rows, _things = _comments()
    for state in (DraftState.AGREEING, DraftState.RETURNED, DraftState.PUBLISHED):
        draft = AnswerDraft(
            question=rows[0], state=state, written_by=person, remark="Додайте строк, будь ласка."
        )
        answer_letters.tell_colleagues(draft, [person])


def _wagtail(person):
    """What editors hear of pages that wait, by Wagtail's own templates."""
    django_mail.outbox = []
    page = Page.objects.filter(depth__gt=2, live=True).first().specific
    revision = page.save_revision()
    others = get_user_model()._default_manager.get(email="chief@example.org")
    state = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).first()
    task = TaskState.objects.select_related("task").first()
    assert state is not None
    assert task is not None
    task.finished_by = others
    of_task = {
        "page": page, "object": page, "task": task.task, "task_state": task, "revision": revision,
        "requested_by": others, "model_name": "page", "admin_url_name": "wagtailadmin_pages:edit",
    }  # fmt: skip
    of_flow = {
        "page": page, "object": page, "workflow": state.workflow, "requested_by": others, "model_name": "page",
        "workflow_state": state, "task": task.task, "task_state": task, "comment": "Додайте дату.",
    }  # fmt: skip
    for name in ("submitted", "approved", "rejected"):
        if name == "submitted":
            _notify(person, "task_state_submitted", of_task)
        _notify(person, f"workflow_state_{name}", of_flow)
    remark = EditorsComment(user=others, text="Тут одрук.", page=page)
    _notify(
        person,
        "updated_comments",
        {
            "page": page, "editor": others, "new_comments": [remark], "resolved_comments": [remark],
            "deleted_comments": [remark], "replied_comments": [{"comment": remark, "replies": [remark]}],
        },
    )  # fmt: skip
    return list(django_mail.outbox)


_SWITCHES = {"task_state_submitted": "submitted", "workflow_state_submitted": "submitted",
             "workflow_state_approved": "approved", "workflow_state_rejected": "rejected"}  # fmt: skip


def _notify(person, name, context):
    from django.template.loader import render_to_string

    with translation.override(person.wagtail_userprofile.get_preferred_language()):
        folder = f"wagtailadmin/notifications/{name}"
        context = {**context, "user": person}
        wagtail_mail.send_mail(
            render_to_string(f"{folder}_subject.txt", context).strip(),
            render_to_string(f"{folder}.txt", context).strip(),
            [person.email],
        )
