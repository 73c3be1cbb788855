"""Questions as editors write them: one block a kind, all in one stream.

A question and an option are known by the identifier of their block, which stays the same in every
language, revision and order (`code_of`).
"""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    DateBlock,
    FloatBlock,
    IntegerBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
)

from portal.core.blocks.choosing import PlacedImageBlock
from portal.core.blocks.words import LineBlock, LinesBlock, SameLineBlock
from portal.participation.polls.enums import Kind
from portal.participation.polls.questions.widgets import ConditionInput

MAX_QUESTIONS: Final = 30
MAX_OPTIONS: Final = 40


class ConditionBlock(SameLineBlock):
    """When a question is shown: «question=option,option» by their codes; empty for always."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.widget = ConditionInput()


class QuestionBlock(StructBlock):
    """What every question has."""

    text = LineBlock(label=_("Question"), max_length=300)
    help = LinesBlock(label=_("Explanation"), required=False, max_length=600)
    required = BooleanBlock(label=_("An answer is obligatory"), required=False)
    shown_if = ConditionBlock(
        label=_("Shown only if"),
        required=False,
        max_length=500,
        help_text=_("Choose the question and the answers after which this one is asked."),
    )

    class Meta:
        icon = "help"
        label_format = "{text}"


def _options(**kwargs: Any) -> ListBlock:
    return ListBlock(
        LineBlock(max_length=200, label=_("Answer")),
        label=_("Answers"),
        min_num=2,
        max_num=MAX_OPTIONS,
        **kwargs,
    )


class SingleBlock(QuestionBlock):
    options = _options()
    has_other = BooleanBlock(label=_("With «Other» and a field for words"), required=False)

    class Meta:
        icon = "radio-full"
        label = _("One answer")
        description = _("The reader chooses one of several answers.")


class MultipleBlock(QuestionBlock):
    options = _options()
    has_other = BooleanBlock(label=_("With «Other» and a field for words"), required=False)
    minimum = IntegerBlock(label=_("At least"), required=False, min_value=1)
    maximum = IntegerBlock(label=_("At most"), required=False, min_value=1)

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        if self.is_deferred_validation:
            # A draft may have a bound before it has the answers.
            return value
        count = len(value["options"]) + bool(value["has_other"])
        least, most = value.get("minimum"), value.get("maximum")
        errors = {}
        if least and least > count:
            errors["minimum"] = ValidationError(gettext("There are fewer answers than that."))
        if most and most > count:
            errors["maximum"] = ValidationError(gettext("There are fewer answers than that."))
        if least and most and least > most:
            errors["maximum"] = ValidationError(gettext("At most cannot be less than at least."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    class Meta:
        icon = "tick-inverse"
        label = _("Several answers")
        description = _("The reader ticks as many answers as you allow.")


class RankingBlock(QuestionBlock):
    options = _options()

    class Meta:
        icon = "list-ol"
        label = _("Order of preference")
        description = _("The reader puts the answers in order, the best first.")


class ScaleBlock(QuestionBlock):
    points = IntegerBlock(label=_("Points"), default=5, min_value=2, max_value=10)
    low_label = LineBlock(label=_("What 1 means"), max_length=80)
    high_label = LineBlock(label=_("What the highest means"), max_length=80)

    class Meta:
        icon = "sliders"
        label = _("Scale")
        description = _("From 1 to 10 at most, with a word for both ends.")


class MatrixBlock(QuestionBlock):
    rows = ListBlock(
        LineBlock(max_length=200, label=_("Row")), label=_("Rows"), min_num=1, max_num=20
    )
    options = ListBlock(
        LineBlock(max_length=80, label=_("Column")), label=_("Columns"), min_num=2, max_num=7
    )

    class Meta:
        icon = "table"
        label = _("Table of answers")
        description = _("The same answers for several rows, one in each row.")


class ShortTextBlock(QuestionBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Short text")
        description = _("One line in the reader’s own words.")


class LongTextBlock(QuestionBlock):
    class Meta:
        icon = "doc-full"
        label = _("Long text")
        description = _("Several sentences in the reader’s own words.")


class NumberBlock(QuestionBlock):
    minimum = FloatBlock(label=_("Not less than"), required=False)
    maximum = FloatBlock(label=_("Not more than"), required=False)
    whole = BooleanBlock(label=_("Whole numbers only"), required=False, default=True)
    unit = LineBlock(label=_("Unit"), required=False, max_length=20)

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        _ordered(value, gettext("The highest number is lower than the lowest."))
        return value

    class Meta:
        icon = "order"
        label = _("Number")
        description = _("A number, with bounds if needed.")


class DateQuestionBlock(QuestionBlock):
    minimum = DateBlock(label=_("Not before"), required=False)
    maximum = DateBlock(label=_("Not after"), required=False)

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        _ordered(value, gettext("The last day is before the first."))
        return value

    class Meta:
        icon = "date"
        label = _("Date")
        description = _("A day, with bounds if needed.")


class DescribedImageBlock(PlacedImageBlock):
    """A picture that is an answer: never decorative, for who does not see it votes by its description."""

    def _struct_value_to_image(self, struct_value: Any) -> Any:
        # Wagtail's script needs the box «decorative», which the style sheet hides: nothing comes of it.
        return super()._struct_value_to_image({**struct_value, "decorative": False})

    def clean(self, value: Any) -> Any:
        is_described = value and (value.contextual_alt_text or "").strip()
        if value and not is_described and not self.is_deferred_validation:
            raise StructBlockValidationError(
                block_errors={
                    "alt_text": ValidationError(
                        gettext("Describe the picture in words: some readers vote by them.")
                    )
                }
            )
        return super().clean(value)

    class Meta:
        form_classname = "struct-block poll-picture"


class PictureOptionBlock(StructBlock):
    image = DescribedImageBlock(label=_("Picture"))
    text = LineBlock(label=_("Caption"), max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{text}"


class PictureBlock(QuestionBlock):
    options = ListBlock(PictureOptionBlock(), label=_("Pictures"), min_num=2, max_num=12)

    class Meta:
        icon = "image"
        label = _("Choice of pictures")
        description = _("The reader chooses one of several pictures.")


def _ordered(value: StructValue, words: str) -> None:
    low, high = value.get("minimum"), value.get("maximum")
    if low is not None and high is not None and low > high:
        raise StructBlockValidationError(block_errors={"maximum": ValidationError(words)})


class QuestionsBlock(StreamBlock):
    """All questions of a poll, in their order."""

    single = SingleBlock()
    multiple = MultipleBlock()
    ranking = RankingBlock()
    scale = ScaleBlock()
    matrix = MatrixBlock()
    picture = PictureBlock()
    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    number = NumberBlock()
    date = DateQuestionBlock()

    class Meta:
        required = False
        max_num = MAX_QUESTIONS


if set(QuestionsBlock.base_blocks) != set(Kind.values):
    raise TypeError("Each kind of question has a block of its name.")
