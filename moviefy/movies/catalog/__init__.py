"""The film catalog: where films and their facts come from, and how each got its mood."""
