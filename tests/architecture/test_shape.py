"""Names and sizes: a room too large or a name that could hold anything is named here."""

import tomllib

from tests.architecture import sources

BANNED = {"core", "common", "utils", "helpers", "services", "managers", "api", "exceptions"}
LONGEST = 300


def test_every_package_of_ours_stands_in_the_import_contract():
    settings = tomllib.loads((sources.ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    one_way = next(each for each in settings["contracts"] if each["name"] == "Imports point one way")
    assert sources.packages() == set(settings["root_packages"]) == set(one_way["layers"])


def test_no_file_is_longer_than_three_hundred_lines():
    lengths = {path: len(path.read_bytes().splitlines()) for path in sources.files(".py", ".js", ".css")}
    long = {str(path.relative_to(sources.ROOT)): lines for path, lines in lengths.items() if lines > LONGEST}
    assert long == {}


def test_no_name_could_hold_anything():
    names = [path.relative_to(sources.ROOT) for path in sources.files(".py", ".js", ".css", ".html")]
    vague = [str(path) for path in names if BANNED & {part.split(".")[0] for part in path.parts}]
    assert vague == []
