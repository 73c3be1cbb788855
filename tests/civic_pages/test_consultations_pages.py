"""One consultation: its term, stages, contacts, report, in both languages; feeds."""

import json
import re
from datetime import date

import pytest

from civic_pages.models import ConsultationPage
from portal.places.models import Audience, Topic
from tests.civic_pages.conftest import kyiv
from tests.civic_pages.reading import fresh_until, html, main, rows, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation(ask, department, home):
    return ask(
        "Правила утримання зелених зон",
        kyiv(2019, 5, 20, 9),
        kyiv(2019, 6, 6, 18),
        question="Як доглядати парки й сквери?",
        lead="Місто питає мешканців.",
        department=department,
        topics=[Topic.objects.create(locale=home.locale, name="Екологія")],
        audiences=[Audience.objects.create(locale=home.locale, name="Мешканці")],
        legal_basis="Постанова № 996",
        legal_basis_url="https://zakon.rada.gov.ua/laws/show/996-2010-п",
        contact_name="Кириленко Оксана Іванівна",
        contact_phone="+380 (44) 202-00-00",
        contact_email="kyrylenko@example.org",
        report_due_on=date(2019, 7, 4),
        body=[("text", "<p>Чому питаємо.</p>")],
        first_published_at=kyiv(2019, 5, 17, 9),
    )


def test_a_consultation_says_everything_one_needs_to_answer(client, consultation):
    markup = main(client, consultation.url)
    text = words(markup)
    for expected in (
        "Завершується Електронна консультація",
        "Як доглядати парки й сквери?",
        "3 дні до завершення приймаємо до 6 червня 2019 р., 18:00",
        "Проводить Управління екології",
        "Учасники Мешканці",
        "Район Усе місто",
        "Підстава Постанова № 996",
        "Результати оприлюднимо тут до 4 липня 2019 р.",
        "Відповідальна особа Кириленко Оксана Іванівна",
        "Поштою Управління екології вул. Турівська, 28",
        "Анонімні пропозиції не розглядають",
        "Чому питаємо.",
    ):
        assert expected in text, expected
    for link in (
        'href="mailto:kyrylenko@example.org"',
        'href="mailto:kyrylenko@example.org?subject=%D0%9F',
        'href="tel:+380442020000"',
        'href="https://zakon.rada.gov.ua/laws/show/996-2010-п"',
        'href="/konsultatsii/?topic=ekolohiia"',
        'href="#uchast"',
        f'href="{consultation.url}druk/"',
    ):
        assert link in markup, link
    assert "<form" not in markup


def stages(markup):
    return [
        (kind.strip(), words(name).strip())
        for kind, name in re.findall(
            r'stages__item ?(?:stages__item--)?(\w*)"[^>]*>(.*?)</li>', markup, re.DOTALL
        )
    ]


@pytest.mark.parametrize(
    "case",
    [
        (kyiv(2019, 5, 18), "Заплановано", "20 травня почнеться", 0),
        (kyiv(2019, 5, 20, 9), "Триває прийом пропозицій", "17 днів лишилося", 1),
        (kyiv(2019, 6, 3), "Завершується", "3 дні до завершення", 1),
        (kyiv(2019, 6, 6, 18), "Опрацювання пропозицій", "6 червня, прийом завершено", 2),
    ],
)
def test_a_consultation_turns_with_the_clock(client, consultation, at, case):
    now, state, figure, stage = case
    at(now)
    markup = main(client, consultation.url)
    assert f"{state}</span>" in markup
    assert figure in words(markup)
    kinds = [kind for kind, _name in stages(markup)]
    assert kinds == ["done"] * stage + ["now"] + [""] * (3 - stage)
    assert ("mailto:kyrylenko@example.org?subject=" in markup) is (stage == 1)


def test_stages_say_when(client, consultation):
    assert [name for _kind, name in stages(main(client, consultation.url))] == [
        "Оголошення: зроблено 17 травня 2019 р.",
        "Прийом пропозицій до 6 червня 2019 р., 18:00",
        "Опрацювання",
        "Звіт до 4 липня 2019 р.",
    ]


def test_the_report_ends_a_consultation(client, consultation, at):
    at(kyiv(2019, 6, 20, 12))
    consultation.outcome = [("text", "<p>61 пропозицію враховано.</p>")]
    consultation.save_revision().publish()
    markup = main(client, consultation.url)
    assert "Звіт оприлюднено</span>" in markup
    assert "20 червня, звіт" in words(markup)
    assert 'href="#zvit"' in markup
    assert markup.index("61 пропозицію враховано.") < markup.index("Чому питаємо.")
    assert "Результати оприлюднимо тут" not in markup
    assert stages(markup)[3] == ("now", "Звіт 20 червня 2019 р., 12:00")


@pytest.mark.parametrize(
    ("genitive", "heading"),
    [("", "Звіт"), ("Управління екології", "Звіт Управління екології")],
)
@pytest.mark.parametrize("on_paper", [False, True])
def test_whose_report_it_is_stands_in_the_form_that_an_editor_gave(
    client, consultation, department, at, genitive, heading, on_paper
):
    at(kyiv(2019, 6, 20, 12))
    department.genitive = genitive
    department.save()
    consultation.department = department
    consultation.outcome = [("text", "<p>61 пропозицію враховано.</p>")]
    consultation.save_revision().publish()
    path = f"{consultation.url}druk/" if on_paper else consultation.url
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", client.get(path).content.decode())
    assert [each for each in headings if each.startswith("Звіт")] == [heading]


