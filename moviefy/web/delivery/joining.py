"""Joins a script with the modules it imports, and a style with its imports, so that a page needs one file of each.

Scripts are ES modules and work as they are; joined, each becomes a function that returns what it exports, so that
names of one module stay out of the others. Only what the scripts use is understood: named imports and imports for their
effect from the same folder, and exported functions, classes and constants. Everything else is refused, not guessed.
Comments and needless spaces go. (Bundlers proper need node, or come for some platforms only.)
"""

import re
from pathlib import Path

import rcssmin
import rjsmin

from moviefy.errors import AssetError

IMPORT = re.compile(r"""^import (?:\{([^}]*)\} from )?"\./([\w-]+\.js)";\n?""", re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async function|function|class|const) (\w+))", re.MULTILINE)
REMAINS = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
BOUND_TO_A_FILE = re.compile(r"""\bimport(?:\.|\(\s*["'`])""")
"""Addresses relative to a module; one that is handed over as a value stays right in a joined script."""
TEMPLATE = re.compile(r"`(?:[^`\\]|\\.)*`")
STYLE_IMPORT = re.compile(r"""^@import "([\w-]+\.css)";\n?""", re.MULTILINE)


def joined_script(entry: Path) -> str:
    """One script that does what the module ``entry`` does with all it imports, and exports what that exports.

    Raises:
        AssetError: a module is missing, imports in a circle, imports what is not exported, or has a form of import or
            export that is not understood.
    """
    sources: dict[str, str] = {}
    _collect(entry, sources, ())
    exports = {name: [found[2] for found in EXPORT.finditer(text)] for name, text in sources.items()}
    names = {name: f"module{number}" for number, name in enumerate(sources)}
    joined = "".join(_as_function(name, text, names, exports) for name, text in sources.items())
    offered = ",".join(exports[entry.name])
    return f"{joined}export const{{{offered}}}={names[entry.name]};\n" if offered else joined


def joined_style(entry: Path) -> str:
    """One style sheet with its ``@import`` lines replaced by the sheets of the same folder that they name.

    Raises:
        AssetError: a sheet is missing.
    """
    text = STYLE_IMPORT.sub(lambda found: joined_style(entry.with_name(found[1])), _read(entry))
    return str(rcssmin.cssmin(text))


def _collect(path: Path, sources: dict[str, str], importers: tuple[str, ...]) -> None:
    """Add file name -> text of a module to ``sources``, after what it imports: the order in which browsers run them."""
    if path.name in importers:
        raise AssetError(f"Scripts import each other in a circle: {', '.join((*importers, path.name))}.")
    if path.name in sources:
        return
    text = _read(path)
    for found in IMPORT.finditer(text):
        _collect(path.with_name(found[2]), sources, (*importers, path.name))
    sources[path.name] = text


def _as_function(name: str, text: str, names: dict[str, str], exports: dict[str, list[str]]) -> str:
    imported = []
    for found in IMPORT.finditer(text):
        wanted = [part.strip() for part in (found[1] or "").split(",") if part.strip()]
        if missing := [part for part in wanted if part.split(" as ")[0] not in exports[found[2]]]:
            raise AssetError(f"{name} imports {', '.join(missing)}, which {found[2]} does not export.")
        if wanted:
            imported.append(f"const{{{','.join(wanted).replace(' as ', ':')}}}={names[found[2]]};")
    body = EXPORT.sub(r"\1", IMPORT.sub("", text))
    small = rjsmin.jsmin(body)
    if left := REMAINS.search(body) or BOUND_TO_A_FILE.search(small):
        raise AssetError(f"{name} has an import or export that cannot be joined: {left[0]}")
    if _has_nested_template(small):
        small = body
    returned = f"return{{{','.join(exports[name])}}};" if exports[name] else ""
    return f"const {names[name]}=(()=>{{{''.join(imported)}{small}\n{returned}}})();\n"


def _has_nested_template(small: str) -> bool:
    """Whether a template literal stands in another one: rjsmin would take the spaces out of the inner one.

    To rjsmin, as here, a literal ends at the next backtick. If that one begins an inner literal, a brace is still open.
    """
    return any(literal.count("{") != literal.count("}") for literal in TEMPLATE.findall(small))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise AssetError(f"{path.name} is imported but does not exist.") from None
