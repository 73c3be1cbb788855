"""What a reader typed, shown back."""

import pytest

from search.text import LONGEST_QUERY, clean_query


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  зелені \n\t зони ", "зелені зони"),
        ("зелені\x00зони", "зелені зони"),
        ("а\u200fб\u202eв", "а б в"),
        ("x" * 10_000, "x" * LONGEST_QUERY),
        ("", ""),
        ("\x00\u200b \n", ""),
    ],
)
def test_a_question_is_shown_in_one_clean_line(typed, shown):
    assert clean_query(typed) == shown
