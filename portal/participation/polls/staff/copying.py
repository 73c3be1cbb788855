"""A new poll from an old one: the same questions under new identifiers, no dates, a draft."""

import uuid
from copy import deepcopy
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.core.originals import original_locale_id
from portal.participation.polls.models import Poll
from portal.participation.polls.questions.forms import code_of, read_condition

_TITLE = 200


def copy_of(poll: Poll) -> Poll:
    """An unsaved draft in Ukrainian. No ballot of the old poll could be taken for one of the new."""
    source = poll.original
    copy = Poll(
        title=Truncator(_("%(title)s (copy)") % {"title": source.title}).chars(_TITLE),
        lead=source.lead,
        access=source.access,
        min_age=source.min_age,
        results=source.results,
        may_change=source.may_change,
        is_private=source.is_private,
        legal_basis=source.legal_basis,
        legal_basis_url=source.legal_basis_url,
        department=source.department,
        embed_origins=source.embed_origins,
        has_discussion=source.has_discussion,
        live=False,
        locale_id=original_locale_id(),
    )
    copy.questions = Poll._meta.get_field("questions").to_python(
        _with_new_identifiers(deepcopy(source.questions.get_prep_value()))
    )
    for name in ("voter_districts", "topics", "districts"):
        setattr(copy, name, list(getattr(source, name).all()))
    return copy


def _with_new_identifiers(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Conditions follow the questions and answers they name."""
    codes: dict[str, str] = {}
    for block in blocks:
        _renew(block, codes)
        for part in ("options", "rows"):
            for item in block["value"].get(part) or ():
                _renew(item, codes)
    for block in blocks:
        condition = read_condition(block["value"].get("shown_if") or "")
        if condition is not None:
            options = ",".join(codes.get(code, code) for code in condition.options)
            block["value"]["shown_if"] = (
                f"{codes.get(condition.question, condition.question)}={options}"
            )
    return blocks


def _renew(block: dict[str, Any], codes: dict[str, str]) -> None:
    old = code_of(block["id"])
    block["id"] = str(uuid.uuid4())
    codes[old] = code_of(block["id"])
