"""What others hear of polls. Sent inside the transaction; nothing tells who or what."""

from django.dispatch import Signal

# round: a ballot came or was changed.
ballot_cast = Signal()
# round: the count of a round stands.
round_sealed = Signal()
