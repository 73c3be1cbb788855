"""Answering a poll: the form, guests, the receipt, another answer by a receipt.

What was answered goes from the request into `services.ballots` and nowhere else: into no session, message,
letter, address or log line.
"""
