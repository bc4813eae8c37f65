"""Sentences that can be said in every language, and the catalogs that say how."""

from moviefy.wording.sentences import Listed, Sentence, _, n_, p_, upper_first

__all__ = ["Listed", "Sentence", "_", "n_", "p_", "upper_first"]
