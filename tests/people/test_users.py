"""The account's own row: one object does not undo what another has written."""

import pytest
from django.db import DatabaseError

from portal.people.models import User
from tests.people.duties import fresh, person


def test_a_whole_save_writes_what_it_changed(db):
    user = person()
    older = fresh(user)
    User.objects.filter(pk=user.pk).update(email="nova@example.org", level=30, rights_version=7)
    older.set_password("довгий пароль 2026")
    older.save()
    stored = fresh(user)
    assert stored.check_password("довгий пароль 2026")
    assert (stored.email, stored.level, stored.rights_version) == ("nova@example.org", 30, 7)


def test_the_same_object_saves_again(db):
    user = fresh(person())
    for name in ("Оля", "Леся"):
        user.first_name = name
        user.save()
        assert fresh(user).first_name == name


def test_an_object_read_anew_knows_what_is_stored(db):
    user = fresh(person())
    user.last_name = "Мельник"
    User.objects.filter(pk=user.pk).update(first_name="Ганна")
    user.refresh_from_db()
    user.last_name = "Гай"
    user.save()
    assert fresh(user).get_full_name() == "Ганна Гай"


def test_nothing_changed_is_nothing_written(db, django_assert_num_queries):
    user = fresh(person())
    with django_assert_num_queries(0):
        user.save()


def test_part_of_an_account_is_saved_as_before(db):
    user = User.objects.only("first_name").get(pk=person().pk)
    user.first_name = "Ганна"
    user.save()
    assert fresh(user).get_full_name() == "Ганна Коваль"


def test_an_account_that_is_gone_is_not_made_anew(db):
    user = fresh(person())
    User.objects.filter(pk=user.pk).delete()
    user.first_name = "Ганна"
    with pytest.raises(DatabaseError):
        user.save()
