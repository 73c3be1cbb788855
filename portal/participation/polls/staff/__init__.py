"""What staff do with polls in the admin."""
