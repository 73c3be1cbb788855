import pytest

from portal.people.identity.districts import district_of
from portal.places.models import District


@pytest.fixture
def districts(home):
    return {
        name: District.objects.create(name=name, locale=home.locale)
        for name in ("Подільський", "Дарницький район", "Шевченківський")
    }


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("м. Київ, Подільський р-н, вул. Костянтинівська, 9", "Подільський"),
        ("М.КИЇВ, ПОДІЛЬСЬКИЙ РАЙОН, ВУЛ. МЕЖИГІРСЬКА", "Подільський"),
        ("Україна, м. Київ, р-н Дарницький, вул. Подільська, 2", "Дарницький район"),
        ("мешканець Шевченківського району, Київ", "Шевченківський"),
    ],
)
def test_a_proven_address_names_its_district(districts, address, name):
    assert district_of(address) == districts[name]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "м. Київ, вул. Подільська, 2",
        "м. Харків, Шевченківський район, вул. Шевченка, 1",
        "Київська обл., Шевченківський р-н, с. Нове",
        "м. Київ, Подільський район, Дарницький район",
        "м. Київ, район невідомий",
        "м. Київ, Вигаданий р-н",
    ],
)
def test_when_unsure_there_is_no_district(districts, address):
    assert district_of(address) is None


def test_without_the_citys_name_nothing_is_proven(districts, settings):
    settings.CITY_NAME = ""
    assert district_of("м. Київ, Подільський р-н") is None


def test_districts_in_english_are_not_asked(districts, django_assert_num_queries):
    district_of("м. Київ, Подільський р-н")
    with django_assert_num_queries(1):
        district_of("м. Київ, Подільський р-н")
