"""What people write into a discussion."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.discussion import text
from portal.discussion.enums import MAX_LENGTH, ReactionKind, Voice
from portal.discussion.permissions import Speaker

# Of a comment that is quoted, signs: who wants to say something about more of it cuts it out by hand.
LONGEST_QUOTE: Final = 600


class CommentTextField(forms.CharField):
    """The text, cleaned as it will be kept. Signs that nobody sees go silently, a NUL among them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        return text.clean(typed) if typed else ""


class TextForm(forms.Form):
    """A text and nothing else: what one changes in one's own comment."""

    text = CommentTextField(
        label=gettext_lazy("Text"),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
        help_text=gettext_lazy(
            "Up to 5,000 characters. An empty line begins a paragraph, a line with - is an item of a list, with > a quotation; **bold**. To name somebody who takes part, write @ and their name."
        ),
    )

    def __init__(self, *args: Any, draft: str = "", people: str = "", **kwargs: Any) -> None:
        """`draft` names what is typed in the browser's own memory, until it is sent; `people` is the
        address where a script asks for names after «@»."""
        super().__init__(*args, **kwargs)
        attributes = {"rows": 6, "data-most": MAX_LENGTH, "spellcheck": "true"}
        if draft:
            attributes["data-draft"] = draft
        if people:
            attributes |= {
                "data-people": people,
                "data-people-label": _("People who take part in this discussion"),
            }
        self.fields["text"].widget.attrs.update(attributes)


class CommentForm(TextForm):
    """A comment or an answer. `speakers`: as whom this person may write here."""

    is_question = forms.BooleanField(
        label=gettext_lazy("This is a question to the city"), required=False
    )
    voice = forms.ChoiceField(label=gettext_lazy("You write as"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, speakers: Sequence[Speaker] = (), is_first: bool, **kwargs: Any
    ) -> None:
        """`is_first`: begins a thread, so that it may be a question."""
        super().__init__(*args, **kwargs)
        self.speakers = {each.voice: each for each in speakers}
        if len(self.speakers) > 1:
            labels = {
                Voice.CITIZEN: _("a participant, under my own name"),
                Voice.OFFICIAL: _("a department: an official answer"),
                Voice.EXPERT: _("an expert"),
            }
            field: Any = self.fields["voice"]
            field.choices = [(voice.value, labels[voice]) for voice in self.speakers]
            field.initial = Voice.CITIZEN.value
        else:
            del self.fields["voice"]
        if not is_first:
            del self.fields["is_question"]

    @property
    def is_of_department(self) -> bool:
        """Whether an official answer can be written, which a closed discussion still takes."""
        return Voice.OFFICIAL in self.speakers

    @property
    def speaker(self) -> Speaker | None:
        """As whom it was written; None for the usual. After `is_valid`."""
        voice = self.cleaned_data.get("voice")
        return self.speakers.get(Voice(voice)) if voice else None


class ReactionForm(forms.Form):
    """Useful, not agreed, or (0) neither any more."""

    kind = forms.TypedChoiceField(
        label=pgettext_lazy("to a comment", "Reaction"),
        choices=[(0, "0"), *((kind.value, str(kind.value)) for kind in ReactionKind)],
        coerce=int,
        empty_value=None,
        error_messages={
            "required": gettext_lazy("Choose one of the two."),
            "invalid_choice": gettext_lazy("Choose one of the two."),
        },
    )

    @property
    def reaction(self) -> ReactionKind | None:
        kind = self.cleaned_data["kind"]
        return ReactionKind(kind) if kind else None


def quoted(said: str, words: str = "") -> str:
    """The beginning of an answer that quotes a text, or those of its words that were marked.

    What the text itself quotes is left out; words that it does not hold are not put into its mouth.
    """
    marked = " ".join(words.split())
    if marked and marked in " ".join(said.split()):
        chosen = marked
    else:
        lines = (line for line in said.splitlines() if not line.lstrip().startswith(">"))
        chosen = "\n".join(lines).strip()
    if len(chosen) > LONGEST_QUOTE:
        chosen = f"{chosen[:LONGEST_QUOTE].rsplit(maxsplit=1)[0]}…"
    return "".join(f"> {line}".rstrip() + "\n" for line in chosen.splitlines()) + "\n"
