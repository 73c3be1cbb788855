"""What people say of themselves, what they ask to be, and the pages of experts and officials."""
