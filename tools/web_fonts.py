"""Makes the desk's web fonts (WOFF2, the letters that its pages use) from assets/fonts.

Needs the dev requirements.
"""

from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
SOURCE, TARGET = ROOT / "assets" / "fonts", ROOT / "publisher" / "web" / "static" / "desk" / "fonts"
FACES = ("Regular", "SemiBold")
# Latin with the letters and marks of Vietnamese, punctuation, arrows and the signs that pages show.
LETTERS = "U+20-7E,U+A0-FF,U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,"
LETTERS += (
    "U+303,U+309,U+323,U+1EA0-1EF9,U+2010-2015,U+2018-201D,U+2022,U+2026,U+20AB,U+2190-2193,U+2212"
)


def main() -> None:
    """Write every face."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        target = TARGET / f"BeVietnamPro-{face}.woff2"
        options = [
            "--flavor=woff2",
            "--layout-features=kern,liga,mark,mkmk,ccmp,locl,tnum",
            f"--unicodes={LETTERS}",
        ]
        subset.main([str(SOURCE / f"BeVietnamPro-{face}.ttf"), f"--output-file={target}", *options])


if __name__ == "__main__":
    main()
