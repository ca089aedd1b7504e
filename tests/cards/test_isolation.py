"""Pictures from elsewhere are opened in processes of their own, within limits that hold for any bytes."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from publisher.cards import isolation
from publisher.domain.errors import PhotoRefused, PhotoTooLarge

ROOT = Path(__file__).resolve().parents[2]
MOST = 400_000  # kB that a worker may ever have had
SMALL = Image.new("RGB", (60, 40), "red")

needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


@pytest.fixture(autouse=True)
def own_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers of the test alone, so that what it does to them reaches no other."""
    workers = isolation._Workers()
    monkeypatch.setattr(isolation, "_workers", workers)
    yield
    workers.end()


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def a_large_jpeg(width: int, height: int) -> bytes:
    """A grey JPEG, written without ever having its pixels: each block is "no change" and "end", six bits."""
    raw = saved(Image.new("L", (8, 8), 128), "JPEG")
    start, scan = raw.index(b"\xff\xc0"), raw.index(b"\xff\xda")
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    head = (
        raw[: start + 5]
        + size
        + raw[start + 9 : scan + 2 + int.from_bytes(raw[scan + 2 : scan + 4], "big")]
    )
    return head + b"\x28\xa2\x8a" * (-(-width // 8) * -(-height // 8) // 4 + 1) + b"\xff\xd9"


def a_png(width: int, height: int, *, kind: int, depth: int = 8) -> bytes:
    """A black PNG of a colour type, written line by line."""
    line = b"\0" * (1 + width * depth * {0: 1, 2: 3, 6: 4}[kind] // 8)
    packing = zlib.compressobj(1)
    body = b"".join(packing.compress(line * 100) for _ in range(height // 100))
    body += packing.compress(line * (height % 100)) + packing.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((depth, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        len(content).to_bytes(4, "big")
        + name
        + content
        + zlib.crc32(name + content).to_bytes(4, "big")
    )


def a_webp(side: int) -> bytes:
    """The head of a lossless WebP says how large it is; the rest of it stays small."""
    raw = saved(SMALL, "WEBP", lossless=True)
    at = raw.index(b"VP8L") + 9
    return raw[:at] + (side - 1 | (side - 1) << 14).to_bytes(4, "little") + raw[at + 4 :]


def a_heic(side: int) -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64))).save(out)
    whole = (64).to_bytes(4, "big")
    return out.getvalue().replace(
        b"ispe\0\0\0\0" + whole * 2, b"ispe\0\0\0\0" + side.to_bytes(4, "big") * 2
    )


def peak() -> int:
    """The most memory that the idle worker ever had, kB."""
    (pid,) = isolation._workers.pids()
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def size_of(raw: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(raw)) as picture:
        return picture.size


# Limits


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: a_webp(7700), id="WebP 7,700 x 7,700"),
        pytest.param(lambda: a_png(1, 59_000_000, kind=0, depth=1), id="PNG 1 x 59,000,000"),
        pytest.param(lambda: a_png(7700, 7700, kind=2, depth=8), id="PNG 7,700 x 7,700"),
        pytest.param(lambda: a_png(20_000, 4, kind=0), id="PNG 20,000 wide"),
        pytest.param(lambda: a_heic(7700), id="HEIC 7,700 x 7,700"),
        pytest.param(
            lambda: saved(Image.new("1", (6400, 6400)), "TIFF", compression="group4"),
            id="TIFF 6,400 x 6,400",
        ),
        pytest.param(lambda: a_large_jpeg(20_000, 15_000), id="JPEG of 300 million"),
        pytest.param(
            lambda: a_large_jpeg(15_552, 11_664).replace(b"\xff\xc0", b"\xff\xc2"),
            id="progressive JPEG",
        ),
    ],
)
@needs_proc
def test_a_picture_that_needs_too_much_memory_is_refused_in_words_from_its_head(
    make: Callable[[], bytes],
) -> None:
    with pytest.raises(PhotoTooLarge, match="quá lớn; hãy thu nhỏ ảnh"):
        isolation.prepare_photo(make())
    assert peak() < MOST / 3


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: a_png(6300, 6300, kind=6), id="PNG with transparency"),
        pytest.param(lambda: a_png(6300, 6300, kind=0), id="grey PNG"),
        pytest.param(
            lambda: saved(Image.new("RGBA", (4400, 4400)), "WEBP", lossless=True), id="WebP"
        ),
        pytest.param(
            lambda: saved(Image.new("RGBA", (6300, 6300)), "TIFF", compression="tiff_lzw"),
            id="TIFF",
        ),
    ],
)
@needs_proc
def test_the_largest_pictures_that_are_taken_are_opened_within_the_bound(
    make: Callable[[], bytes],
) -> None:
    assert max(size_of(isolation.prepare_photo(make()))) == 2048
    assert peak() < MOST


@needs_proc
def test_a_photo_of_182_million_pixels_is_a_photo_as_it_is_made_smaller_while_it_is_decoded() -> (
    None
):
    assert max(size_of(isolation.prepare_photo(a_large_jpeg(15_552, 11_664)))) == 2048
    assert peak() < MOST / 2


@needs_proc
def test_a_long_low_photo_is_made_smaller_while_it_is_decoded_too() -> None:
    assert size_of(isolation.prepare_photo(a_large_jpeg(40_000, 3_500)))[0] == 2048
    assert peak() < MOST / 2


