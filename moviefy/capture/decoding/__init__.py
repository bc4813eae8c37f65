"""One module for each family of picture formats, and what they share: the budget, and shrinking in strips."""
