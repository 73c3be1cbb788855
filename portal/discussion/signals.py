"""What other parts of the room do when a comment changes, in the same transaction."""

from django.dispatch import Signal

# sender: Comment; comment; before: State or None for a new one; first: whether it was published for the
# first time just now. Sent after every change of state and of text, under the discussion's lock.
comment_changed = Signal()
