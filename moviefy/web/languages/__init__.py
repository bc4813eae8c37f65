"""The languages of the pages: which one a visitor gets, its catalog of words, and what scripts say."""
