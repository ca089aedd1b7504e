"""What the repository promises about itself."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from publisher.config.reading import load
from publisher.domain.delivery import State

ROOT = Path(__file__).parents[2]


def test_no_python_file_lies_in_the_queue_where_it_would_shadow_the_standard_library() -> None:
    assert not list((ROOT / "queue").rglob("*.py"))


def test_the_example_configuration_loads() -> None:
    assert (
        load(ROOT / "config.example.toml").pages["lai-chau"].unit.name
        == "Liên đoàn Lao động tỉnh Lai Châu"
    )


def test_the_example_configuration_names_every_key() -> None:
    from publisher.config import reading

    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    tables = (
        reading._ConfigFile,
        reading._Facebook,
        reading._ServiceTable,
        reading._UnitTable,
        reading._PageTable,
        reading._GroupTable,
    )
    models = (*tables, reading._Storage)
    keys = {name for model in models for name in model.model_fields}
    assert [
        key for key in sorted(keys) if not re.search(rf"^#? ?\[?{key}\b", text, re.MULTILINE)
    ] == []


def test_every_state_stands_in_the_architecture_page() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [state for state in State if f"`{state}`" not in text] == []


def test_every_layer_and_key_of_a_template_stands_in_its_page() -> None:
    from publisher.cards import template

    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE))
    kinds = {**template._KINDS, "rule": template.Rule}
    assert set(rows) == set(kinds)
    missing = [
        f"{name}.{key}"
        for name, kind in kinds.items()
        for key in kind._fields
        if f"`{key}`" not in rows[name]
    ]
    assert missing == []


def test_the_worked_example_of_a_template_is_one(tmp_path: Path) -> None:
    from publisher.cards.template import load_template

    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "loi-chuc.toml").write_text(example, encoding="utf-8")
    assert [field.name for field in load_template(tmp_path / "loi-chuc.toml").fields] == [
        "text",
        "footer",
    ]


def test_every_command_of_the_readme_and_of_the_operators_page_exists() -> None:
    import typer.main

    from publisher.cli.commands import app

    known = set(typer.main.get_group(app).commands)
    pages = (ROOT / "README.md", ROOT / "docs" / "operating.md")
    named = {
        name
        for page in pages
        for name in re.findall(r"`publisher ([a-z]+)", page.read_text(encoding="utf-8"))
    }
    assert named <= known
    assert {
        "init",
        "check",
        "queue",
        "plan",
        "preview",
        "approve",
        "run",
        "status",
        "sandbox",
        "demo",
        "print",
        "lint",
        "cards",
    } <= named


def pins() -> dict[str, set[str]]:
    """The versions that the three files pin, by canonical name."""
    found: dict[str, set[str]] = {}
    for path in sorted(ROOT.glob("requirements*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, version = line.split("==")
                found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def test_the_pinned_requirements_agree_with_what_each_of_them_needs() -> None:
    pinned = pins()
    assert {name: versions for name, versions in pinned.items() if len(versions) > 1} == {}
    unmet = []
    for name in pinned:
        for text in metadata.distribution(name).requires or ():
            need = Requirement(text)
            if need.marker and not need.marker.evaluate({"extra": ""}):
                continue
            versions = pinned.get(canonicalize_name(need.name), set())
            if not any(need.specifier.contains(version) for version in versions):
                unmet.append(f"{name} needs {need}: pinned {sorted(versions) or 'nowhere'}")
    assert unmet == []


def test_the_pinned_requirements_hold_every_dependency_and_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = [re.split(r"[<>=]", text)[0] for text in project["dependencies"]]
    assert [
        name for name in names if not re.search(rf"^{name}==", pinned, re.IGNORECASE | re.MULTILINE)
    ] == []
    assert "://" not in pinned + (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
