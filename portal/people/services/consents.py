"""What people agreed to: giving, asking for what is missing, withdrawing."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.people.enums import ConsentKind
from portal.people.models import Consent, ConsentText, User


def in_force(at: datetime | None = None) -> dict[ConsentKind, ConsentText]:
    """The text of each kind that holds at a moment; one query. A kind without a text is not there."""
    texts = ConsentText.objects.filter(in_force_from__lte=at or timezone.now())
    # The newest comes last and stays.
    return {
        ConsentKind(text.kind): text for text in texts.order_by("in_force_from", "version", "pk")
    }


def missing(user: User, at: datetime | None = None) -> dict[ConsentKind, ConsentText]:
    """The texts in force that the person has not agreed to; two queries."""
    texts = in_force(at)
    given = set(
        Consent.objects.filter(user=user, withdrawn_at=None, text__in=texts.values()).values_list(
            "text_id", flat=True
        )
    )
    return {kind: text for kind, text in texts.items() if text.pk not in given}


@transaction.atomic
def give(
    user: User, kinds: Iterable[ConsentKind | str] = tuple(ConsentKind), at: datetime | None = None
) -> list[Consent]:
    """Write down that the person agrees to the texts in force; what they agreed to before stays as it is.

    Returns the new rows. A kind that has no text in force is passed over.
    """
    at = at or timezone.now()
    wanted = {ConsentKind(kind) for kind in kinds}
    # Two presses at once: the second waits here and finds nothing missing.
    User.objects.select_for_update().filter(pk=user.pk).first()
    return [
        Consent.objects.create(user=user, text=text, given_at=at)
        for kind, text in missing(user, at).items()
        if kind in wanted
    ]


@transaction.atomic
def withdraw(user: User, kind: ConsentKind | str, at: datetime | None = None) -> int:
    """Withdraw every consent of a kind that still holds; returns how many.

    What was done before stays lawful (Law no. 2297-VI, art. 8, part 2, item 11); writing is no longer possible
    until the person agrees again.
    """
    held = Consent.objects.filter(user=user, text__kind=ConsentKind(kind), withdrawn_at=None)
    return held.update(withdrawn_at=at or timezone.now())
