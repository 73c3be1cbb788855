"""Forms that guests may send."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.proof import challenges
from portal.core.proof.challenges import Proof

FIELD = "proof"


class ProofInput(forms.HiddenInput):
    """Empty until the browser has worked; what came back is never put into a page again."""

    template_name = "components/proof.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        return {
            **context,
            "name": name,
            "id": context["widget"]["attrs"].get("id", ""),
            "challenge_url": reverse("proof_challenge"),
        }


class ProofOfWorkMixin:
    """A form that says in `proof`, once it was cleaned, whether the browser has worked for it.

    Put it before `forms.Form`, and write the form out with `{{ form.proof }}` or all its hidden fields.
    A proof that is refused is an error of the form: what was typed stays, the browser works anew. One
    that is absent is none: the view asks for another confirmation (GuestFormView), under a tighter limit.
    An answer is used up by cleaning the form, whatever the other fields say.
    """

    proof: Proof = Proof.ABSENT
    # Set by the second step of a form, which has been confirmed in another way.
    needs_proof: bool = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        fields[FIELD] = forms.CharField(required=False, widget=ProofInput, strip=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc,attr-defined]
        payload = cleaned.pop(FIELD, "")
        if self.needs_proof:
            self.proof = challenges.check(payload)
        if self.proof is Proof.REFUSED:
            self.add_error(  # type: ignore[attr-defined]
                None,
                _(
                    "The check of your browser has run out or was used before. Send the form once "
                    "more: a new check has begun."
                ),
            )
        return cleaned
