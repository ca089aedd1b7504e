"""`publisher cards`: the templates there are, and what each makes of a text."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from publisher import resources
from publisher.cards import api as cards
from publisher.cards.formats import FORMATS
from publisher.cli.language import label, words
from publisher.cli.opening import warn_of_bad_shaping
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, complain, give_up, say
from publisher.config.reading import load
from publisher.domain.reason import nearest
from publisher.features.review.template_gallery import (
    DrawnTemplate,
    GalleryQuery,
    brand_files,
    sheets,
    show,
)

SAMPLE_UNIT = "Liên đoàn Lao động tỉnh Lai Châu"


def show_cards(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="help.cards_output"),
    ] = None,
    text: Annotated[str, typer.Option("--text", "-t", help="help.cards_text")] = "",
    template: Annotated[
        list[str] | None, typer.Option("--template", help="help.cards_template")
    ] = None,
    wanted_format: Annotated[
        list[str] | None, typer.Option("--format", help="help.cards_format")
    ] = None,
    brand: Annotated[list[str] | None, typer.Option("--brand", help="help.cards_brand")] = None,
    overlay: Annotated[bool, typer.Option("--overlay", help="help.cards_overlay")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """List the card templates, or draw them all."""
    if output is None:
        _list_templates()
        return

    warn_of_bad_shaping()
    wanted = _wanted(config, text, template or [], wanted_format or [], brand or [])
    output.mkdir(parents=True, exist_ok=True)
    troubles: list[DrawnTemplate] = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words("cli.drawing"), total=None)

        def keep(one: DrawnTemplate) -> None:
            if one.jpeg:
                (output / f"{one.name}.jpg").write_bytes(one.jpeg)
            else:
                troubles.append(one)
            progress.advance(task)

        drawn = show(
            wanted,
            assets=resources.assets(),
            overlay=overlay,
            on_each=keep,
            on_start=lambda total: progress.update(task, total=total),
        )
    for name, jpeg in sheets(drawn, columns=len(wanted.formats or FORMATS)):
        (output / name).write_bytes(jpeg)
    say(words("cli.cards_drawn", n=len(drawn) - len(troubles), folder=str(output)))
    for one in troubles:
        complain(f"{one.name}: {one.trouble}")
    if troubles:
        raise SystemExit(TROUBLE)


def _list_templates() -> None:
    for name in cards.templates(assets=resources.assets()):
        found = cards.template_named(name, assets=resources.assets())
        fields = ", ".join(f"{field.name}{'*' if field.needed else ''}" for field in found.fields)
        fewest, most = found.photos
        photos = _photos(fewest, most)
        title = label(found.title)
        say(words("cli.cards_template", name=f"{name:14}", title=title, fields=fields) + photos)
    say()
    formats = [f"{found.name} ({label(found.title)})" for found in FORMATS.values()]
    say(words("cli.cards_formats", formats=formats))


def _photos(fewest: int, most: int) -> str:
    if not most:
        return ""
    few = str(fewest) if fewest == most else words("cli.to", first=fewest, last=most)
    return words("cli.cards_photos", few=few)


def _wanted(
    config: Path, text: str, templates: list[str], formats: list[str], brands: list[str]
) -> GalleryQuery:
    """What was asked for; units of the configuration, when there is one, lend their name, emblem
    and brands.
    """
    units = list(load(config).units.values()) if config.exists() else []
    shipped = brand_files(resources.assets())
    known = {file.stem: file for file in (*shipped, *(Path(unit.brand) for unit in units))}
    files = []
    for name in brands:
        file = Path(name) if name.endswith(".toml") else known.get(name)
        if file is None or not file.is_file():
            give_up(words("cli.no_brand", name=name, hint=nearest(name, known)))
        files.append(file.resolve())
    return GalleryQuery(
        templates=templates,
        formats=formats,
        brands=files or list(known.values()),
        text=text,
        unit_name=units[0].name if units else SAMPLE_UNIT,
        logo=Path(units[0].logo) if units and units[0].logo else None,
    )
