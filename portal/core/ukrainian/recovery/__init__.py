"""What a query may mean whose words the index does not hold.

`repair.understand` is the whole; the other modules are its means, and know nothing of an index:
`layout` (the wrong keyboard), `russian` and `latin` (other letters), `spelling` (typing errors).
"""
