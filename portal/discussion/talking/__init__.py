"""What readers and writers of a discussion see: its page, its fragment, the forms."""
