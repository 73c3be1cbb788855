"""How well the search finds: judged questions asked of a scratch index, never of the real one."""
