"""One count of a poll, from its opening to its seal."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.participation.polls.models.polls import Poll


class Round(models.Model):
    """A poll that is opened again has its own count; earlier rounds stay readable.

    Everything that writes ballots inserts a row that points here and looks at this row afterwards;
    everything that closes, seals or freezes locks this row first. So no ballot slips past a seal.
    """

    poll = OriginalKey(Poll, verbose_name=_("poll"), related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    # The window as it was, written at the seal; until then it is the poll's.
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    # {language: Form.as_json()}: the questions as they were asked; empty before the first ballot.
    form = models.JSONField(default=dict, blank=True)
    # The last counted state (`Tally.as_json()`), renewed in steps while the round is open.
    tally = models.JSONField(default=dict, blank=True)
    # Ballots in `tally`, voided ones included.
    counted = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    # {question: {dimension: …}} by district and age, only what is large enough to show.
    breakdown = models.JSONField(default=dict, blank=True)
    # Pace, mail domains and repeated networks as they were at the seal; names nobody.
    report = models.JSONField(default=dict, blank=True)
    sealed_at = models.DateTimeField(_("sealed"), null=True, blank=True)
    # The last link of the hash chain over all ballots, 64 hex digits.
    chain_head = models.CharField(_("head of the chain"), max_length=64, blank=True)

    objects: ClassVar[models.Manager["Round"]] = models.Manager()

    class Meta:
        verbose_name = _("round of a poll")
        verbose_name_plural = _("rounds of polls")
        ordering: ClassVar[list[str]] = ["poll", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "number"], name="polls_one_round_a_number"),
            models.CheckConstraint(
                condition=models.Q(sealed_at=None, chain_head="")
                | models.Q(sealed_at__isnull=False) & ~models.Q(chain_head=""),
                name="polls_a_seal_has_its_chain",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(poll)s, round %(number)d") % {"poll": self.poll, "number": self.number}

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    def form_json(self, language: str, fallback: str = "uk") -> dict[str, Any] | None:
        """The questions as asked, in a language or else in Ukrainian; None before the first ballot."""
        found: dict[str, Any] | None = self.form.get(language) or self.form.get(fallback)
        return found
