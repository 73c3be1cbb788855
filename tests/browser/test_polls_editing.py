"""A poll in the editor's hand: conditions of questions; chosen into a news item and answered there in both languages."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from civic_pages.models import NewsPage
from portal.participation.polls.models import Ballot, Poll
from portal.participation.polls.questions.forms import Condition, read_form
from portal.participation.polls.results.counting import ballots_of, count
from portal.participation.polls.selectors import form_of
from portal.people.models import User
from tests.browser import waiting
from tests.factories import pages
from tests.participation.polls import making
from tests.participation.polls.making import block

PATIENCE = 60_000  # milliseconds: the admin is heavy and the machine may be busy


@pytest.fixture(autouse=True)
def without_autosave(settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


def edit(open_page, served, path):
    """A page of the admin for who may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("chief@example.org", "a long password"))
    editor = open_page(f"{served}/healthz", width=1440)
    editor.set_default_timeout(PATIENCE)
    session = client.cookies["sessionid"].value
    editor.context.add_cookies([{"name": "sessionid", "value": session, "url": served}])
    editor.goto(f"{served}{path}", wait_until="networkidle")
    return editor


def choose_poll(editor, title):
    body = editor.locator("[data-contentpath=body]")
    body.locator(".c-sf-add-button").first.click()
    editor.locator(".w-combobox [role=option]").filter(has_text="Опитування").first.click()
    body.locator("[data-chooser-action-choose]").click()
    editor.locator(".modal-body").get_by_role("link", name=title).click()
    expect(body.locator(".chosen")).to_contain_text(title)
    editor.locator("footer [data-w-dropdown-target=toggle]").last.click()
    editor.locator("[name=action-publish]").click()
    editor.locator(".messages .success a[href*=edit]").wait_for()


def answer(reader, choice, button, thanks):
    """Within the page, by a guest whose browser has never been here."""
    reader.locator(".poll").hover()
    waiting.htmx(reader)
    address = reader.url
    reader.locator(".poll a[data-hx-get]").click()
    reader.get_by_label(choice).check()
    reader.get_by_role("button", name=button).click()
    expect(reader.get_by_role("heading", name=thanks)).to_be_focused()
    assert reader.url == address


def test_one_poll_in_one_news_item_has_one_count_in_both_languages(
    open_page, served, news_index, english_home
):
    poll = making.poll(
        block("single", "Що зробити першим?", "Тротуар", "Освітлення", required=True),
        title="Що зробити першим?",
        access="everybody",
    )
    news = pages.NewsPageFactory(parent=news_index, title="Вулиця після ремонту")
    editor = edit(open_page, served, f"/admin/pages/{news.pk}/edit/")
    choose_poll(editor, poll.title)
    news = NewsPage.objects.get(pk=news.pk)
    assert [each.value["poll"] for each in news.body] == [poll]

    # As the translators' own form makes it (tests/browser/test_slice.py): words alone are others.
    words = poll.copy_for_translation(english_home.locale)
    words.title, words.live = "What comes first?", True
    stream = words.questions.get_prep_value()
    stream[0]["value"]["text"] = "What comes first?"
    for option, text in zip(stream[0]["value"]["options"], ("Pavement", "Lights"), strict=True):
        option["value"] = text
    words.questions = stream
    words.save()
    news_index.copy_for_translation(english_home.locale).save_revision().publish()
    english = news.copy_for_translation(english_home.locale)
    english.title = english.draft_title = "The street after its repair"
    english.save_revision().publish()
    english.refresh_from_db()

    ukrainian = open_page(f"{served}{news.get_url()}")
    answer(ukrainian, "Тротуар", "Проголосувати", "Дякуємо")
    reader = open_page(f"{served}{english.get_url()}")
    answer(reader, "Lights", "Vote", "Thank you")
    assert ukrainian.faults == reader.faults == []

    asked = form_of(poll, "uk")
    (question,) = asked
    tally = count(asked, ballots_of(Ballot.objects.filter(round=poll.current_round)))
    assert tally.of(question.code, "unverified")["counts"] == {
        option.code: 1 for option in question.options
    }


def test_a_condition_is_chosen_from_questions_before_and_follows_what_is_typed(
    open_page, served, home
):
    poll = making.poll(
        block("single", "Чи ходите в парк?", "Так", "Ні"), block("short_text", "Коли?"), live=False
    )
    editor = edit(open_page, served, f"/admin/snippets/polls/poll/edit/{poll.pk}/")
    boxes = editor.locator("[data-poll-condition]")
    # There is none before the first question, and no way for it to depend on a later one.
    expect(boxes.first.locator("select")).to_be_hidden()
    expect(boxes.first.locator("p.help")).to_be_visible()
    second = boxes.nth(1)
    expect(second.get_by_role("option")).to_have_text(["Ставиться завжди", "1. Чи ходите в парк?"])
    editor.locator("[name=questions-0-value-text]").fill("Чи буваєте в парку?")
    expect(second.get_by_role("option").nth(1)).to_have_text("1. Чи буваєте в парку?")
    second.get_by_role("combobox").select_option(index=1)
    second.get_by_label("Так").check()
    (question, options), *_rest = making.codes(poll)
    expect(editor.locator("[name=questions-1-value-shown_if]")).to_have_value(
        f"{question}={options[0]}"
    )
    editor.get_by_role("button", name="Зберегти чернетку").click()
    editor.locator(".messages .success").wait_for()
    kept = read_form(Poll.objects.get().get_latest_revision_as_object().questions)
    assert kept.questions[1].condition == Condition(question, (options[0],))
    expect(editor.locator("[data-poll-condition]").nth(1).get_by_label("Так")).to_be_checked()
