"""Real posters, and where to watch, from The Movie Database (TMDB), if a key is set.

This process fetches everything and keeps it in memory for a day at most; visitors' browsers contact nobody else. No
request waits longer than :data:`LIMIT_S`; a result that comes later is there for the next one.
"""

import json
import re
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from typing import Any, TypeVar

from cachetools import Cache, TTLCache

from moviefy.errors import TmdbUnavailable
from moviefy.movies.catalog.movie import Movie
from moviefy.movies.tmdb.circuit_breaker import REFUSED, TOO_MANY, CircuitBreaker
from moviefy.movies.tmdb.http import SLOW, Fetcher, Response
from moviefy.movies.tmdb.parsing import (
    Match,
    WatchOptions,
    match_by_imdb_id,
    match_by_title,
    picture_type,
    watch_options,
)

LIMIT_S = 2.0
WORKERS = 6
MAX_JSON_BYTES = 512 * 1024
MAX_PICTURE_BYTES = 1024 * 1024
CACHED_PICTURE_BYTES = 24 * 1024 * 1024
CACHED_FILMS = 20_000
CACHED_WATCH_OPTIONS = 2_000
ONE_DAY_S = 24 * 3600
POSTER_WIDTH = "w342"
NOTICE = "This website uses TMDB and the TMDB APIs but is not endorsed, certified, or otherwise approved by TMDB."
"""As TMDB's terms of use word it."""

JUSTWATCH_SITE = "https://www.justwatch.com/"
NOT_FOUND = 404
MISSING = object()
IMDB_ID = re.compile(r"tt\d{7,9}")
T = TypeVar("T")


@dataclass(frozen=True)
class Picture:
    """A poster as TMDB has it: media type and bytes."""

    media_type: str
    data: bytes


class Tmdb:
    """TMDB behind caches and limits; shared between threads.

    Args:
        key: an API key (32 characters) or a read access token (a longer text with dots).
        api_url: address of the API, without a slash at its end; images_url: address of the pictures.
        country: ISO 3166-1 code of two letters; where to watch is looked up for this country.
    """

    def __init__(self, key: str, *, api_url: str, images_url: str, country: str) -> None:
        is_token = "." in key
        self._headers = {"Authorization": f"Bearer {key}"} if is_token else {}
        self._fields = {} if is_token else {"api_key": key}
        self._api_url, self._images_url, self.country = api_url, images_url, country
        self._fetcher = Fetcher(LIMIT_S, WORKERS)
        self._breaker = CircuitBreaker()
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="tmdb")
        self._lock = threading.Lock()
        self._matches: Cache[Hashable, Any] = TTLCache(CACHED_FILMS, ONE_DAY_S)
        self._watch: Cache[Hashable, Any] = TTLCache(CACHED_WATCH_OPTIONS, ONE_DAY_S)
        self._pictures: Cache[Hashable, Any] = TTLCache(CACHED_PICTURE_BYTES, ONE_DAY_S, getsizeof=_size)

    def poster(self, movie: Movie) -> Picture | None:
        """The film's poster; None if TMDB does not have the film or a poster of it.

        Raises:
            TmdbUnavailable: TMDB is unavailable.
        """
        return self._asked_in_time(self._pictures, movie, self._picture_of)

    def where_to_watch(self, movie: Movie) -> WatchOptions | None:
        """Where the film can be watched in :attr:`country`; None if TMDB does not have the film.

        Raises:
            TmdbUnavailable: TMDB is unavailable.
        """
        return self._asked_in_time(self._watch, movie, self._watch_options_of)

    def close(self) -> None:
        """Cancel pending requests and close every connection."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._fetcher.close()

    def _asked_in_time(self, cache: Cache[Hashable, Any], movie: Movie, ask: Callable[[Movie], T]) -> T:
        """The cached value, or that of a request in another thread, awaited for :data:`LIMIT_S` at most.

        A response that comes too late for this caller is cached for the next one.
        """
        known = self._look_in(cache, movie)
        if known is not MISSING:
            found: T = known
            return found
        self._breaker.check()
        future = self._workers.submit(self._known, cache, movie, ask)
        try:
            return future.result(LIMIT_S)
        except LateError:
            if not future.cancel():  # it had begun, so the delay is TMDB's, not our queue's
                self._breaker.failed(SLOW)
            raise TmdbUnavailable(SLOW) from None

    def _known(self, cache: Cache[Hashable, Any], movie: Movie, ask: Callable[[Movie], T]) -> T:
        """The cached value, or that of a request; failures are not cached."""
        known = self._look_in(cache, movie)
        value: T = ask(movie) if known is MISSING else known
        with self._lock:
            cache[movie.id] = value
        return value

    def _look_in(self, cache: Cache[Hashable, Any], movie: Movie) -> Any:
        with self._lock:
            return cache.get(movie.id, MISSING)

    def _picture_of(self, movie: Movie) -> Picture | None:
        match = self._match(movie)
        if match is None or match.poster_path is None:
            return None
        response = self._get(f"{self._images_url}/{POSTER_WIDTH}{match.poster_path}", {}, {}, MAX_PICTURE_BYTES)
        if response.status == NOT_FOUND:
            return None
        kind = picture_type(response.body)
        if kind is None:
            raise self._failure("TMDB's poster is no picture.")
        self._breaker.succeeded()
        return Picture(kind, response.body)

    def _watch_options_of(self, movie: Movie) -> WatchOptions | None:
        match = self._match(movie)
        if match is None:
            return None
        return watch_options(self._ask(f"movie/{match.tmdb_id}/watch/providers"), self.country)

    def _match(self, movie: Movie) -> Match | None:
        return self._known(self._matches, movie, self._look_up)

    def _look_up(self, movie: Movie) -> Match | None:
        if IMDB_ID.fullmatch(movie.id):
            return match_by_imdb_id(self._ask(f"find/{movie.id}", external_source="imdb_id"))
        return match_by_title(self._ask("search/movie", query=movie.title, year=str(movie.year)), movie)

    def _ask(self, path: str, **fields: str) -> Any:
        """One response of the API as JSON; a 404 has a JSON body too."""
        response = self._get(f"{self._api_url}/{path}", {**self._fields, **fields}, self._headers, MAX_JSON_BYTES)
        try:
            found = json.loads(response.body)
        except (ValueError, RecursionError):
            raise self._failure("TMDB's response is not JSON.") from None
        self._breaker.succeeded()
        return found

    def _get(self, url: str, fields: dict[str, str], headers: dict[str, str], max_bytes: int) -> Response:
        self._breaker.check()
        try:
            response = self._fetcher.get(url, fields=fields, headers=headers, max_bytes=max_bytes)
        except TmdbUnavailable as error:
            raise self._failure(str(error)) from None
        if response.status in (*REFUSED, TOO_MANY):
            self._breaker.rejected(response.status, response.retry_after_s)
            raise TmdbUnavailable(f"TMDB rejected the request ({response.status}).")
        if response.status not in (200, NOT_FOUND):
            raise self._failure(f"TMDB answered {response.status}.")
        return response

    def _failure(self, sentence: str) -> TmdbUnavailable:
        self._breaker.failed(sentence)
        return TmdbUnavailable(sentence)


def _size(picture: Picture | None) -> int:
    """Size of a cache entry in bytes; a film without a picture counts too, so that their number is bounded."""
    return 1024 if picture is None else len(picture.data)
