"""What a citizen does besides answering: looks a receipt up, counts anew, votes in another language."""

import copy
import json
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.participation.polls import receipts
from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Ballot, Poll, Round
from portal.participation.polls.questions.forms import code_of
from portal.participation.polls.results.live import renew
from portal.participation.polls.services.ballots import Voter
from portal.participation.polls.services.sealing import seal
from tests.browser import waiting
from tests.browser.looks import faults_in_all_looks
from tests.factories.blocks import items
from tests.factories.media import ImageFactory
from tests.participation.polls import making
from tests.participation.polls.making import block, guest

KNOWN = Voter(channel=Channel.EMAIL, mail="o@kyiv.ua", mail_domain="kyiv.ua")
# Of both sorts: results have two groups.
VOTERS = (guest(0), guest(1), KNOWN)


# --- Looking up and counting anew ---------------------------------------------------------------------


@pytest.fixture
def sealed(home):
    """A round of every kind that is counted, sealed; with the receipt of its first ballot."""
    asked = (
        block("single", "Коли?", "Уранці", "Увечері", has_other=True),
        block("multiple", "Що?", "Лави", "Дерева", "Світло"),
        block("ranking", "Порядок?", "Перше", "Друге", "Третє"),
        block("scale", "Наскільки?", points=5, low_label="ні", high_label="так"),
        block("matrix", "Де?", "Так", "Ні", rows=items("Тут", "Там")),
        block("number", "Скільки?", minimum=None, maximum=None, whole=False),
        block("date", "Якого дня?", minimum=None, maximum=None),
    )
    poll = making.poll(*asked, access="everybody")
    codes = [code for code, _options in making.codes(poll)]
    rows = [code_of(row["id"]) for row in asked[4]["value"]["rows"]]
    given = []
    for number in range(3):
        (one, several, order, scale, table, amount, day), options = (
            codes,
            [choices for _code, choices in making.codes(poll)],
        )
        answers = {
            one: options[0][number % 2],
            several: options[1][: number + 1],
            order: options[2][number:] + options[2][:number],
            scale: number + 2,
            table: {rows[0]: options[4][number % 2]},
            amount: f"-{number}.25",
            day: f"2019-06-0{number + 1}",
        }
        given.append(making.cast(poll=poll, voter=VOTERS[number], given=answers))
    round_ = poll.current_round
    seal(round_, poll.closes_at + timedelta(minutes=1))
    Poll.objects.update(closes_at=poll.opens_at + timedelta(hours=1))
    return Round.objects.get(), receipts.shown(given[0])


def test_a_receipt_is_found_and_all_is_counted_without_leaving_the_browser(
    open_page, served, sealed
):
    round_, receipt = sealed
    page = open_page(f"{served}/opytuvannia/{round_.poll.slug}/perevirka/")
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    page.get_by_label("Код квитанції").fill(receipt.lower())
    page.keyboard.press("Enter")
    found = page.locator("[data-found]")
    expect(found).to_contain_text("Ваш бюлетень є у списку")
    expect(found).to_contain_text("Уранці")
    page.get_by_label("Код квитанції").fill(
        receipt.replace(receipt[0], "X" if receipt[0] != "X" else "K", 1)
    )
    page.keyboard.press("Enter")
    expect(found).to_contain_text("перевірте кожен знак")
    page.get_by_role("button", name="Перерахувати").click()
    expect(page.locator("[data-counted]")).to_contain_text("Усе збігається")
    # Only the list was asked for, by an address that tells nothing.
    assert {method for method, _url in sent} == {"GET"}
    asked = {url for _method, url in sent if "/static/" not in url}
    assert asked == {f"{served}{page.locator('[data-list]').get_attribute('data-list')}"}
    assert page.context.cookies() == []
    assert page.faults == []


def _other_answer(text):
    """One bit of one answer."""
    data = json.loads(text)
    code, answer = next(
        (code, answer)
        for code, answer in data["ballots"][0]["answers"].items()
        if isinstance(answer, str) and len(answer) == 8
    )
    place = text.index(f'"{code}":"{answer}"', text.index('"ballots"')) + len(code) + 4
    return f"{text[:place]}{chr(ord(text[place]) ^ 1)}{text[place + 1 :]}"


