"""English sentences that remember how they were made, so that pages can say them in another language.

Code below the web part writes ``_("There is no camera %(number)s.", number=2)``. The result is plain English text
wherever a string is expected: on the command line, in logs, in tests. Pages and answers say it in the visitor's
language (:mod:`moviefy.web.languages`), whichever thread or cache it came through. `make words` collects what is
marked so.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, Self


class Words(Protocol):
    """The translations of one language, as :mod:`gettext` has them."""

    def gettext(self, message: str) -> str:
        """The message in this language."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of the message for a count, in this language."""

    def pgettext(self, context: str, message: str) -> str | object:
        """A message that means something else in another context."""


class Sentence(str):
    """English text, with the message it was made of.

    Attributes:
        message: the English text with ``%(name)s`` for each value.
        many: the same for several, where ``count`` decides; None otherwise.
        context: where the message stands, if the same words mean something else elsewhere; None otherwise.
        values: what stands for the names. Sentences among them are translated too, and numbers are written as the
            language does; a number that is a name, such as a year, comes as text.
    """

    message: str
    many: str | None
    context: str | None
    values: Mapping[str, object]

    def __new__(
        cls, message: str, values: Mapping[str, object], many: str | None = None, context: str | None = None
    ) -> Self:
        """Make the English text."""
        chosen = message if many is None or values["count"] == 1 else many
        made = super().__new__(cls, chosen % {name: _english(value) for name, value in values.items()})
        made.message, made.many, made.context, made.values = message, many, context, values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object], str | None, str | None]:  # type: ignore[override]
        return self.message, self.values, self.many, self.context

    def said(self, words: Words, shown: Callable[[object], str]) -> str:
        """The sentence in another language; ``shown`` writes a value in it."""
        if self.many is not None:
            count = self.values["count"]
            text = words.ngettext(self.message, self.many, count if isinstance(count, int) else 2)
        elif self.context is not None:
            text = str(words.pgettext(self.context, self.message))
        else:
            text = words.gettext(self.message)
        return text % {name: shown(value) for name, value in self.values.items()}


class Listed(str):
    """Several parts as English lists them: "a", "a and b", "a, b and c"."""

    parts: Sequence[str]
    either: bool

    def __new__(cls, parts: Sequence[str], either: bool = False) -> Self:
        """Make the English text."""
        word = " or " if either else " and "
        made = super().__new__(cls, word.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts))
        made.parts, made.either = tuple(parts), either
        return made

    def __getnewargs__(self) -> tuple[Sequence[str], bool]:  # type: ignore[override]
        return self.parts, self.either


def _(message: str, **values: object) -> Sentence:
    """A sentence, or words of one, that can be said in every language."""
    return Sentence(message, values)


def n_(one: str, many: str, count: int, **values: object) -> Sentence:
    """A sentence whose words hang on a count, which stands in it as ``%(count)s``."""
    return Sentence(one, {**values, "count": count}, many)


def p_(context: str, message: str, **values: object) -> Sentence:
    """A sentence whose words mean something else elsewhere."""
    return Sentence(message, values, context=context)


def upper_first(text: str) -> str:
    """The text with a capital at its beginning; the rest stays, as German nouns need theirs."""
    return text[:1].upper() + text[1:]


def _english(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
