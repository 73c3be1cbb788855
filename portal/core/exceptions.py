"""What the rules of the content forbid."""


class Refusal(Exception):
    """An act that is refused, with the reason and a way out in words an editor understands.

    In the admin a middleware turns it into a message; in code it is an error like any other.
    """

    def __init__(self, message: str, *, links: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        # Address and label of each way out.
        self.links = links
