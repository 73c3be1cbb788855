"""allauth's letters in the portal's words."""

from portal.people.accounts.mails import LETTERS


def test_a_letter_says_why_its_person_gets_it():
    assert "ввели цю адресу" in LETTERS["account/email/login_code"].note
    assert "ввели цю адресу" in LETTERS["account/email/account_already_exists"].note
    assert "стосується вашого облікового запису" in LETTERS["account/email/password_set"].note
    assert "стосується вашого облікового запису" in LETTERS["mfa/email/webauthn_added"].note
