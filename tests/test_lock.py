"""requirements.txt is all that requirements.in needs, in one version each, with checksums, from no named place."""

import re
from importlib.metadata import requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from moviefy.config import PROJECT_ROOT

LOCK = (PROJECT_ROOT / "requirements.txt").read_text("utf-8")
ENTRIES = [
    (Requirement(head.rstrip(" \\")), rest)
    for head, rest in re.findall(r"^(\w.*)\n((?: +.*\n?)*)", LOCK, flags=re.MULTILINE)
]
LOCKED = {canonicalize_name(requirement.name): requirement for requirement, _ in ENTRIES}


def direct():
    """The requirements of requirements.in."""
    lines = (line.split("#")[0].strip() for line in (PROJECT_ROOT / "requirements.in").read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


def test_the_lock_has_the_versions_that_are_asked_for():
    asked = direct()
    assert len(asked) >= 15
    for requirement in asked:
        assert LOCKED[canonicalize_name(requirement.name)].specifier == requirement.specifier, requirement.name


def test_each_package_has_one_exact_version_and_checksums():
    assert len(LOCKED) == len(ENTRIES) > len(direct())
    for requirement, rest in ENTRIES:
        assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", rest), requirement


def test_the_lock_lacks_nothing_that_a_package_needs():
    waiting, met = direct(), set()
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), *sorted(requirement.extras))
        if key in met:
            continue
        met.add(key)
        assert key[0] in LOCKED, requirement
        needs = map(Requirement, requires(requirement.name) or [])
        waiting += [need for need in needs if applies(need, requirement.extras)]


def applies(need, extras):
    """Whether a dependency is one here, with these extras asked for."""
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def test_the_lock_names_no_place_to_take_packages_from():
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted|@", LOCK)
