"""What a page's script says, in the language of the page.

Scripts are written with English sentences in ``_("...")`` and ``plural("...", "...", count)`` of static/js/language.js.
A page in another language brings the translations of exactly those sentences, as JSON beside its script.
"""

import json
import re
from typing import TYPE_CHECKING

from flask import current_app, url_for
from markupsafe import Markup

from moviefy.web.languages.catalogs import ENGLISH

if TYPE_CHECKING:
    from moviefy.web.delivery.assets import Assets
    from moviefy.web.languages.speech import Speech

TEXT = r'"(?:[^"\\]|\\.)*"'
ONE = re.compile(rf"(?<![\w$.])_\(({TEXT})")
SEVERAL = re.compile(rf"(?<![\w$.])plural\(({TEXT}),\s*({TEXT})")
"""A sentence in a script: a plain text in double quotes, right after the bracket."""


def script_sentences(source: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The sentences of a script, and those with a form for one and a form for several, in their order."""
    ones = [json.loads(found[1]) for found in ONE.finditer(source)]
    several = [(json.loads(found[1]), json.loads(found[2])) for found in SEVERAL.finditer(source)]
    return list(dict.fromkeys(ones)), list(dict.fromkeys(several))


def script_words(source: str, spoken: "Speech") -> dict[str, str | list[str]]:
    """The translations of a script's sentences; of those for one and several, both forms."""
    ones, several = script_sentences(source)
    words: dict[str, str | list[str]] = {one: spoken.words.gettext(one) for one in ones}
    return words | {one: [spoken.words.ngettext(one, many, n) for n in (1, 2)] for one, many in several}


def page_script(name: str, spoken: "Speech") -> Markup:
    """The element of a page's script, such as "live.js", and its words for language.js to read; none in English."""
    assets: Assets = current_app.extensions["moviefy.assets"]
    address = url_for("static", filename=f"js/{name}")
    script = Markup('<script type="module" src="{}"></script>').format(address)
    asset = assets.get(f"js/{name}")
    words = {} if asset is None or spoken.code == ENGLISH else script_words(asset.content.decode(), spoken)
    if not words:
        return script
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return script + Markup(f'<script type="application/json" id="words">{text}</script>')  # nosec B704: "<" is escaped
