"""Proof of who a person is by a state service: providers, the way there and back, what is kept."""
