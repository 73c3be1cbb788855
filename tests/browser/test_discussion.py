"""A conversation as people have it: written, answered, changed, with scripts and without; axe on all of it."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from portal.discussion.enums import State, Voice
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Discussion, Rule, Subscription
from portal.discussion.permissions import Speaker
from portal.discussion.services import comments
from portal.people.enums import Role
from portal.people.services import consents
from tests.browser import waiting
from tests.browser.test_accounts import found, submit
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.people.duties import department, member, person

PASSWORD = "довгий пароль 2026"


@pytest.fixture
def bureau(db):
    return department("Департамент комунікацій")


@pytest.fixture
def news(served, home, bureau):
    return NewsPageFactory(
        parent=NewsIndexPageFactory(parent=home), title="Мрія 3.0", department=bureau
    )


@pytest.fixture
def citizen(db):
    return account("mariia", "Марія К.")


@pytest.fixture
def neighbour(db):
    return account("yurii", "Юрій Д.")


def account(name, shown_name, *roles):
    from allauth.account.models import EmailAddress

    user = person(*roles, name=name, shown_name=shown_name)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    consents.give(user)
    return user


@pytest.fixture
def say(news, citizen):
    def make(text, *, by=None, to=None, **more):
        return comments.post(
            user=by or citizen, host=Host.of(news), text=text, lang="uk", reply_to=to, **more
        )

    return make


@pytest.fixture
def enter(open_page, served):
    """A page of somebody who has signed in by password."""

    def open_(user, **options):
        page = open_page(f"{served}/oblikovyi-zapys/vkhid/parol/", **options)
        page.locator("[name=login]").fill(user.email)
        page.locator("[name=password]").fill(PASSWORD)
        submit(page)
        expect(page.get_by_role("heading", name="Профіль")).to_be_visible()
        return page

    return open_


@pytest.fixture
def thread(served, news):
    return f"{served}/obhovorennia/{news.discussion_key}/"


def ready(page):
    """htmx has come, and has looked through the section."""
    waiting.htmx(page, "[data-discussion-body]")
    page.wait_for_timeout(100)


def row(page, text):
    return page.locator("article.comment", has_text=text).last


def test_a_reader_gets_the_discussion_when_it_comes_near(open_page, served, news, say):
    say("Перше слово")
    page = open_page(f"{served}{news.url}")
    page.locator(".discussion").scroll_into_view_if_needed()
    expect(page.get_by_text("Перше слово")).to_be_visible()
    expect(page.locator("#h-discussion")).to_have_text("Обговорення: 1")
    assert page.context.cookies() == []
    assert page.evaluate("globalThis.htmx === undefined")
    assert page.faults == []


def test_without_scripts_a_link_leads_to_all_of_it(open_page, served, news, say):
    say("Перше слово")
    page = open_page(f"{served}{news.url}", java_script=False)
    page.get_by_role("link", name="Читати й писати").click()
    expect(page.get_by_text("Перше слово")).to_be_visible()
    page.get_by_role("link", name="Мрія 3.0").click()
    expect(page).to_have_url(f"{served}{news.url}")


def test_a_comment_an_answer_and_a_change_in_place(enter, served, news, say, neighbour):
    say("Хто був на форумі?")
    page = enter(neighbour)
    page.goto(f"{served}{news.url}")
    page.locator(".discussion").scroll_into_view_if_needed()
    page.locator("#write textarea").fill("Пишу **вперше**")
    ready(page)
    page.get_by_role("button", name="Опублікувати").click()
    expect(page.locator("#threads strong")).to_have_text("вперше")
    expect(page.locator("#discussion-count")).to_have_text("2")
    expect(page.locator("[data-said]")).to_have_text("Ваш коментар опубліковано.")
    expect(page.locator("#threads > li article").first).to_be_focused()
    expect(page.locator("#write textarea")).to_have_value("")

    row(page, "Хто був").get_by_role("link", name="Відповісти").click()
    expect(page.locator("[data-slot] textarea")).to_be_focused()
    page.keyboard.type("Я був")
    page.locator("[data-slot]").get_by_role("button", name="Переглянути").click()
    expect(page.locator(".comments__preview")).to_be_focused()
    page.locator("[data-slot]").get_by_role("button", name="Опублікувати").click()
    expect(page.locator(".comment__replies article", has_text="Я був")).to_be_focused()

    row(page, "Я був").get_by_role("link", name="Змінити").click()
    page.locator("[data-slot] textarea").fill("Я був увесь день")
    page.get_by_role("button", name="Зберегти").click()
    expect(row(page, "увесь день")).to_be_focused()
    row(page, "Хто був").get_by_role("button", name="Корисно").first.click()
    expect(page.get_by_role("button", name="Корисно 1")).to_have_attribute("aria-pressed", "true")
    assert page.url == f"{served}{news.url}"
    assert Comment.objects.filter(state=State.PUBLISHED).count() == 3
    assert page.faults == []


def test_the_same_without_scripts(enter, thread, say, neighbour):
    say("Хто був на форумі?")
    page = enter(neighbour, java_script=False)
    page.goto(thread)
    page.locator("#write textarea").fill("")
    page.get_by_role("button", name="Опублікувати").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("textarea").fill("Пишу **вперше**")
    page.get_by_role("button", name="Переглянути").click()
    expect(page.locator(".comments__preview strong")).to_have_text("вперше")
    page.get_by_role("button", name="Опублікувати").click()
    expect(page.get_by_text("Ваш коментар опубліковано.")).to_be_visible()
    page.goto(thread)
    row(page, "Хто був").get_by_role("link", name="Цитувати").click()
    expect(page.locator("textarea")).to_have_value("> Хто був на форумі?\n\n")
    page.locator("textarea").fill("Я був")
    page.get_by_role("button", name="Опублікувати відповідь").click()
    expect(row(page, "Я був")).to_be_visible()
    row(page, "Я був").get_by_role("link", name="Змінити").click()
    page.locator("textarea").fill("Я був увесь день")
    page.get_by_role("button", name="Зберегти").click()
    expect(row(page, "увесь день")).to_be_visible()
    page.goto(thread)
    row(page, "Хто був").get_by_role("button", name="Корисно").click()
    expect(page.get_by_role("button", name="Корисно 1")).to_have_attribute("aria-pressed", "true")


def test_a_draft_survives_a_reload_and_a_lost_connection(enter, thread, say, neighbour):
    say("Хто був на форумі?")
    page = enter(neighbour)
    page.goto(thread)
    page.locator("#write textarea").fill("Довго думав і пишу")
    page.reload()
    expect(page.locator("#write textarea")).to_have_value("Довго думав і пишу")
    ready(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Опублікувати").click()
    expect(page.get_by_text("Немає зв’язку")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#write textarea")).to_have_value("Довго думав і пишу")
    ready(page)
    page.get_by_role("button", name="Опублікувати").click()
    expect(row(page, "Довго думав")).to_be_visible()
    page.reload()
    expect(page.locator("#write textarea")).to_have_value("")


def test_a_guests_words_come_back_after_the_sign_in(open_page, thread, say, neighbour):
    say("Хто був на форумі?")
    page = open_page(thread)
    page.get_by_role("link", name="Написати коментар").click()
    page.locator("textarea").fill("Я був, але не маю запису")
    page.get_by_role("button", name="Опублікувати").click()
    page.goto(page.url.replace("/vkhid/", "/vkhid/parol/"))
    page.locator("[name=login]").fill(neighbour.email)
    page.locator("[name=password]").fill(PASSWORD)
    submit(page)
    expect(page.locator("textarea")).to_have_value("Я був, але не маю запису")


def test_a_name_is_offered_after_the_at_sign_and_taken_by_key(
    enter, thread, say, citizen, neighbour
):
    say("Хто був на форумі?")
    page = enter(neighbour)
    page.goto(thread)
    ready(page)
    field = page.locator("#write textarea")
    with page.expect_response("**/static/js/components/mention.js"):
        field.focus()
    page.keyboard.type("Дякую, @")
    option = page.get_by_role("option", name="Марія К.")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "mention-0")
    assert found(page) == []
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    page.keyboard.type("мар")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(option).to_be_hidden()
    page.keyboard.type("і всім")
    expect(field).to_have_value("Дякую, @Марія К. і всім")
    page.reload()
    expect(field).to_have_value("Дякую, @Марія К. і всім")
    assert page.faults == []


def test_following_and_ending_it_from_the_letter(enter, open_page, thread, say, neighbour):
    say("Хто був на форумі?")
    page = enter(neighbour)
    page.goto(thread)
    ready(page)
    page.get_by_role("button", name="Стежити за обговоренням").click()
    expect(page.get_by_role("button", name="Ви стежите за обговоренням")).to_be_visible()
    assert page.url == thread
    mail.outbox.clear()
    say("Я був!")
    [letter] = mail.outbox
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    # Who opens it need not be signed in, and opening it changes nothing: programs open links, too.
    reader = open_page(link)
    expect(reader.get_by_role("heading", name="Більше не надсилати таких листів?")).to_be_visible()
    assert Subscription.objects.filter(user=neighbour, ended_at=None).exists()
    reader.get_by_role("button", name="Відписатися").click()
    expect(reader.get_by_role("heading", name="Ви відписалися")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Стежити за обговоренням", exact=True)).to_be_visible()
    mail.outbox.clear()
    say("І я там був!")
    assert mail.outbox == [] and page.faults == reader.faults == []


def test_axe_finds_nothing_in_a_long_thread_and_in_a_form_with_errors(
    enter, thread, say, citizen, neighbour, bureau
):
    officer = member(account("iryna", "Ірина С.", Role.OFFICER), bureau, "Начальниця відділу")
    last = say("Чи зможе організація без офісу створити сторінку?", is_question=True)
    say(
        "Так, щовівторка.",
        to=last,
        by=officer,
        speaker=Speaker(Voice.OFFICIAL, bureau.pk, "Начальниця відділу"),
    )
    for number in range(5):
        last = say(f"> цитата\n\nВідповідь {number}\n\n- список\n- далі", to=last, by=neighbour)
    hidden, gone = say("Сховане"), say("Видалене")
    comments.move(comment=hidden, to=State.HIDDEN, rule=Rule.objects.first())
    comments.delete(comment=gone, by=citizen)
    say("Дніпропетровськогазобудмонтажспецналадкаелектрогідроакумулювальневодопостачання" * 2)
    Discussion.objects.update(premoderated=True)
    say("Чекаю", by=neighbour)
    page = enter(neighbour)
    page.goto(thread)
    ready(page)
    assert found(page) == []
    page.locator("#write").get_by_role("button", name="Опублікувати").click()
    expect(page.locator(".error-summary")).to_be_focused()
    # The browser itself logs answers that are refusals.
    page.faults[:] = [fault for fault in page.faults if "422" not in fault]
    assert found(page) == []
