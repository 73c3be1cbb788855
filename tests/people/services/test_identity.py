from datetime import date

import pytest
from django.utils import timezone

from portal.people.data.shell import make_shell
from portal.people.enums import Level
from portal.people.identity.facts import ProvedFacts, hashes_of
from portal.people.identity.fake.people import number
from portal.people.models import Identity, User
from portal.people.services.identity import (
    AccountGone,
    OtherPerson,
    PersonTaken,
    attach,
    detach,
    user_of,
)
from portal.places.models import District

ONE, OTHER = number(date(1987, 4, 12), 1234), number(date(1961, 11, 3), 4021)


@pytest.fixture
def resident(db):
    return User.objects.create_user("resident@example.org")


@pytest.fixture
def neighbour(db):
    return User.objects.create_user("neighbour@example.org")


def facts(digits=ONE, **changes):
    known = {
        "hashes": hashes_of(digits),
        "last_name": "Коваленко",
        "first_name": "Олена",
        "middle_name": "",
        "birth_date": date(1987, 4, 12),
        "district_id": None,
        "level": Level.IDENTITY,
        "source": "gov-ua",
    }
    return ProvedFacts(**(known | changes))


def test_an_account_and_a_person_are_joined(resident):
    attach(user=resident, facts=facts())
    assert resident.level == Level.IDENTITY
    assert user_of(facts()) == resident
    assert user_of(facts(OTHER)) is None


def test_one_person_has_one_account(resident, neighbour):
    attach(user=resident, facts=facts())
    with pytest.raises(PersonTaken):
        attach(user=neighbour, facts=facts())
    with pytest.raises(OtherPerson):
        attach(user=resident, facts=facts(OTHER))
    assert Identity.objects.count() == 1


def test_two_confirmed_people_do_not_change_places(resident, neighbour):
    attach(user=resident, facts=facts())
    attach(user=neighbour, facts=facts(OTHER))
    with pytest.raises(PersonTaken):
        attach(user=resident, facts=facts(OTHER))


@pytest.mark.parametrize("has_left", [False, True])
def test_an_account_that_is_gone_gets_no_person(resident, has_left):
    if has_left:
        make_shell(resident, timezone.now())
    else:
        User.objects.update(is_active=False)
    with pytest.raises(AccountGone):
        attach(user=resident, facts=facts())
    assert not Identity.objects.exists()


def test_a_weaker_proof_changes_nothing_a_stronger_one_all(resident):
    attach(user=resident, facts=facts(level=Level.DESK, source="desk", first_name="Альона"))
    attach(user=resident, facts=facts())
    attach(user=resident, facts=facts(level=Level.DESK, source="desk", first_name="Альона"))
    identity = Identity.objects.get()
    assert (identity.first_name, identity.level, identity.source) == (
        "Олена", Level.IDENTITY, "gov-ua",
    )  # fmt: skip


def test_a_proof_that_says_less_does_not_take_back_what_is_known(resident, home):
    podil = District.objects.create(name="Подільський", locale=home.locale)
    attach(user=resident, facts=facts(district_id=podil.pk))
    attach(user=resident, facts=facts(birth_date=None, last_name="Мельник"))
    identity = Identity.objects.get()
    assert (identity.district, identity.birth_date) == (podil, date(1987, 4, 12))
    assert identity.last_name == "Мельник"


@pytest.mark.parametrize("level", [Level.DESK, Level.IDENTITY])
def test_a_person_is_known_under_an_old_key_and_written_under_the_new(resident, settings, level):
    attach(user=resident, facts=facts())
    old = Identity.objects.get()
    settings.PERSON_HASH_KEY, settings.PERSON_HASH_KEY_FALLBACKS = "another", ["tests only"]
    assert user_of(facts()) == resident
    attach(user=resident, facts=facts(level=level))
    new = Identity.objects.get()
    assert new.pk == old.pk
    assert new.person_hash != old.person_hash
    assert new.key_id != old.key_id
    settings.PERSON_HASH_KEY_FALLBACKS = []
    assert user_of(facts()) == resident


def test_under_an_old_key_a_person_still_has_one_account(resident, neighbour, settings):
    attach(user=resident, facts=facts())
    settings.PERSON_HASH_KEY, settings.PERSON_HASH_KEY_FALLBACKS = "another", ["tests only"]
    with pytest.raises(PersonTaken):
        attach(user=neighbour, facts=facts())


def test_the_person_is_told_once(resident, mailoutbox):
    attach(user=resident, facts=facts(level=Level.DESK, source="desk"))
    attach(user=resident, facts=facts(level=Level.DESK, source="desk"))
    assert len(mailoutbox) == 1
    attach(user=resident, facts=facts())
    assert len(mailoutbox) == 2
    assert "Коваленко" not in mailoutbox[0].body


def test_a_detached_person_may_confirm_another_account(resident, neighbour):
    attach(user=resident, facts=facts())
    detach(identity=Identity.objects.get(), actor=neighbour)
    resident.refresh_from_db()
    assert resident.level < Level.DESK
    attach(user=neighbour, facts=facts())
    assert user_of(facts()) == neighbour


def test_either_script_of_a_series_is_the_same_person():
    assert hashes_of("КМ 104377") == hashes_of("KM104377")
    assert hashes_of("КМ104377") != hashes_of("КМ104378")


def test_waiting_facts_survive_the_database():
    known = facts()
    assert ProvedFacts.from_json(known.to_json()) == known
    assert "Коваленко" not in repr(known)
