"""Questions as they are asked: read from a poll's stream, or from what a round has kept."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Self

from django.utils.translation import gettext

from portal.participation.polls.enums import Kind

# The code of «Other» among the options of a question.
OTHER: Final = "other"
CHOICES: Final = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.PICTURE})
TEXTS: Final = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT})
# Characters of an answer.
SHORT_TEXT: Final = 300
LONG_TEXT: Final = 3000


def code_of(identifier: str) -> str:
    """The first eight hex digits of a block's UUID: short enough for ballots and tables."""
    return identifier.replace("-", "")[:8].lower()


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose. `image` is the primary key of a picture, `alt` its description."""

    code: str
    text: str
    image: int | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown only when `question` was answered with one of `options`."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Bounds: numbers of choices, a number, or days as ISO text, as its kind has them."""

    code: str
    kind: Kind
    text: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    has_other: bool = False
    minimum: float | int | str | None = None
    maximum: float | int | str | None = None
    whole: bool = False
    unit: str = ""
    points: int = 0
    low_label: str = ""
    high_label: str = ""
    condition: Condition | None = None

    @property
    def is_text(self) -> bool:
        return self.kind in TEXTS

    @property
    def choices(self) -> tuple[Option, ...]:
        """Its options, «Other» among them."""
        if not self.has_other:
            return self.options
        return (*self.options, Option(OTHER, gettext("Other")))

    @property
    def option_codes(self) -> frozenset[str]:
        return frozenset(option.code for option in self.choices)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        condition = data.get("condition")
        return cls(
            **{
                **data,
                "kind": Kind(data["kind"]),
                "options": tuple(Option(**each) for each in data.get("options", ())),
                "rows": tuple(Option(**each) for each in data.get("rows", ())),
                "condition": Condition(condition["question"], tuple(condition["options"]))
                if condition
                else None,
            }
        )


@dataclass(frozen=True)
class Form:
    """All questions of a poll in one language."""

    questions: tuple[Question, ...] = field(default=())

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    @cached_property
    def by_code(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.questions}

    def first(self, count: int | None) -> Self:
        """Its first questions, all of them for None."""
        return type(self)(self.questions[:count])

    def as_json(self) -> dict[str, Any]:
        return {"questions": [asdict(question) for question in self.questions]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(tuple(Question.from_json(each) for each in data["questions"]))

    def in_words_of(self, other: "Form") -> Self:
        """The same questions with the texts of another language where that has them."""
        return type(self)(
            tuple(
                _with_words(question, other.by_code.get(question.code))
                for question in self.questions
            )
        )


def _with_words(question: Question, other: Question | None) -> Question:
    if other is None or other.kind != question.kind:
        return question
    return replace(
        question,
        text=other.text or question.text,
        help=other.help or question.help,
        unit=other.unit or question.unit,
        low_label=other.low_label or question.low_label,
        high_label=other.high_label or question.high_label,
        options=_options_with_words(question.options, other.options),
        rows=_options_with_words(question.rows, other.rows),
    )


def _options_with_words(
    options: tuple[Option, ...], others: tuple[Option, ...]
) -> tuple[Option, ...]:
    words = {option.code: option for option in others}
    found = []
    for option in options:
        other = words.get(option.code, option)
        found.append(replace(option, text=other.text or option.text, alt=other.alt or option.alt))
    return tuple(found)


def read_form(stream: Any) -> Form:
    """The questions of a stream (`Poll.questions`). Codes come from the blocks' identifiers."""
    return Form(tuple(_read(child) for child in stream))


def _read(child: Any) -> Question:
    value = child.value
    minimum, maximum = value.get("minimum"), value.get("maximum")
    if child.block_type == Kind.DATE:
        minimum = minimum.isoformat() if minimum else None
        maximum = maximum.isoformat() if maximum else None
    return Question(
        code=code_of(child.id),
        kind=Kind(child.block_type),
        text=value["text"],
        help=value.get("help") or "",
        required=bool(value.get("required")),
        options=_read_options(value.get("options")),
        rows=_read_options(value.get("rows")),
        has_other=bool(value.get("has_other")),
        minimum=minimum,
        maximum=maximum,
        whole=bool(value.get("whole")),
        unit=value.get("unit") or "",
        points=value.get("points") or 0,
        low_label=value.get("low_label") or "",
        high_label=value.get("high_label") or "",
        condition=read_condition(value.get("shown_if") or ""),
    )


def _read_options(items: Any) -> tuple[Option, ...]:
    if items is None:
        return ()
    return tuple(_read_option(item.id, item.value) for item in items.bound_blocks)


def _read_option(identifier: str, value: Any) -> Option:
    if isinstance(value, str):
        return Option(code_of(identifier), value)
    image = value["image"]
    return Option(
        code_of(identifier),
        value["text"],
        image.pk if image else None,
        (getattr(image, "contextual_alt_text", "") or "") if image else "",
    )


def read_condition(text: str) -> Condition | None:
    """«question=option,option» as `ConditionBlock` keeps it; None for anything else."""
    question, sign, options = text.strip().partition("=")
    codes = tuple(part.strip() for part in options.split(",") if part.strip())
    if not (sign and question.strip() and codes):
        return None
    return Condition(question.strip(), codes)
