"""Films of other sources as catalog facts, and what we say ourselves about those that we have."""