@needs_proc
def test_the_largest_emblem_is_opened_within_the_bound_and_a_larger_one_is_refused() -> None:
    assert max(size_of(isolation.prepare_emblem(a_png(6300, 6300, kind=6)))) == 2000
    assert peak() < MOST
    with pytest.raises(PhotoTooLarge, match="quá lớn"):
        isolation.prepare_emblem(a_png(8000, 8000, kind=6))


@needs_signals
def test_a_picture_whose_head_lies_about_what_it_needs_meets_the_limit_of_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    less = "from publisher.cards import isolation; isolation.MEMORY = 30_000_000; isolation.work()"
    monkeypatch.setattr(isolation, "_START", f"import sys; sys.path[:] = sys.argv[1:]; {less}")
    with pytest.raises(PhotoTooLarge, match="hãy mở ảnh rồi lưu lại"):
        isolation.prepare_photo(a_png(3000, 3000, kind=6))
    assert isolation.prepare_photo(saved(SMALL, "PNG"))


# Processes


def test_a_worker_is_used_again_and_makes_room_for_a_new_one_after_many_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(isolation, "ENOUGH", 2)
    seen = []
    for _ in range(4):
        isolation.prepare_photo(saved(SMALL, "PNG"))
        seen.append(isolation._workers.pids())
    assert [len(pids) for pids in seen] == [1, 0, 1, 0]
    assert seen[0] != seen[2]


def test_many_pictures_at_once_are_opened_by_two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[isolation._PictureWorker] = []
    begin = isolation._Workers._started

    def counted(self: isolation._Workers) -> isolation._PictureWorker:
        started.append(begin(self))
        return started[-1]

    monkeypatch.setattr(isolation._Workers, "_started", counted)
    raw, made = saved(Image.new("RGB", (900, 900)), "PNG"), []
    threads = [
        threading.Thread(target=lambda: made.append(isolation.prepare_photo(raw))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(started) <= 2


@needs_signals
def test_a_worker_that_was_ended_while_it_waited_costs_nobody_a_picture() -> None:
    isolation.prepare_photo(saved(SMALL, "PNG"))
    os.kill(isolation._workers.pids()[0], signal.SIGKILL)
    assert isolation.prepare_photo(saved(SMALL, "PNG"))


def test_a_picture_of_which_a_worker_dies_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        isolation, "_START", "import os, sys; sys.stdin.buffer.read(20); os._exit(139)"
    )
    with pytest.raises(PhotoRefused, match="quá rắc rối"):
        isolation.prepare_photo(saved(SMALL, "PNG"))
    assert not isolation._workers.pids()


def test_a_picture_that_takes_too_long_is_refused_and_its_worker_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(isolation, "_START", "import time; time.sleep(600)")
    monkeypatch.setattr(isolation, "PATIENCE", 0.2)
    started = time.monotonic()
    with pytest.raises(PhotoRefused, match="quá rắc rối"):
        isolation.prepare_photo(saved(SMALL, "PNG"))
    assert time.monotonic() - started < 60
    assert not isolation._workers._all


def test_a_machine_that_can_start_no_process_refuses_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", str(ROOT / "no-such-python"))
    with pytest.raises(PhotoRefused, match="thử lại sau"):
        isolation.prepare_photo(saved(SMALL, "PNG"))


@needs_proc
def test_a_service_that_is_killed_leaves_no_worker_behind() -> None:
    code = (
        "import io, sys, time\nfrom PIL import Image\nfrom publisher.cards import isolation\n"
        "out = io.BytesIO()\nImage.new('RGB', (9, 9)).save(out, 'PNG')\nisolation.prepare_photo(out.getvalue())\n"
        "print(isolation._workers.pids()[0], flush=True)\ntime.sleep(600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    service = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment
    )
    assert service.stdout
    worker = int(service.stdout.readline())
    service.kill()
    service.wait()
    service.stdout.close()
    deadline = time.monotonic() + 20
    while _runs(worker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(worker)


@needs_proc
def test_a_worker_that_never_ends_a_picture_is_ended_by_its_own_alarm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hang = "isolation.PATIENCE = -4; isolation._answer = lambda *_: __import__('time').sleep(600)"
    start = f"import sys; sys.path[:] = sys.argv[1:]; from publisher.cards import isolation; {hang}; isolation.work()"
    monkeypatch.setattr(isolation, "_START", start)
    with pytest.raises(PhotoRefused, match="quá rắc rối"):
        isolation.prepare_photo(saved(SMALL, "PNG"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_has_workers_of_its_own_and_leaves_its_parents_alone() -> None:
    isolation.prepare_photo(saved(SMALL, "PNG"))
    (before,) = isolation._workers.pids()
    child = os.fork()
    if not child:
        isolation.prepare_photo(saved(SMALL, "PNG"))
        code = 0 if isolation._workers.pids() != [before] else 1
        isolation._workers.end()
        os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    isolation.prepare_photo(saved(SMALL, "PNG"))
    assert isolation._workers.pids() == [before]


def test_a_file_of_the_queue_is_looked_at_apart_whatever_its_name_and_wherever_it_lies(
    tmp_path: Path,
) -> None:
    good, large = tmp_path / "ảnh đại hội.png", tmp_path / "bom.webp"
    good.write_bytes(saved(SMALL, "PNG"))
    large.write_bytes(a_webp(7700))
    assert not isolation.examine_photo(good)
    assert isolation.examine_photo(ROOT / "tests" / "cards" / "data" / "xam16.png")
    with pytest.raises(PhotoRefused, match="quá lớn"):
        isolation.examine_photo(large)
    with pytest.raises(PhotoRefused, match="không đọc được"):
        isolation.examine_photo(tmp_path / "gone.png")


def _runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
