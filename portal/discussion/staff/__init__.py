"""What moderators see and do in the admin."""
