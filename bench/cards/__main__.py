"""Warm rendering of the ten slogans, interleaved and shuffled: medians, ratios, CPU time, sizes;
batch; cold start.
"""

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
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bench import QUICK, sized
from bench.cards.chromium import chromium
from bench.cards.plain import PlainBest
from bench.preview import BARE, TEXT
from publisher import resources
from publisher.cards import api as cards
from publisher.cards import batch, drawing
from publisher.cards.card import Card
from publisher.cards.formats import FORMATS
from publisher.files import write_whole

ROOT = Path(__file__).resolve().parents[2]
ASSETS = resources.assets()
FONT = ASSETS / "fonts" / "BeVietnamPro-ExtraBold.ttf"
BRAND = ASSETS / "brands" / "cong-doan.toml"
ROUNDS = sized(6, 1)
UNITS = (1, 8, 9, 40)[: sized(4, 2)]
CHROMIUM = Path("/usr/bin/chromium")
WATCH = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
SLOGANS = [
    line.removeprefix("- ").replace("{year}", "2027").replace("{age:1886-05-01}", "141")
    for line in (
        (ROOT / "queue" / "campaigns" / "thang-cong-nhan.md")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    if line.startswith("- ")
]


def a_card(text: str) -> Card:
    """A slogan card in portrait."""
    texts = {"text": text, "footer": "#ThangCongNhan2027"}
    return Card(
        template="slogan",
        texts=texts,
        unit_name="Liên đoàn Lao động tỉnh Lai Châu",
        brand=BRAND,
        logo=None,
    )


def main() -> None:
    """Print everything."""
    wanted = FORMATS["portrait"]
    # What cards share and the place of the text are taken from ours, so that all draw on the same
    # base.
    for _ in range(2):
        drawn = drawing.draw_card(a_card("."), ASSETS, None)
    assert drawn.base
    # The footer is part of the base here, as a plain script would have it; ours draws it anew with
    # each card.
    base = drawn.base.image.copy()
    footer = ImageFont.truetype(str(FONT.with_name("BeVietnamPro-SemiBold.ttf")), 35)
    ImageDraw.Draw(base).text(
        (540, 1255), "#ThangCongNhan2027", font=footer, fill="white", anchor="ms"
    )
    box = wanted.place((1, 24, 98, 64))
    plain = PlainBest(base, FONT, box)
    with ExitStack() as stack:
        browser = (
            stack.enter_context(chromium(base, FONT, box))
            if CHROMIUM.exists() and not QUICK
            else None
        )
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
            f"  {name:15} {wall[name]:7.1f} ms  {wall[name] / against:6.2f} x plain best  cpu"
            f" {cpu[name]:6.1f} ms  {size[name] / 1024:5.0f} KiB"
        )
    _units()
    _photos()
    _written()
    _batch()
    _cold()


def _units() -> None:
    """Posts of many units come in turn, each unit with its own name and seal."""
    times = {count: _in_turn(count) for count in UNITS}
    told = ", ".join(f"{n}: {ms:.1f} ms ({ms / times[1]:.2f})" for n, ms in times.items())
    print(f"cards of so many units in turn, a card: {told}")


def _in_turn(units: int) -> float:
    """Median milliseconds of a card; the first of each unit does not count."""
    times = []
    for number, text in enumerate(SLOGANS[: sized(len(SLOGANS), 2)]):
        for unit in range(units):
            card = replace(a_card(text), unit_name=f"Công đoàn cơ sở số {unit}")
            took = _drawing(card)
            times += [took] if number else []
    return statistics.median(times)


def _drawing(card: Card) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    cards.render(card, assets=ASSETS)
    return (time.perf_counter() - started) * 1000


def _photos() -> None:
    """A card with a photo never seen before, and again with other words; against one without."""
    count = sized(8, 1)
    bare = statistics.median(_drawing(a_card(SLOGANS[turn])) for turn in range(count))
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / f"anh-{number}.jpg" for number in range(count)]
        for file in files:
            Image.effect_noise((3000, 2000), 60).convert("RGB").save(file, quality=90)
        first = statistics.median(_drawing(_photo_card(file, "Lễ phát động")) for file in files)
        again = statistics.median(_drawing(_photo_card(file, "Lễ trao giải")) for file in files)
    print(
        f"card with a photo of 6 megapixels: first {first:.1f} ms ({first / bare:.2f} x a slogan's"
        f" {bare:.1f}), again with other words {again:.1f} ms ({again / bare:.2f})"
    )


