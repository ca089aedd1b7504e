"""Warm rendering of the ten slogans, interleaved and shuffled: medians, ratios, CPU time, sizes; batch; cold start."""

import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bench.cards.chromium import chromium
from bench.cards.plain import PlainBest
from publisher import cards, resources
from publisher.cards import Card, batch, drawing
from publisher.cards.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
ASSETS = resources.assets()
FONT = ASSETS / "fonts" / "BeVietnamPro-ExtraBold.ttf"
BRAND = ASSETS / "brands" / "cong-doan.toml"
ROUNDS = 6
SLOGANS = [
    line.removeprefix("- ").replace("{year}", "2027").replace("{age:1886-05-01}", "141")
    for line in (ROOT / "queue" / "campaigns" / "thang-cong-nhan.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("- ")
]


def a_card(text: str) -> Card:
    """A slogan card in portrait."""
    texts = {"text": text, "footer": "#ThangCongNhan2027"}
    return Card(template="slogan", texts=texts, unit_name="Liên đoàn Lao động tỉnh Lai Châu", brand=BRAND, logo=None)


def main() -> None:
    """Print everything."""
    wanted = FORMATS["portrait"]
    # What cards share and the place of the text are taken from ours, so that all draw on the same base.
    base = drawing.draw_card(a_card("."), ASSETS, None).base.image
    box = wanted.place((1, 24, 98, 64))
    ImageDraw.Draw(base)
    plain = PlainBest(base, FONT, box)
    with ExitStack() as stack:
        browser = stack.enter_context(chromium(base, FONT, box)) if Path("/usr/bin/chromium").exists() else None
        peers: dict[str, Callable[[str], bytes]] = {
            "ours jpeg": lambda text: cards.render(a_card(text), assets=ASSETS),
            "plain jpeg": plain.jpeg,
            "ours png": lambda text: cards.render_png(a_card(text), assets=ASSETS),
            "plain png": plain.png,
            "ours half size": lambda text: cards.render(a_card(text), assets=ASSETS, scale=0.5),
            "imagetext jpeg": lambda text: _image_text(base, box, text),
        }
        if browser:
            peers |= {
                "chromium jpeg": lambda text: browser(text, "jpeg"),
                "chromium png": lambda text: browser(text, "png"),
            }
        wall, cpu, size = _measure(peers)
    print(f"one card 1080x1350, {ROUNDS} rounds x {len(SLOGANS)} slogans, medians")
    for name in peers:
        against = wall[f"plain {'png' if 'png' in name else 'jpeg'}"]
        print(
            f"  {name:15} {wall[name]:7.1f} ms  {wall[name] / against:6.2f} x plain best  cpu {cpu[name]:6.1f} ms"
            f"  {size[name] / 1024:5.0f} KiB"
        )
    _batch()
    _cold()


def _measure(peers: dict[str, Callable[[str], bytes]]) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    wall, cpu, size = defaultdict(list), defaultdict(list), defaultdict(list)
    for name in peers:
        for text in SLOGANS:
            peers[name](text)
    for _ in range(ROUNDS):
        turns = [(name, text) for name in peers for text in SLOGANS]
        random.shuffle(turns)
        for name, text in turns:
            started, worked = time.perf_counter(), time.process_time()
            result = peers[name](text)
            wall[name].append((time.perf_counter() - started) * 1000)
            cpu[name].append((time.process_time() - worked) * 1000)
            size[name].append(len(result))
    return ({k: statistics.median(v) for k, v in found.items()} for found in (wall, cpu, size))  # type: ignore[return-value]


def _image_text(base: Image.Image, box: tuple[float, float, float, float], text: str) -> bytes:
    from PIL import ImageText

    picture = base.copy()
    words = ImageText.Text(text, ImageFont.truetype(str(FONT), 117), spacing=20)
    words.wrap(round(box[2]), round(box[3]), scaling="shrink")
    ImageDraw.Draw(picture).text((box[0] + box[2] / 2, box[1] + box[3] / 2), words, fill="white", anchor="mm")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90, subsampling=0)
    return buffer.getvalue()


def _batch() -> None:
    found = [a_card(f"{text} {number}") for number in range(20) for text in SLOGANS]
    times = {}
    for workers in (1, 2, 1, 2):
        started = time.perf_counter()
        assert len(list(batch.render_many(found, assets=ASSETS, workers=workers))) == len(found)
        seconds = time.perf_counter() - started
        times[workers] = min(seconds, times.get(workers, seconds))
    print(
        f"batch of {len(found)}: 1 process {len(found) / times[1]:.0f} a second, 2 {len(found) / times[2]:.0f}", end=""
    )
    print(f"; ratio {times[1] / times[2]:.2f} (at least 1.5, when the machine gives both cores)")


def _cold() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-m", "publisher", "init", "w"], cwd=home, check=True, capture_output=True)
        post = f'+++\nat = 2027-05-01T07:30:00\ncard = "slogan"\nhashtags = ["ThangCongNhan2027"]\n+++\n{SLOGANS[6]}\n'
        (home / "w" / "queue" / "posts" / "bai.md").write_text(post, encoding="utf-8")
        commands = {
            "import": [sys.executable, "-c", "import PIL.Image"],
            "preview": [sys.executable, "-m", "publisher", "preview", "bai", "-o", "anh"],
        }
        times = defaultdict(list)
        memory = 0
        for turn in range(16):
            for key, command in commands.items():
                for old in (home / "w" / "data" / "cards").glob("*"):
                    old.unlink()
                started = time.perf_counter()
                process = subprocess.Popen(command, cwd=home / "w", env=environment, stdout=subprocess.DEVNULL)
                _, _, usage = os.wait4(process.pid, 0)
                process.returncode = 0
                if turn:
                    times[key].append((time.perf_counter() - started) * 1000)
                    memory = max(memory, usage.ru_maxrss)
        drawing.forget()
        cards.render(a_card(SLOGANS[0]), assets=ASSETS)
        renders = []
        for text in SLOGANS:
            started = time.perf_counter()
            cards.render(a_card(text), assets=ASSETS)
            renders.append((time.perf_counter() - started) * 1000)
        imported, ours = statistics.median(times["import"]), statistics.median(times["preview"])
        least = imported + statistics.median(renders)
        print(f"cold: preview {ours:.0f} ms; import PIL.Image {imported:.0f} ms + render = {least:.0f} ms", end="")
        print(f"; ratio {ours / least:.2f} (at most 1.3); peak memory {memory / 1024:.0f} MiB (at most 60)")


if __name__ == "__main__":
    main()
