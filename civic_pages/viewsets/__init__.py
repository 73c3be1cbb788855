"""The editors' lists in the admin."""
