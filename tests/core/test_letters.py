"""The outbox: letters wait in the caller's transaction and are sent by a task."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.core import letters
from portal.core.letters import outbox
from portal.core.models import Letter
from portal.core.ukrainian.typography import shortened

pytestmark = pytest.mark.django_db
DATABASE = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
}


def test_letter_is_sent_and_forgotten():
    letters.post(
        to="olena@example.org",
        subject="Ваш код\nщо завгодно",
        text="Перший абзац.\n\nДругий <b>абзац</b>.",
        code="123456",
        button=("Відкрити", "/novyny/"),
        note="Ви просили код.",
    )
    [sent] = mail.outbox
    assert sent.to == ["olena@example.org"]
    assert sent.subject == "Ваш код що завгодно"
    assert "123456" in sent.body and "http://testserver/novyny/" in sent.body
    html = sent.alternatives[0][0]
    assert "Другий &lt;b&gt;абзац&lt;/b&gt;." in html and 'lang="uk"' in html
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert not Letter.objects.exists()


def test_letter_speaks_the_persons_language():
    letters.post(to="olena@example.org", language="en", subject="Your code", text="Hello.")
    assert 'lang="en"' in mail.outbox[0].alternatives[0][0]


def test_nothing_is_sent_within_the_request(settings):
    settings.TASKS = DATABASE
    letters.post(to="olena@example.org", subject="Код", text="Текст.")
    assert mail.outbox == []
    assert Letter.objects.count() == DBTaskResult.objects.count() == 1


def test_the_task_names_nobody(settings):
    settings.TASKS = DATABASE
    letters.post(to="olena@example.org", subject="Код", text="Текст.", code="987654")
    row = DBTaskResult.objects.get()
    assert "olena" not in str(row.args_kwargs) and "987654" not in str(row.args_kwargs)


@pytest.mark.django_db(transaction=True)
def test_rolled_back_means_not_written(settings):
    settings.TASKS = DATABASE
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letters.post(to="olena@example.org", subject="Код", text="Текст.")
        raise ZeroDivisionError
    assert not Letter.objects.exists() and not DBTaskResult.objects.exists()


def test_a_mail_server_that_is_away_keeps_the_letter(monkeypatch, settings):
    def refuse(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    settings.TASKS = DATABASE
    letter = letters.post(to="olena@example.org", subject="Код", text="Текст.")
    with pytest.raises(ConnectionRefusedError):
        outbox.send.func(letter.pk)
    assert Letter.objects.filter(pk=letter.pk).exists()


def test_what_cannot_be_sent_for_a_day_is_removed(settings):
    settings.TASKS = DATABASE
    old = letters.post(to="olena@example.org", subject="Код", text="Текст.")
    new = letters.post(to="olena@example.org", subject="Код", text="Текст.")
    Letter.objects.filter(pk=old.pk).update(
        written_at=timezone.now() - timedelta(days=1, seconds=1)
    )
    assert outbox.forget_unsent() == 1
    assert list(Letter.objects.all()) == [new]
    outbox.send.func(old.pk)
    assert mail.outbox == []


def whole():
    """A letter with all its parts."""
    letters.post(
        to="olena@example.org",
        name="Олена",
        subject="Ваш код",
        text="Введіть цей код.\n\nПитання? help@example.org",
        code="482913",
        button=("Відкрити", "/novyny/"),
        note="Ви просили код.",
        items=[letters.Item("Перше", "/p/", text="Чиїсь слова.", note="Звідки")],
        ways=[("Відписатися", "/v/"), ("Налаштувати", "/n/")],
    )
    return mail.outbox[-1]


def test_a_code_stands_after_the_words_that_ask_for_it_and_is_not_shown_on_a_locked_phone():
    sent = whole()
    html = sent.alternatives[0][0]
    for text in (sent.body, html.partition("</h1>")[2]):
        assert text.index("Введіть") < text.index("482913") < text.index("Питання")
    assert "482913" not in sent.subject
    hidden = re.search(r'<div style="display:none[^>]*>(.*?)</div>', html)[1]
    assert hidden.startswith("Введіть цей код.")
    assert "482913" not in hidden and len(hidden) > 200


def test_a_letter_without_text_begins_with_its_items_on_a_locked_phone():
    letters.post(
        to="olena@example.org",
        subject="Нове",
        text="",
        items=[letters.Item("Марія пише", "/a/"), letters.Item("Остап <i>пише</i>", "/b/")],
    )
    html = mail.outbox[0].alternatives[0][0]
    assert 'overflow:hidden" lang="uk">Марія пише. Остап &lt;i&gt;пише&lt;/i&gt;' in html


def test_addresses_stand_on_lines_of_their_own():
    lines = whole().body.splitlines()
    assert [line for line in lines if "http" in line] == [
        f"http://testserver{path}" for path in ("/novyny/", "/p/", "/v/", "/n/", "/")
    ]
    # The sign by which mail programs know where a letter ends.
    assert lines.count("-- ") == 1


TITLE = "Київ презентував першу муніципальну соціальну мережу „Спільно“ для всіх громад міста"


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Двір", "Відповідь на ваш коментар: «Двір»"),
        (TITLE, "Відповідь на ваш коментар: «Київ презентував першу муніципальну соціальну…»"),
        ("Слово" * 60, f"Відповідь на ваш коментар: «{'Слово' * 9}…»"),
    ],
)
def test_a_long_title_is_cut_in_a_subject(title, subject):
    said = letters.titled("Відповідь на ваш коментар: «%(title)s»", title)
    assert said == subject and len(said) <= 77


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("Мережа „Спільно“ для всіх", 25, "Мережа „Спільно“ для всіх"),
        ("Мережа „Спільно“ для всіх", 24, "Мережа „Спільно“ для…"),
        ("Мережа „Наша спільна справа“", 20, "Мережа „Наша…“"),
        ("The “Our common cause” network", 20, "The “Our common…”"),
        ("Мережа „Наша“", 11, "Мережа…"),
        ("Мережа, де всі", 13, "Мережа, де…"),
        ("Мережа, де всі", 12, "Мережа…"),
        ("", 5, ""),
        ("Мережа", 2, "…"),
    ],
)
def test_what_is_shortened_ends_between_words_with_its_quotations_closed(text, length, short):
    assert shortened(text, length) == short


class _Colours(HTMLParser):
    """Each text of a letter with the colour of its letters and of what is behind them.

    As a program shows it that knows styles of elements alone, and as one that is asked for dark ones.
    """

    def __init__(self, html):
        super().__init__()
        self.dark = {}
        rules = re.search(
            r"@media \(prefers-color-scheme: dark\) \{(.*?)\n            \}", html, re.DOTALL
        )[1]
        for names, body in re.findall(r"(\.[^{]+)\{([^}]*)\}", rules):
            for name in names.replace(" a", "-a").split(","):
                values = dict(re.findall(r"([\w-]+): (#\w{6}) !important", body))
                self.dark.setdefault(name.strip(), {}).update(values)
        self.open = [("html", ("#000000", "#ffffff"), ("#ffffff", "#000000"))]
        self.found, self.pairs = [], set()
        self.feed(html[html.index("<body") : html.index("</body>")])

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        own = dict(re.findall(r"(?:^|;)([\w-]*color):(#\w{6})", attrs.get("style", "")))
        _tag, light, dark = self.open[-1]
        shade = self.dark.get(f".{attrs.get('class')}", {})
        # What Django makes of an address in a text.
        if tag == "a" and not own:
            own, shade = {"color": "#0000ee"}, self.dark.get(".ink-a")
        for name, value in own.items():
            self.pairs.add((value, shade.get(name)))
        colours = lambda was, mine: (  # noqa: E731
            mine.get("color", was[0]), mine.get("background-color", was[1])
        )  # fmt: skip
        if tag not in {"br", "meta"}:
            # Where a program knows no dark colours those of the element itself stand.
            self.open.append((tag, colours(light, own), colours(dark, own | shade)))

    def handle_endtag(self, tag):
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip():
            self.found.append((data.strip(), self.open[-1][1], self.open[-1][2]))


def _contrast(one, other):
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_text_of_a_letter_can_be_read_in_light_and_in_dark():
    seen = _Colours(whole().alternatives[0][0])
    said = {text: (light, dark) for text, light, dark in seen.found}
    assert {"482913", "Відкрити", "Перше", "Звідки", "help@example.org", "Ви просили код."} <= set(
        said
    )
    faults = {
        text: [round(_contrast(*pair), 2) for pair in pairs]
        for text, pairs in said.items()
        if min(_contrast(*pair) for pair in pairs) < 4.5
    }
    assert faults == {}


def test_a_letter_has_the_colours_of_the_site():
    """Each pair of light and dark is one of the tokens; no colour is without its dark one."""
    tokens = (Path(configured.BASE_DIR) / "static/css/tokens.css").read_text()
    known = set(re.findall(r"light-dark\((#\w{6}), (#\w{6})\)", tokens))
    pairs = _Colours(whole().alternatives[0][0]).pairs - {("#0000ee", "#74d3c0")}
    assert len(pairs) >= 6
    assert pairs <= known
