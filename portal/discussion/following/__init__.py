"""Following discussions: who wants to hear of what, the letters, and the ways to end them."""
