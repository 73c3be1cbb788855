from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.people.enums import Document, Level
from portal.people.identity.facts import ProvedFacts, hashes_of
from portal.people.identity.fake.people import number
from portal.people.models import User
from portal.people.services import desk
from tests.people.identity.conftest import make_member

BORN = date(1987, 4, 12)
NUMBER = number(BORN, 1234)


def make_user(email, *codenames):
    user = make_member(email)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def clerk(db):
    return make_user("clerk@example.org", "access_admin", "verify_at_desk")


@pytest.fixture
def reviewer(db):
    return make_user("reviewer@example.org", "access_admin", "review_desk_checks")


@pytest.fixture
def resident(db):
    return make_user("resident@example.org")


def seen(**changes):
    facts = {
        "number": NUMBER,
        "last_name": "Коваленко",
        "first_name": "Олена",
        "middle_name": "Петрівна",
        "birth_date": BORN,
        "district_id": None,
        "document": Document.PASSPORT_CARD,
        "checked_on": timezone.localdate(),
    }
    return desk.SeenDocument(**(facts | changes))


def electronic(level=Level.IDENTITY, given="Олена"):
    return ProvedFacts(
        hashes=hashes_of(NUMBER),
        last_name="Коваленко",
        first_name=given,
        middle_name="",
        birth_date=BORN,
        district_id=None,
        level=level,
        source="gov-ua",
    )


def typed(**changes):
    fields = {
        "email": "resident@example.org",
        "last_name": "КОВАЛЕНКО",
        "first_name": "ОЛЕНА",
        "middle_name": "",
        "birth_date": "12.04.1987",
        "person_number": NUMBER,
        "document": "passport_card",
        "checked_on": timezone.localdate().strftime("%d.%m.%Y"),
        "district": "",
    }
    return fields | changes