def _cut(text):
    return text[: len(text) // 2]


def _total(text):
    data = json.loads(text)
    count = data["count"]
    return text.replace(f'"count": {count}', f'"count": {count + 1}', 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_other_answer, "Контрольна сума списку"),
        (_total, "Бюлетенів не стільки, скільки вказано"),
        (_cut, "Список не вдалося завантажити"),
    ],
)
def test_a_list_that_was_changed_on_its_way_does_not_pass(open_page, served, sealed, change, said):
    round_, _receipt = sealed
    page = open_page(f"{served}/opytuvannia/{round_.poll.slug}/perevirka/")

    def forge(route):
        answer = route.fetch()
        body = change(answer.text())
        assert body != answer.text()
        route.fulfill(response=answer, body=body)

    page.route("**/ballots.json", forge)
    page.route("**/*.json", forge)
    page.get_by_role("button", name="Перерахувати").click()
    counted = page.locator("[data-counted]")
    expect(counted).to_contain_text(said)
    expect(counted).not_to_contain_text("Усе збігається")


def test_on_paper_no_column_of_numbers_is_cut_off(open_page, served, sealed):
    round_, _receipt = sealed
    page = open_page(f"{served}/opytuvannia/{round_.poll.slug}/tury/1/druk/", width=720)
    page.emulate_media(media="print")
    wider = """boxes => boxes.filter((box) => box.scrollWidth > box.clientWidth).length"""
    assert page.locator(".table-box").count() > 5
    assert page.locator(".table-box").evaluate_all(wider) == 0
    # The poster is one sheet, with no empty one behind it.
    page.goto(f"{served}/opytuvannia/{round_.poll.slug}/plakat/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1


# --- Pictures, conditions, «Other», an answer taken back -----------------------------------------------


def test_pictures_conditions_and_other_answers_follow_what_is_chosen(open_page, served, home):
    first = block(
        "picture",
        "Який?",
        *(
            {
                "image": {"image": ImageFactory().pk, "decorative": False, "alt_text": text},
                "text": text,
            }
            for text in ("Міст", "Парк")
        ),
    )
    bridge = code_of(first["value"]["options"][0]["id"])
    second = block(
        "multiple", "Чому?", "Гарний", has_other=True, shown_if=f"{code_of(first['id'])}={bridge}"
    )
    poll = making.poll(first, second, block("short_text", "Ще щось?"), access="everybody")
    page = open_page(f"{served}/opytuvannia/{poll.slug}/", width=320)
    page.locator(".poll").hover()
    waiting.htmx(page)
    page.locator("a[data-hx-get]").click()
    why, none = page.get_by_role("group", name="Чому?"), page.get_by_label("Без відповіді")
    expect(page.get_by_role("radio", name="Міст")).to_be_visible()
    expect(why).to_be_hidden()
    expect(none).to_be_hidden()
    page.get_by_role("img", name="Міст").click()
    expect(why).to_be_visible()
    words = page.get_by_label("«Інше» вашими словами")
    expect(words).to_be_hidden()
    why.get_by_role("checkbox", name="Інше").check()
    words.fill("Бо мій")
    # Taken back: what depended on it is not asked any more, and what was typed there not counted.
    none.check()
    expect(why).to_be_hidden()
    page.get_by_role("img", name="Міст").click()
    expect(words).to_have_value("Бо мій")
    assert faults_in_all_looks(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Проголосувати").click()
    expect(page.get_by_role("heading", name="Дякуємо")).to_be_focused()
    ballot = Ballot.objects.get()
    assert ballot.answers == {code_of(first["id"]): bridge, code_of(second["id"]): ["other"]}
    assert ballot.texts == {code_of(second["id"]): "Бо мій"}


# --- Two languages, one count --------------------------------------------------------------------------


def test_a_vote_in_english_meets_the_ukrainian_ones(open_page, served, home, english):
    asked = block("single", "Коли вам зручно?", "Уранці", "Увечері")
    poll = making.poll(asked, access="everybody", results="live")
    version = poll.copy_for_translation(english)
    version.title, version.live = "When does it suit you?", True
    said = copy.deepcopy(asked)
    said["value"]["text"] = "When?"
    said["value"]["options"][0]["value"] = "In the morning"
    version.questions = Poll._meta.get_field("questions").to_python([said])
    version.save()
    poll = Poll.objects.get(pk=poll.pk)
    for number in range(9):
        making.vote(poll, number)
    page = open_page(f"{served}/en/polls/{poll.slug}/")
    page.locator(".poll").hover()
    waiting.htmx(page)
    page.locator("a[data-hx-get]").click()
    page.get_by_label("In the morning").check()
    page.get_by_role("button", name="Vote").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    renew(poll.current_round)
    assert Ballot.objects.count() == 10
    shown = {}
    for path in (f"/en/polls/{poll.slug}/", f"/opytuvannia/{poll.slug}/"):
        page.goto(f"{served}{path}")
        shown[path] = page.locator(".bars__item--first .bars__value").first.inner_text()
    assert all("10" in value for value in shown.values())
