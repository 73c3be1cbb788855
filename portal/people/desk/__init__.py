"""Checking a document at a desk: the clerk's side in the admin, the person's page for the code."""
