"""What comes in from outside: pictures are cleaned, documents checked, oversize refused early."""
