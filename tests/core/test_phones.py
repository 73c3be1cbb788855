import pytest

from portal.core.phones import dialled


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+380 (44) 202-12-34", "+380442021234"),
        ("044 202 12 34", "0442021234"),
        ("15-51", "1551"),
        ("+380 44 202 12 34, дод. 5", "+380442021234"),
        ("(04563) 5-11-11 вн. 12", "0456351111"),
        ("", ""),
        ("немає", ""),
    ],
)
def test_a_number_is_dialled_without_what_people_write_around_it(written, number):
    assert dialled(written) == number
