"""The form of a poll as a browser sends it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.participation.polls.making import block


def url(view, *args):
    return reverse(f"wagtailsnippets_polls_poll:{view}", args=args)


def moment(value):
    return timezone.localtime(value).strftime("%d.%m.%Y %H:%M") if value else ""


def questions(*blocks):
    """A StreamField as its script sends it, with identifiers."""
    data = nested_form_data({"questions": streamfield([])})
    data["questions-count"] = str(len(blocks))
    for place, made in enumerate(blocks):
        name = f"questions-{place}"
        data |= {
            f"{name}-type": made["type"],
            f"{name}-order": str(place),
            f"{name}-deleted": "",
            f"{name}-id": made["id"],
        }
        for key, value in made["value"].items():
            if key in ("options", "rows"):
                data |= _items(f"{name}-value-{key}", value)
            elif isinstance(value, bool):
                data |= {f"{name}-value-{key}": "on"} if value else {}
            else:
                data[f"{name}-value-{key}"] = value
    return data


def _items(name, items):
    data = {f"{name}-count": str(len(items))}
    for place, item in enumerate(items):
        data |= {
            f"{name}-{place}-value": item["value"],
            f"{name}-{place}-id": item["id"],
            f"{name}-{place}-order": str(place),
            f"{name}-{place}-deleted": "",
        }
    return data


def filled(*blocks, **fields):
    """A form that can be published: one question, open from tomorrow for a week."""
    blocks = blocks or (block("single", "Коли вам зручно?", "Уранці", "Увечері"),)
    opens = timezone.now() + timedelta(days=1)
    data = {
        "title": "Коли вам зручно?",
        "slug": "",
        "lead": "Розкажіть, коли вам зручно.",
        "opens_at": moment(opens),
        "closes_at": moment(opens + timedelta(days=7)),
        "access": "email",
        "min_age": "0",
        "results": "after",
        "legal_basis": "",
        "legal_basis_url": "",
        "department": "",
        "embed_origins": "",
        **questions(*blocks),
        **fields,
    }
    return {name: value for name, value in data.items() if value is not None}
