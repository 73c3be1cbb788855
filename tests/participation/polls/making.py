"""Polls, voters and ballots for tests."""

import uuid
from datetime import timedelta

from django.utils import timezone

from portal.core.originals import original_locale_id
from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Poll
from portal.participation.polls.selectors import form_of
from portal.participation.polls.services.ballots import Voter, cast
from tests.factories.blocks import items


def block(kind, text="Коли вам зручно?", *options, **value):
    """A question as the database keeps it, with its answers by their texts."""
    value = {"text": text, "help": "", "required": False, "shown_if": "", **value}
    if options:
        value["options"] = items(*options)
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def poll(*questions, **fields):
    """A published poll, open since yesterday and for a week more."""
    now = timezone.now()
    questions = questions or (
        block("single", "Коли вам зручно?", "Уранці", "Увечері", required=True),
        block("multiple", "Що допоможе прийти?", "Садочок", "Автобус", "Трансляція", maximum=2),
        block("long_text", "Що ще скажете?"),
    )
    values = {
        "title": "Коли вам зручно?",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=7),
        "live": True,
        "locale_id": original_locale_id(),
        **fields,
    }
    made = Poll(**values)
    made.questions = Poll._meta.get_field("questions").to_python(list(questions))
    made.save()
    return Poll.objects.get(pk=made.pk)


def version(poll, locale, **words):
    """Its version in another language, published unless said otherwise."""
    copy = poll.copy_for_translation(locale)
    for name, value in {"live": True, **words}.items():
        setattr(copy, name, value)
    copy.save()
    return Poll.objects.get(pk=copy.pk)


def codes(poll):
    """[(code of the question, [codes of its answers])] in the form's order."""
    return [
        (question.code, [option.code for option in question.choices])
        for question in form_of(poll, "uk")
    ]


def guest(number):
    return Voter(channel=Channel.UNVERIFIED, browser=f"browser-{number}", network="203.0.113.0")


def vote(poll, number=0, *, choice=0, voter=None, **more):
    """A ballot with the first question answered; returns the receipt."""
    (code, options), *_rest = codes(poll)
    return cast(poll=poll, voter=voter or guest(number), given={code: options[choice]}, **more)
