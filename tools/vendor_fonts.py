"""Makes assets/fonts from the PyPI package fontpkg-be-vietnam-pro: drops hinting, notes coverage
and digests.

Run after `pip install fontpkg-be-vietnam-pro==1.2 fonttools`: `python tools/vendor_fonts.py`.
Unhinted fonts draw 1.6 times faster and look the same at card sizes (reference/rendering.md,
measured 2026-11). The licence (OFL 1.1) names no Reserved Font Name, so a modified file may keep
the name.
"""

import hashlib
import importlib.metadata
from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools.ttLib import TTFont

FACES = ("Regular", "SemiBold", "Bold", "ExtraBold")
HINTING = ("fpgm", "prep", "cvt ", "hdmx", "VDMX", "LTSH", "gasp")
PACKAGE = "fontpkg-be-vietnam-pro"
TARGET = Path(__file__).parent.parent / "assets" / "fonts"


def unhinted(source: Path) -> TTFont:
    """The font without its hinting programs."""
    font = TTFont(source, recalcTimestamp=False)
    for table in HINTING:
        if table in font:
            del font[table]
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        glyph.expand(font["glyf"])
        if hasattr(glyph, "program"):
            glyph.program.fromBytecode(b"")
    return font


def ranges(points: list[int]) -> list[str]:
    """Sorted code points as lines such as "0020-007E"."""
    lines: list[str] = []
    start = previous = points[0]
    for point in [*points[1:], -1]:
        if point != previous + 1:
            lines.append(f"{start:04X}-{previous:04X}")
            start = point
        previous = point
    return lines


def main() -> None:
    """Write the fonts, OFL.txt, coverage.txt and README.md."""
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    covered: set[int] | None = None
    rows = []
    for face in FACES:
        source, target = folder / f"BeVietnamPro-{face}.ttf", TARGET / f"BeVietnamPro-{face}.ttf"
        font = unhinted(source)
        font.save(target)
        points = set(font.getBestCmap())
        covered = points if covered is None else covered & points
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (source, target)]
        rows.append(f"| {target.name} | `{digests[0]}` | `{digests[1]}` |")
    write_readme(rows)
    files = importlib.metadata.files(PACKAGE) or []
    licence, *_ = [file for file in files if "LICENSE" in file.name or "OFL" in file.name]
    (TARGET / "OFL.txt").write_text(licence.read_text(), encoding="utf-8")
    (TARGET / "coverage.txt").write_text(
        "\n".join(ranges(sorted(covered or set()))) + "\n", encoding="ascii"
    )


def write_readme(rows: list[str]) -> None:
    """Say where the fonts come from and what was done to them."""
    version = importlib.metadata.version(PACKAGE)
    readme = TARGET / "README.md"
    readme.write_text(
        f"# Be Vietnam Pro\n\nFrom PyPI `{PACKAGE}` {version}, SIL Open Font Licence 1.1"
        " (`OFL.txt`), hinting removed\nby `python tools/vendor_fonts.py`. `coverage.txt` lists"
        " the code points that every face has.\n\n| file | sha256 of the source | sha256 of this"
        " file |\n|---|---|---|\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
