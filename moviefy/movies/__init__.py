"""A mood becomes films: the catalog, the classifier that labels it, and the recommender."""
