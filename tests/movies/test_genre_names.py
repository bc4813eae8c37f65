import pytest

from moviefy.movies.importing.genre_names import read_genres


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Family", "Children"), ("Music", "Musical"), ("Science Fiction", "Sci-Fi"), ("comedy", "Comedy"),
        ("Dramas", "Drama"), ("Comedies", "Comedy"), ("MYSTERIES", "Mystery"), ("Documentaries", "Documentary"),
        ("Film Noir", "Film-Noir"), ("Horror Movies", "Horror"), ("Romantic Movies", "Romance"),
        ("Stand-Up Comedy", "Comedy"), ("Action & Adventure", "Action|Adventure"),
        ("Children & Family Movies", "Children"), ("War & Politics", "War"), ("Biography", "Biography"),
        ("Drama|War|IMAX", "Drama|War"), ("Drama, Comedy;Drama", "Comedy|Drama"), ("", ""),
        ("Comedy|TV Movie|News|Talk-Show|Reality-TV", "Comedy"), ("(no genres listed)", ""),
        ("[{'id': 16, 'name': 'Animation'}, {'id': 1, 'name': \"Children's\"}]", "Animation|Children"),
        ('[{"id": 878, "name": "Science Fiction"}]', "Sci-Fi"), ('["Comedy", "War"]', "Comedy|War"),
        ("['Comedies']", "Comedy"), ("[]", ""), ("[{'id': 1, 'name': 'Carousel", ""), ('{"name": "War"}', "War"),
        ('[{"id": 1, "name": "Com\\u0065dy"}]', "Comedy"), ("[{'name': 'Children\\'s'}]", "Children"),
        ("[{'id': 16, 'name': 'Animation'}, {'id': 35, 'na", "Animation"), ("[{'id': 1}]", ""), ("[null, 3]", ""),
        ("Science  Fiction|science_fiction|SCIENCE-FICTION", "Sci-Fi"), ("Children\u2019s", "Children"),
        ("Action-Adventure", "Action|Adventure"), ("Romantic comedy", "Comedy|Romance"), ("TV Movies", ""),
        ("Historical dramas / Crime thriller", "Crime|Drama|History|Thriller"),
        ("N/A", ""), ("\\N", ""), ("Action/Comedy", "Action|Comedy"), ("dramas\nwesterns", "Drama|Western"),
    ],
)  # fmt: skip
def test_every_source_calls_the_same_thing_the_same(theirs, ours):
    genres = read_genres(theirs)
    assert ("|".join(genres.names), genres.unknown) == (ours, ())


def test_what_nobody_knows_is_kept_apart():
    genres = read_genres("Dramas, Independent Movies, Carousel")
    assert (genres.names, genres.unknown) == (("Drama",), ("Independent Movies", "Carousel"))
    assert read_genres("Black Comedy, TV Dramas").unknown == ("Black Comedy", "TV Dramas")
