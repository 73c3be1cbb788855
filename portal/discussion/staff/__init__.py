"""What staff does with discussions in the admin."""