def _photo_card(photo: Path, words: str) -> Card:
    return replace(a_card(words), template="photo", photos=(photo,))


def _written() -> None:
    """Drawing alone against drawing and writing for good (fsync), as the gallery does."""
    drawn, whole = [], []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        for number in range(sized(40, 2)):
            card = a_card(f"{SLOGANS[number % len(SLOGANS)]} {number}")
            started = time.perf_counter()
            content = cards.render(card, assets=ASSETS)
            drawn.append((time.perf_counter() - started) * 1000)
            write_whole(Path(name) / f"{number}.jpg", content)
            whole.append((time.perf_counter() - started) * 1000)
    alone, kept = statistics.median(drawn), statistics.median(whole)
    print(f"a card drawn {alone:.1f} ms, drawn and on the disk {kept:.1f} ms ({kept / alone:.2f})")


def _measure(
    peers: dict[str, Callable[[str], bytes]],
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
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
    ImageDraw.Draw(picture).text(
        (box[0] + box[2] / 2, box[1] + box[3] / 2), words, fill="white", anchor="mm"
    )
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90, subsampling=0)
    return buffer.getvalue()


def _batch() -> None:
    found = [a_card(f"{text} {number}") for number in range(sized(40, 1)) for text in SLOGANS]
    times: dict[int, float] = {}
    for workers in (1, 2, 1, 2)[: sized(4, 2)]:
        started = time.perf_counter()
        assert len(list(batch.render_many(found, assets=ASSETS, workers=workers))) == len(found)
        seconds = time.perf_counter() - started
        times[workers] = min(seconds, times.get(workers, seconds))
    print(
        f"batch of {len(found)}: 1 process {len(found) / times[1]:.0f} a second, 2"
        f" {len(found) / times[2]:.0f}",
        end="",
    )
    print(f"; ratio {times[1] / times[2]:.2f} (at least 1.5, when the machine gives both cores)")


def _cold() -> None:
    """A new process, an entry just written, no card in the gallery, a folder that was used
    before."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = {
            key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
        }
        environment |= {"PYTHONPATH": str(ROOT)}
        subprocess.run(
            [sys.executable, "-m", "publisher", "init", "w"],
            cwd=home,
            check=True,
            capture_output=True,
        )
        post = (
            '+++\nat = 2027-05-01T07:30:00\ncard = "slogan"\nhashtags ='
            f' ["ThangCongNhan2027"]\n+++\n{SLOGANS[6]}\n'
        )
        (home / "w" / "queue" / "posts" / "bai.md").write_text(post, encoding="utf-8")
        preview = [sys.executable, "-m", "publisher", "preview", "bai", "-o", "anh"]
        commands = {
            "import": [sys.executable, "-c", "import PIL.Image"],
            "bare": [sys.executable, "-c", BARE, str(FONT.parent), str(home / "bare.jpg"), *TEXT],
            "preview": preview,
        }
        times = defaultdict(list)
        for turn in range(sized(16, 2)):
            for key, command in commands.items():
                _forget_cards(home)
                started = time.perf_counter()
                subprocess.run(
                    command, cwd=home / "w", env=environment, check=True, capture_output=True
                )
                if turn:
                    times[key].append((time.perf_counter() - started) * 1000)
        _forget_cards(home)
        # Through a small process: a child's peak counts what its parent held when it was forked.
        watched = [sys.executable, "-c", WATCH, *preview]
        memory = subprocess.run(
            watched, cwd=home / "w", env=environment, check=True, capture_output=True, text=True
        )
    imported, bare, ours = (statistics.median(times[key]) for key in ("import", "bare", "preview"))
    print(
        f"cold: preview {ours:.0f} ms; a script that imports PIL.Image and renders the same"
        f" {bare:.0f} ms",
        end="",
    )
    print(f"; ratio {ours / bare:.2f}; import PIL.Image alone {imported:.0f} ms")
    print(f"peak memory of preview {int(memory.stdout.split()[-1]) / 1024:.0f} MiB")


def _forget_cards(home: Path) -> None:
    for old in (home / "w" / "data" / "cards").glob("*"):
        old.unlink()


if __name__ == "__main__":
    main()