def test_an_english_report_has_no_ukrainian_case(client, consultation, department, at, translated):
    at(kyiv(2019, 6, 20, 12))
    department.genitive = "Управління екології"
    department.save()
    consultation.department = department
    consultation.outcome = [("text", "<p>61 пропозицію враховано.</p>")]
    consultation.save_revision().publish()
    english = translated(consultation, title="Rules")
    html = client.get(english.url).content.decode()
    assert ">Report</h2>" in html


def test_its_page_lives_until_the_figure_turns(client, consultation, at):
    assert fresh_until(client.get(consultation.url)) == kyiv(2019, 6, 4).timestamp()
    at(kyiv(2019, 6, 6, 12, 20))
    assert fresh_until(client.get(consultation.url)) == kyiv(2019, 6, 6, 13).timestamp()


def test_without_a_contact_of_its_own_the_departments_stands(client, consultation):
    ConsultationPage.objects.filter(pk=consultation.pk).update(
        contact_email="", contact_phone="", contact_name=""
    )
    markup = main(client, consultation.url)
    assert 'href="mailto:ekolohiia@example.org?subject=' in markup
    assert 'href="tel:+380442021234"' in markup


def test_the_version_for_paper_has_term_contacts_and_text(client, consultation):
    text = words(html(client, f"{consultation.url}druk/"))
    for expected in (
        "Прийом пропозицій 20 травня 2019 р., 09:00 – 6 червня 2019 р., 18:00",
        "Кириленко Оксана Іванівна",
        "Чому питаємо.",
    ):
        assert expected in text


def test_english_readers_read_times_from_the_original(client, consultation, translated, at):
    page = translated(consultation, title="Green spaces", question="How to care for parks?")
    text = words(main(client, page.url))
    assert "3 days until the end proposals are taken until 6 June 2019, 18:00" in text
    assert "Electronic consultation" in text
    at(kyiv(2019, 6, 20, 12))
    consultation.outcome = [("text", "<p>Враховано.</p>")]
    consultation.save_revision().publish()
    markup = main(client, page.url)
    assert "Report published</span>" in markup
    assert f'href="{consultation.url}#zvit" lang="uk" hreflang="uk"' in markup
    assert "Враховано." not in markup


def test_the_english_agenda_shows_the_untranslated_in_ukrainian(
    client, consultation, ask, translated, consultation_index
):
    ask("Без перекладу", kyiv(2019, 5, 20, 9), kyiv(2019, 6, 15, 18))
    translated(consultation, title="Green spaces")
    translated(consultation_index, title="Consultations")
    markup = main(client, "/en/consultations/")
    assert rows(markup) == ["Green spaces", "Без перекладу"]
    assert re.search(r'lang="uk" hreflang="uk">Без', markup)
    assert "2 consultations, 2 await proposals" in words(markup)
    assert rows(main(client, "/en/consultations/?state=open")) == ["Green spaces", "Без перекладу"]


def test_feeds_tell_of_new_consultations(client, consultation, ask):
    ask("Звіт", kyiv(2018, 4, 1, 9), kyiv(2018, 4, 30, 18))
    data = client.get("/konsultatsii/feed.json").json()
    assert data["items"][0]["title"] == "Правила утримання зелених зон"
    assert data["items"][0]["content_text"] == (
        "Як доглядати парки й сквери? Прийом пропозицій: 20 травня 2019 р., 09:00 – "
        "6 червня 2019 р., 18:00. Місто питає мешканців."
    ).replace("\xa0", " ")
    narrowed = client.get("/konsultatsii/rss/?state=open")
    assert "Правила утримання" in narrowed.content.decode()
    assert ">Звіт<" not in narrowed.content.decode()
    assert fresh_until(narrowed) == kyiv(2019, 6, 4).timestamp()
    assert client.get("/konsultatsii/atom/?state=nemaie").status_code == 404


def test_terms_of_a_page_are_those_of_the_readers_language(
    client, consultation, department, translated, english
):
    for term, name in (
        (department, "Department of Ecology"),
        (consultation.topics.get(), "Ecology"),
    ):
        copy = term.copy_for_translation(english)
        copy.name = name
        copy.save()
    page = translated(consultation, title="Green spaces")
    markup = main(client, page.url)
    assert "Held by Department of Ecology Format" in words(markup)
    # The address key stays that of the original.
    assert re.search(r'href="[^"]*\?topic=ekolohiia">Ecology<', markup)
    assert re.search(r'lang="uk">Мешканці<', markup)


# A translation asks for the key of its original, by which the search within it goes.
@pytest.mark.parametrize(("language", "queries"), [("uk", 8), ("en", 9)])
def test_a_page_costs_little_in_both_languages(
    client, consultation, translated, django_assert_max_num_queries, language, queries
):
    page = consultation if language == "uk" else translated(consultation, title="Green spaces")
    client.get(page.url)
    with django_assert_max_num_queries(queries):
        html(client, page.url)


def structured(client, path):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
    return [data for data in map(json.loads, found) if data["@type"] == "Event"]


def test_robots_get_its_term(client, consultation, department):
    (data,) = structured(client, consultation.url)
    assert data["startDate"] == "2019-05-20T09:00:00+03:00"
    assert data["endDate"] == "2019-06-06T18:00:00+03:00"
    assert data["description"] == "Як доглядати парки й сквери?"
    assert data["organizer"]["name"] == department.name
    assert data["location"] == [{"@type": "VirtualLocation", "url": data["url"]}]
    assert data["url"].endswith(consultation.url)


@pytest.mark.parametrize("missing", ["opens_at", "closes_at"])
def test_robots_get_nothing_without_a_term(client, consultation, missing):
    ConsultationPage.objects.filter(pk=consultation.pk).update(**{missing: None})
    assert structured(client, consultation.url) == []
