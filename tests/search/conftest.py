"""What tests of search need."""
