"""What a reader typed, as it is shown back."""

import unicodedata

# Longer questions are cut: nobody means the two hundredth letter.
LONGEST_QUERY = 200
# Signs of the text that are looked at.
_MOST_READ = 1000


def clean_query(text: str) -> str:
    """The question in one line, without control characters, at most LONGEST_QUERY letters."""
    visible = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[:_MOST_READ]
    )
    return " ".join(visible.split())[:LONGEST_QUERY].rstrip()
