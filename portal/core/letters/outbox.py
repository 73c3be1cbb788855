"""The outbox: a letter becomes a row, a task sends it and removes the row."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.models import Letter
from portal.core.sitewide import SiteFacts, absolute_url, site_facts
from portal.core.tasks import retried
from portal.core.ukrainian.names import given_name, vocative
from portal.core.ukrainian.typography import shortened

logger = logging.getLogger(__name__)

# Codes are worthless after some minutes, news of an account after a day.
KEEP_UNSENT = timedelta(days=1)
# Signs of a subject, as many as lists of letters and locked phones show, and of the line below it there.
SUBJECT: Final = 77
_PREVIEW: Final = 120
# After that line: signs without width, or lists go on with the body and show a code that stands there.
_UNSEEN: Final = "\u034f\u200c\u00a0" * 80


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that a letter tells of: what people wrote stands here, never in `text`,
    where addresses become links. `url`: as a button's.
    """

    title: str
    url: str
    text: str = ""
    note: str = ""


def post(
    *,
    to: str,
    language: str = settings.LANGUAGE_CODE,
    name: str = "",
    subject: str,
    text: str,
    code: str = "",
    button: tuple[str, str] | None = None,
    note: str = "",
    items: Sequence[Item] = (),
    ways: Sequence[tuple[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> Letter:
    """Put a letter into the outbox, in the caller's transaction.

    `name`: the given name of whose letter it is, where it is known; they are called by it, in Ukrainian in
    the vocative. `text`: paragraphs parted by an empty line, no markup. `code`: shown big, alone on its line,
    after the first paragraph, which says what to do with it. `button`: a label and an address (a path gets
    the portal's own host). `note`: why the person gets this letter. `items` follow the text, `ways` (labels
    and addresses, such as «unsubscribe») the note. All of them in `language`.
    """
    subject = " ".join(subject.split())
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    with translation.override(language):
        context = {
            "language": language,
            "subject": subject,
            "greeting": _greeting(name, language),
            "preview": _preview(paragraphs, items),
            "unseen": _UNSEEN,
            "first": paragraphs[:1],
            "code": code,
            "others": paragraphs[1:],
            "label": button[0] if button else "",
            "url": absolute_url(button[1]) if button else "",
            "note": note,
            "items": [_with_host(item) for item in items],
            "ways": [(way, absolute_url(url)) for way, url in ways],
            "site": site(),
            "home_url": absolute_url(
                "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
            ),
        }
        html = render_to_string("mails/letter.html", context)
        plain = render_to_string("mails/letter.txt", context)
    with transaction.atomic():
        letter = Letter.objects.create(
            to=to,
            subject=subject,
            text=plain.strip() + "\n",
            html=html,
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        )
        send.enqueue(letter.pk)
    return letter


def titled(sentence: str, title: str, **others: int | str) -> str:
    """A subject: `sentence` with its %(title)s, which is cut where the whole would be too long."""
    room = SUBJECT - len(sentence % {"title": "", **others})
    return sentence % {"title": shortened(title, room), **others}


def _preview(paragraphs: Sequence[str], items: Sequence[Item]) -> str:
    """What lists of letters show below the subject: the beginning, never a code."""
    said = paragraphs[0] if paragraphs else ". ".join(item.title for item in items)
    return shortened(said, _PREVIEW)


def _greeting(name: str, language: str) -> str:
    """«Добрий день, Олено!», or nothing for whom the portal does not know by name. Says nobody's sex."""
    called = given_name(name)
    if language == "uk":
        called = vocative(called)
    return _("Hello, %(name)s!") % {"name": called} if called else ""


def _with_host(item: Item) -> Item:
    return replace(
        item,
        url=absolute_url(item.url),
        text=" ".join(item.text.split()),
        title=" ".join(item.title.split()),
    )


def site() -> SiteFacts:
    """Whose letters these are, in the active language: the main site, for there is no request."""
    request = HttpRequest()
    request.method = "GET"
    parts = urlsplit(settings.BASE_URL)
    request.META.update(
        HTTP_HOST=parts.netloc, SERVER_NAME=parts.hostname or "", SERVER_PORT=str(parts.port or 80)
    )
    return site_facts(request)


@retried(tries=8, first_pause=timedelta(seconds=20))
def send(letter_id: int) -> None:
    """Send a letter and remove it. Killed in between, it is sent twice: better than never."""
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        return
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers=letter.headers,
    )
    message.attach_alternative(letter.html, "text/html")
    message.send()
    letter.delete()


def forget_unsent() -> int:
    """Remove letters that could not be sent for a day; returns how many."""
    old = Letter.objects.filter(written_at__lt=timezone.now() - KEEP_UNSENT)
    count = old.delete()[0]
    if count:
        logger.error("%d letters could not be sent for a day and were removed", count)
    return count
