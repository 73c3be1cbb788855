"""A pretended hub and a pretended decrypting service that speak the real protocol, errors included.

For development and tests alone: mounted under /fake-identity/ only with FAKE_IDENTITY, which production
never has, and production refuses addresses that lead to it.
"""
