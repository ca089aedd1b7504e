"""Cold start: `publisher preview` of one card against a bare Pillow script that draws the same.

Cold is a new process, an entry just written and no card in the gallery, in a folder that was used
before: the ground of the template was drawn once. The very first run is told apart. There is no bar:
`preview` starts like every other command, reads the whole configuration and opens the database.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import sized

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = sized(15, 1)
TEXT = (
    "Công đoàn Việt Nam",
    "là tổ chức của",
    "người lao động,",
    "do người lao động,",
    "vì người lao động!",
)

BARE = """
from PIL import Image, ImageDraw, ImageFont
import math, sys
fonts, out = sys.argv[1], sys.argv[2]
W, H = 1080, 1350
im = Image.new("RGB", (W, H), "#0B4A94")
im.paste(Image.new("RGB", (W, H), "#05264F"), (0, 0), Image.linear_gradient("L").resize((W, H)))
mask = Image.new("L", (W // 2, H // 2)); pen = ImageDraw.Draw(mask)
for n in range(28):
    a, b = (2 * math.pi * (n + s) / 28 for s in (0, .5)); r = 1730
    pen.polygon([(270, 710), (270 + r * math.cos(a), 710 + r * math.sin(a)),
                 (270 + r * math.cos(b), 710 + r * math.sin(b))], fill=14)
im.paste("#FFFFFF", (0, 0, W, H), mask.resize((W, H)))
d = ImageDraw.Draw(im)
d.rectangle((0, 1196, 1080, 1350), fill="#B8121F"); d.rectangle((0, 1190, 1080, 1195), fill="#FFD15C")
d.rectangle((490, 344, 589, 347), fill="#FFD15C")
seal = Image.new("RGBA", (600, 600)); s = ImageDraw.Draw(seal)
s.ellipse((10, 10, 590, 590), outline="#FFD15C", width=21); s.ellipse((50, 50, 550, 550), outline="#FFD15C", width=5)
initials = ImageFont.truetype(fonts + "/BeVietnamPro-ExtraBold.ttf", 216)
s.text((300, 380), "LC", font=initials, fill="#FFD15C", anchor="ms")
seal = seal.resize((150, 150), Image.Resampling.LANCZOS); im.paste(seal, (465, 84), seal)
semi = fonts + "/BeVietnamPro-SemiBold.ttf"
d.text((540, 304), "Liên đoàn Lao động tỉnh Lai Châu", font=ImageFont.truetype(semi, 40), fill="white", anchor="ms")
for n, line in enumerate(sys.argv[3:]):
    d.text((540, 560 + n * 115), line, font=ImageFont.truetype(fonts + "/BeVietnamPro-ExtraBold.ttf", 90), fill="white",
           anchor="ms")
d.text((540, 1285), "#ThangCongNhan2027", font=ImageFont.truetype(semi, 36), fill="white", anchor="ms")
im.save(out, quality=92, subsampling=0)
"""


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        subprocess.run(
            [sys.executable, "-m", "publisher", "init", "w"],
            cwd=home,
            check=True,
            capture_output=True,
        )
        (home / "w" / "queue" / "posts" / "bai.md").write_text(
            '+++\nat = 2027-05-01T07:30:00\ncard = "slogan"\nhashtags ='
            f' ["ThangCongNhan2027"]\n+++\n{" ".join(TEXT)}\n'
        )
        fonts = str(ROOT / "assets" / "fonts")
        ours = [sys.executable, "-m", "publisher", "preview", "bai", "-o", "anh"]
        bare = [sys.executable, "-c", BARE, fonts, str(home / "bare.jpg"), *TEXT]
        times: dict[str, list[float]] = {"first": [], "ours": [], "bare": []}
        for _ in range(ROUNDS):
            shutil.rmtree(home / "w" / "data", ignore_errors=True)
            times["first"].append(_timed(ours, home / "w"))
            shutil.rmtree(home / "w" / "data" / "cards")
            times["ours"].append(_timed(ours, home / "w"))
            times["bare"].append(_timed(bare, home))
        first, mine, other = (statistics.median(times[key]) for key in ("first", "ours", "bare"))
        print(
            f"preview, cold: {mine * 1000:.0f} ms; bare Pillow {other * 1000:.0f} ms; ever first"
            f" {first * 1000:.0f} ms"
        )
        print(f"ratio {mine / other:.2f}; ever first {first / other:.2f}")


def _environment() -> dict[str, str]:
    # An installed program has its bytecode; PYTHONDONTWRITEBYTECODE would compile our part of it at
    # each start.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)}


def _timed(command: list[str], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=_environment())
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
