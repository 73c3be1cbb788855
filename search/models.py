"""The search document, the vocabulary of the index, and what waits to be indexed."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from portal.core.originals import OriginalMixin
from portal.core.search_items import PUBLIC
from search import wording
from search.enums import SynonymDirection


class SearchDocument(models.Model):
    """One thing in one language, as it is found. The only table that site and admin search.

    Written by the indexer alone. `title_keys` and `body_keys` are the analyser's keys in order, joined
    by spaces: what engines match and what the ranking reads. `labels` are the words of all filters
    («type:news topic:3 audience:public»), joined by spaces. `facets` is what is counted, as
    `search.facets` packs it, so that equal combinations can be counted together.
    """

    # Readers' pages do not hang on it: what they show changed before, and raised the version then.
    raises_version = False

    source = models.CharField(max_length=20)
    object_id = models.CharField(max_length=50)
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=30)
    moment = models.DateTimeField(null=True, blank=True)
    # Until when readers may take part.
    deadline = models.DateTimeField(null=True, blank=True)
    facets = models.TextField()
    # Grows with each write of any document: a new index catches up by it.
    revision = models.BigIntegerField(default=0, db_index=True)
    # Tells whether anything changed since it was written.
    digest = models.CharField(max_length=64)
    # Keys in title and body together.
    length = models.PositiveIntegerField(default=0)
    url = models.CharField(max_length=1000, blank=True)
    path = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    labels = models.TextField()
    title = models.TextField()
    # Surface words of the title, folded: beginnings of words are looked up here.
    title_words = models.TextField(blank=True)
    title_keys = models.TextField(blank=True)
    body_keys = models.TextField(blank=True)
    # The same of a title that readers do not know yet: only the admin asks for them.
    draft_words = models.TextField(blank=True)
    draft_keys = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "object_id", "language"], name="search_document_once"
            ),
        ]
        # The newest of thousands of hits are met on the way down.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["moment", "id"], name="search_document_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.object_id} ({self.language}) {self.title}"

    @property
    def is_public(self) -> bool:
        """Whether readers may find it."""
        return f"audience:{PUBLIC}" in self.labels.split()


class DocumentState(models.Model):
    """A half-open window in which a document is in a state; states turn by the clock alone."""

    raises_version = False

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=30)
    begins = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of a search document")
        verbose_name_plural = _("states of search documents")
        # Read whole, so that it holds all that is read.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "begins", "ends", "document"], name="search_states"),
        ]

    def __str__(self) -> str:
        return self.state


class SearchTerm(models.Model):
    """How many documents hold a key."""

    raises_version = False

    key = models.CharField(max_length=64, primary_key=True)
    frequency = models.IntegerField()

    class Meta:
        verbose_name = _("key of the search index")
        verbose_name_plural = _("keys of the search index")

    def __str__(self) -> str:
        return f"{self.key} {self.frequency}"


class SearchForm(models.Model):
    """How many documents hold a word as it is written; `known` to the dictionary or a name."""

    raises_version = False

    form = models.CharField(max_length=64, primary_key=True)
    frequency = models.IntegerField()
    known = models.BooleanField()

    class Meta:
        verbose_name = _("word of the search index")
        verbose_name_plural = _("words of the search index")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["form"], condition=models.Q(known=False), name="search_names"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.frequency}"


class SearchChange(models.Model):
    """A thing that changed since its documents were written. Append-only: writers never wait for each other."""

    raises_version = False

    source = models.CharField(max_length=20)
    object_id = models.CharField(max_length=50)
    tries = models.PositiveSmallIntegerField(default=0)
    after = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change to be indexed")
        verbose_name_plural = _("changes to be indexed")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["after"])]

    def __str__(self) -> str:
        return f"{self.source}:{self.object_id}"


class FileText(models.Model):
    """The text of an attachment by the hash of its file: a file is read once, whatever becomes of its pages."""

    raises_version = False

    file_hash = models.CharField(max_length=64, primary_key=True)
    text = models.TextField(blank=True)
    # Why there is no text: «broken», «encrypted», «limits»; empty when it was read.
    problem = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return self.problem or self.text[:50]


class IndexState(models.Model):
    """The one row (`pk=1`) that says what the index holds and who writes it."""

    raises_version = False

    # Those that readers may find; what only the staff finds must not tell by counts and words what it is.
    documents = models.PositiveIntegerField(default=0)
    # Keys of these documents together; with `documents` it gives their average length.
    keys = models.BigIntegerField(default=0)
    revision = models.BigIntegerField(default=0)
    # Of the analyser's rules: an index of another version is made anew.
    analysis = models.CharField(max_length=40, blank=True)
    # Turns when a name (a word the dictionary lacks) comes or goes: processes read the names again.
    vocabulary = models.BigIntegerField(default=0)
    # Who writes, and until when nobody else may.
    writer = models.CharField(max_length=80, blank=True)
    writer_until = models.DateTimeField(null=True)
    # Who makes the search node's index anew, and until when nobody else may.
    rebuilder = models.CharField(max_length=80, blank=True)
    rebuilder_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of the search index")
        verbose_name_plural = _("state of the search index")

    def __str__(self) -> str:
        return f"{self.documents} ({self.revision})"


class Synonyms(OriginalMixin, TranslatableMixin, models.Model):
    """One line of words and phrases that readers use for the same thing.

    Each language has lines of its own: what is short for what differs. The planner reads them through
    `search.synonyms`; the index knows nothing of them.
    """

    FEWEST_PHRASES: ClassVar[int] = 2
    MOST_PHRASES: ClassVar[int] = 10
    MOST_WORDS: ClassVar[int] = 6

    words = models.CharField(
        _("words and phrases"),
        max_length=500,
        help_text=_(
            "Separated by commas, each in its basic form: “mayor, head of the city”. The search finds "
            "their other forms by itself."
        ),
    )
    direction = models.CharField(
        _("how they find each other"),
        max_length=10,
        choices=SynonymDirection.choices,
        default=SynonymDirection.BOTH,
    )

    panels: ClassVar[list[Any]] = [FieldPanel("words"), FieldPanel("direction")]

    class Meta(TranslatableMixin.Meta):
        ordering: ClassVar[list[str]] = ["words", "pk"]
        verbose_name = _("line of synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Refuses a line that would find nothing new, or too much."""
        super().clean()
        line = wording.phrases(self.words)
        read = [(phrase, wording.keys_of(phrase)) for phrase in line]
        for phrase, keys in read:
            if not keys:
                raise ValidationError(
                    {"words": gettext("There is no word in “%(phrase)s”.") % {"phrase": phrase}}
                )
            if len(keys) > self.MOST_WORDS:
                raise ValidationError(
                    {
                        "words": gettext("“%(phrase)s” is too long: at most %(number)d words.")
                        % {"phrase": phrase, "number": self.MOST_WORDS}
                    }
                )
        if len(read) < self.FEWEST_PHRASES:
            raise ValidationError(
                {"words": gettext("Write at least two words or phrases, separated by a comma.")}
            )
        if len(read) > self.MOST_PHRASES:
            raise ValidationError(
                {
                    "words": gettext("At most %(number)d words and phrases in a line.")
                    % {"number": self.MOST_PHRASES}
                }
            )
        for place, (phrase, keys) in enumerate(read):
            for earlier, known in read[:place]:
                if wording.same(keys, known):
                    raise ValidationError(
                        {
                            "words": gettext(
                                "“%(one)s” and “%(other)s” are one word for the search already."
                            )
                            % {"one": earlier, "other": phrase}
                        }
                    )
        self.words = ", ".join(line)


class AskedQuery(models.Model):
    """How often a question was asked on one day, and what came of it: nothing of who asked.

    Written by `search.counting` alone, which also says what is never written. The four counts of clicks
    are by the place of the result: the first, the second and third, up to the tenth, further.
    """

    raises_version = False

    LONGEST: ClassVar[int] = 80

    day = models.DateField()
    language = models.CharField(_("language"), max_length=10)
    query = models.CharField(_("query"), max_length=LONGEST)
    times = models.PositiveIntegerField(default=0)
    nothing = models.PositiveIntegerField(default=0)
    first = models.PositiveIntegerField(default=0)
    second = models.PositiveIntegerField(default=0)
    fourth = models.PositiveIntegerField(default=0)
    further = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("query of readers")
        verbose_name_plural = _("queries of readers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "language", "query"], name="asked_query_once"),
        ]

    def __str__(self) -> str:
        return self.query
