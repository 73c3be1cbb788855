"""A document checked at a desk: codes, and what the service makes of a check."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.people.desk.codes import ALPHABET, as_shown, as_typed, new_code
from portal.people.enums import Level
from portal.people.identity.fake.people import number
from portal.people.models import DeskCheck, Identity, User
from portal.people.services import desk
from portal.people.services.identity import PersonTaken, attach
from tests.people.desk.conftest import BORN, electronic, make_user, seen

# --- Codes -----------------------------------------------------------------------------------------


def test_codes_have_eight_signs_that_nobody_mistakes():
    code = new_code()
    assert len(code) == 8
    assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1ILS5B8Z2UV")


@pytest.mark.parametrize("text", ["ACEH-KM47", " aceh km47 ", "АСЕН-КМ47", "асенкм47"])
def test_codes_may_be_typed_in_either_script(text):
    assert as_typed(text) == "ACEHKM47"
    assert as_shown("ACEHKM47") == "ACEH-KM47"


# --- The service -------------------------------------------------------------------------------------


def test_a_recorded_check_counts_once_its_code_is_entered(clerk, resident, mailoutbox):
    recorded = desk.record_check(clerk=clerk, email="Resident@Example.org", seen=seen())
    resident.refresh_from_db()
    assert resident.level == Level.EMAIL
    assert not Identity.objects.exists()
    identity = desk.confirm_check(user=resident, code=as_shown(recorded.code).lower())
    assert resident.level == Level.DESK
    assert (identity.source, identity.birth_date) == ("desk", BORN)
    assert [mail.to for mail in mailoutbox] == [["resident@example.org"]]
    acts = list(ModelLogEntry.objects.order_by("pk").values_list("action", "user_id"))
    assert ("people.desk_record", clerk.pk) in acts
    assert ("people.desk_confirm", resident.pk) in acts
    assert not any("Коваленко" in entry.label for entry in ModelLogEntry.objects.all())


def test_an_account_is_made_where_there_is_none(clerk):
    recorded = desk.record_check(clerk=clerk, email="New@example.org", seen=seen())
    user = User.objects.get(email="new@example.org")
    assert recorded.is_new_account
    assert not user.has_usable_password()
    assert user.level == Level.GUEST
    assert not EmailAddress.objects.get(user=user).verified


def test_two_clerks_with_one_new_address_make_one_account(clerk, monkeypatch):
    User.objects.create_user("new@example.org")
    look, looks = User.objects.select_for_update, []

    def a_moment_too_early():
        looks.append(1)
        return User.objects.none() if len(looks) == 1 else look()

    monkeypatch.setattr(User.objects, "select_for_update", a_moment_too_early)
    recorded = desk.record_check(clerk=clerk, email="new@example.org", seen=seen())
    assert not recorded.is_new_account
    assert User.objects.filter(email="new@example.org").count() == 1


def test_only_who_may_check_records(resident, reviewer):
    for person in (resident, reviewer):
        with pytest.raises(PermissionDenied):
            desk.record_check(clerk=person, email="new@example.org", seen=seen())
    assert not User.objects.filter(email="new@example.org").exists()


def test_nobody_checks_themself(clerk):
    with pytest.raises(desk.OwnCheck):
        desk.record_check(clerk=clerk, email=clerk.email, seen=seen())
    attach(user=clerk, facts=electronic(Level.DESK))
    with pytest.raises(desk.OwnCheck):
        desk.record_check(clerk=clerk, email="second@example.org", seen=seen())
    assert not User.objects.filter(email="second@example.org").exists()


def test_a_person_confirmed_elsewhere_is_not_checked_again(clerk, resident):
    attach(user=resident, facts=electronic())
    for email in ("new@example.org", resident.email):
        with pytest.raises(desk.ConfirmedAlready):
            desk.record_check(clerk=clerk, email=email, seen=seen())
    assert not DeskCheck.objects.exists()


def test_an_account_of_another_person_is_not_given_away(clerk, resident):
    attach(user=resident, facts=electronic(Level.DESK))
    other = seen(number=number(date(1961, 11, 3), 4021), birth_date=date(1961, 11, 3))
    with pytest.raises(desk.AccountTaken):
        desk.record_check(clerk=clerk, email=resident.email, seen=other)


def test_an_account_has_one_open_check(clerk, resident):
    desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    with pytest.raises(desk.CheckOpen):
        desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    DeskCheck.objects.update(expires_at=timezone.now())
    assert desk.record_check(clerk=clerk, email=resident.email, seen=seen()).check.pk
    assert DeskCheck.objects.filter(revoked_at=None).count() == 1


def test_five_tries_and_the_code_is_gone(clerk, resident):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(desk.WrongCode) as caught:
            desk.confirm_check(user=resident, code="AAAAAAAA")
        assert caught.value.tries_left == left
    with pytest.raises(desk.CodeOver):
        desk.confirm_check(user=resident, code=recorded.code)
    assert not Identity.objects.exists()


def test_a_code_lives_fourteen_days_and_is_used_once(clerk, resident):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    assert recorded.check.expires_at - timezone.now() <= timedelta(days=14)
    DeskCheck.objects.update(expires_at=timezone.now())
    with pytest.raises(desk.CodeOver):
        desk.confirm_check(user=resident, code=recorded.code)
    DeskCheck.objects.update(expires_at=timezone.now() + timedelta(days=1))
    desk.confirm_check(user=resident, code=recorded.code)
    with pytest.raises(desk.NoOpenCheck):
        desk.confirm_check(user=resident, code=recorded.code)


def test_a_code_is_of_one_account(clerk, resident, reviewer):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    with pytest.raises(desk.NoOpenCheck):
        desk.confirm_check(user=reviewer, code=recorded.code)


def test_a_code_of_before_the_keys_were_changed_is_not_taken(clerk, resident, settings):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    settings.PERSON_HASH_KEY, settings.PERSON_HASH_KEY_FALLBACKS = "another", ["tests only"]
    with pytest.raises(desk.CodeOver):
        desk.confirm_check(user=resident, code=recorded.code)
    assert desk.record_check(clerk=clerk, email=resident.email, seen=seen()).code


def test_who_was_confirmed_elsewhere_meanwhile_stays_one_person(clerk, resident, reviewer):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    attach(user=reviewer, facts=electronic())
    with pytest.raises(PersonTaken):
        desk.confirm_check(user=resident, code=recorded.code)
    resident.refresh_from_db()
    assert resident.level == Level.EMAIL
    assert DeskCheck.objects.get().used_at is None


def test_the_state_outranks_the_desk(clerk, resident):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    attach(user=resident, facts=electronic(given="Олєна"))
    identity = desk.confirm_check(user=resident, code=recorded.code)
    resident.refresh_from_db()
    assert (resident.level, identity.first_name, identity.source) == (
        Level.IDENTITY, "Олєна", "gov-ua",
    )  # fmt: skip
    desk.revoke_check(check=DeskCheck.objects.get(), actor=clerk)
    resident.refresh_from_db()
    assert resident.level == Level.IDENTITY


def test_a_revoked_check_takes_the_level_with_it(clerk, resident, mailoutbox):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    desk.confirm_check(user=resident, code=recorded.code)
    before = User.objects.get(pk=resident.pk).rights_version
    desk.revoke_check(check=recorded.check, actor=clerk)
    resident.refresh_from_db()
    assert resident.level == Level.EMAIL
    assert resident.rights_version > before
    assert not Identity.objects.exists()
    assert len(mailoutbox) == 2
    desk.revoke_check(check=recorded.check, actor=clerk)
    assert ModelLogEntry.objects.filter(action="people.desk_revoke").count() == 1


def test_checks_that_nobody_confirmed_are_forgotten(clerk, resident):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    desk.record_check(
        clerk=clerk, email="new@example.org", seen=seen(number="КМ104377", birth_date=BORN)
    )
    desk.confirm_check(user=resident, code=recorded.code)
    assert desk.forget_unused() == 0
    DeskCheck.objects.update(expires_at=timezone.now() - timedelta(days=91))
    assert desk.forget_unused() == 1
    assert DeskCheck.objects.get() == recorded.check


def test_a_revoked_code_is_not_taken(clerk, resident, reviewer):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    desk.revoke_check(check=recorded.check, actor=reviewer)
    with pytest.raises(desk.NoOpenCheck):
        desk.confirm_check(user=resident, code=recorded.code)


def test_others_checks_are_not_revoked(clerk, resident):
    recorded = desk.record_check(clerk=clerk, email=resident.email, seen=seen())
    colleague = make_user("colleague@example.org", "verify_at_desk")
    for actor in (colleague, resident):
        with pytest.raises(PermissionDenied):
            desk.revoke_check(check=recorded.check, actor=actor)
    assert DeskCheck.objects.get().revoked_at is None
