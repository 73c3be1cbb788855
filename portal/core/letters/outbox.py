"""The outbox: a letter becomes a row, a task sends it and removes the row."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.models import Letter
from portal.core.sitewide import absolute_url, site_facts
from portal.core.tasks import retried
from portal.core.ukrainian.names import given_name, vocative

logger = logging.getLogger(__name__)

# Codes are worthless after some minutes, news of an account after a day.
KEEP_UNSENT = timedelta(days=1)


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
    the vocative. `text`: paragraphs parted by an empty line, no markup. `code`: shown big, alone on its line.
    `button`: a label and an address (a path gets the portal's own host). `note`: why the person gets
    this letter. `items` follow the text, `ways` (labels and addresses, such as «unsubscribe») the note.
    All of them in `language`.
    """
    subject = " ".join(subject.split())
    with translation.override(language):
        context = {
            "language": language,
            "subject": subject,
            "greeting": _greeting(name, language),
            "paragraphs": [" ".join(part.split()) for part in text.split("\n\n") if part.strip()],
            "code": code,
            "label": button[0] if button else "",
            "url": absolute_url(button[1]) if button else "",
            "note": note,
            "items": [_with_host(item) for item in items],
            "ways": [(way, absolute_url(url)) for way, url in ways],
            "site": site_facts(_request()),
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


def _greeting(name: str, language: str) -> str:
    """«Вітаємо, Олено!», or nothing for whom the portal does not know by name. Says nobody's sex."""
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


def _request() -> HttpRequest:
    """A request of nobody's, by which the main site's own texts are found."""
    request = HttpRequest()
    request.method = "GET"
    parts = urlsplit(settings.BASE_URL)
    request.META.update(
        HTTP_HOST=parts.netloc, SERVER_NAME=parts.hostname or "", SERVER_PORT=str(parts.port or 80)
    )
    return request


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
