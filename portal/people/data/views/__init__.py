"""Pages of «my data» and of the security of the account."""
