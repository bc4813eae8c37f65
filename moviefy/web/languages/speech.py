"""Says sentences, lists and numbers in one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations

from moviefy.web.languages.catalogs import ENGLISH, catalog
from moviefy.wording import Listed, Sentence, _, upper_first


@dataclass(frozen=True)
class Speech:
    """One language. It needs no request, so that streams can go on with it.

    Attributes:
        code: one of :data:`~moviefy.web.languages.catalogs.LANGUAGES`.
    """

    code: str = ENGLISH

    @property
    def words(self) -> NullTranslations:
        """The catalog of this language."""
        return catalog(self.code)

    @property
    def locale(self) -> Locale:
        """What CLDR knows of this language; lists are written "a, b and c" in English, as in the texts."""
        return Locale.parse("en_GB" if self.code == ENGLISH else self.code)

    def say(self, text: str) -> str:
        """A sentence or a list in this language; other text, such as a film's title, as it is."""
        if isinstance(text, Sentence):
            return text.said(self.words, self._shown)
        return self.listed(*text.parts, either=text.either) if isinstance(text, Listed) else text

    def reading(self, reading: dict[str, Any]) -> dict[str, Any]:
        """The JSON of a reading with its sentences in this language."""
        sentences = {name: reading[name] and self.say(reading[name]) for name in ("said", "hint") if name in reading}
        return reading | {name: sentence and upper_first(sentence) for name, sentence in sentences.items()}

    def listed(self, *parts: str, either: bool = False) -> str:
        """ "a, b and c", or "a, b or c". Beside parts that this language has, those in English alone are left out."""
        known = [part for part in parts if isinstance(part, Sentence)]
        return format_list([self.say(part) for part in known or parts], "or" if either else "standard", self.locale)

    def number(self, value: float, digits: int | None = None) -> str:
        """A number as this language writes it, with so many decimals; without ``digits``, with those it has."""
        if digits is None:
            return format_decimal(value, locale=self.locale)
        return format_decimal(value, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=self.locale)

    def percent(self, share: float, digits: int = 0) -> str:
        """A share in [0, 1] as a percentage."""
        pattern = self.locale.percent_formats[None].pattern
        sign = pattern.replace("#,##0", "#,##0" + (f".{'0' * digits}" if digits else ""))
        return format_percent(share, format=sign, locale=self.locale)

    def runtime(self, minutes: int) -> str:
        """A length in hours and minutes: "1 h 32 min". (Of CLDR's short forms some are wrong: "1 horas".)"""
        hours, rest = divmod(minutes, 60)
        parts = [_("%(count)s h", count=hours)] * (hours > 0) + [_("%(count)s min", count=rest)] * (rest > 0)
        return " ".join(map(self.say, parts))

    def country(self, code: str, english: str) -> str:
        """A country's name by its ISO 3166 code; the English one where CLDR knows no other."""
        return english if self.code == ENGLISH else self.locale.territories.get(code) or self.say(english)

    def language(self, code: str, english: str) -> str:
        """A language's name by its ISO 639 code; the English one where CLDR knows no other."""
        return english if self.code == ENGLISH else self.locale.languages.get(code, english)

    def _shown(self, value: object) -> str:
        if isinstance(value, int | float):
            return self.number(value)
        return self.say(value if isinstance(value, str) else str(value))


class Said(Mapping[str, Any]):
    """Words by name, in the language of the request that reads them: templates make their macros once for all."""

    def __init__(self, words: Mapping[str, Any], say: Any) -> None:
        self._words = words
        self._say = say

    def __getitem__(self, name: str) -> Any:
        found = self._words[name]
        return Said(found, self._say) if isinstance(found, Mapping) else self._say(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
