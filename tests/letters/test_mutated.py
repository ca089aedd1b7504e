"""Thousands of broken letters and tables by seed: each is read or refused in a sentence, nothing else."""

import io
import random
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from openpyxl import Workbook

from publisher import resources
from publisher.domain.errors import PlanRefused
from publisher.letters.isolation import read_plan
from publisher.letters.letter import OfficialLetter
from publisher.letters.letter import from_json as plan_from_json
from publisher.letters.reading import plan_here
from publisher.queuefiles.sheets import (
    Sheet,
    SheetRefused,
    from_json,
    read_here,
    read_sheet,
)
from tests.letters.making import letter, pdf, word

WORDS = resources.assets() / "words"
SEED = 20261125
# What parsers stumble over, put in at random.
CHUNKS = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"9" * 40,
        b"-1",
        b"1/5/0000",
        b"31/12/9999",
        b"\r",
        b"\n",
        b"\t",
        b"|",
    ),
    *(
        b'"',
        b"<",
        b">",
        b"&x;",
        b"&#0;",
        b"[[[[",
        b"((((",
        b"PK\x03\x04",
        b"%%EOF",
        b"1e999",
        b"=A1",
        b"\xd0\xcf\x11\xe0",
    ),
    *("\u202e“”".encode(), "từ nay đến năm 0000".encode()),
]


def mutated(raw: bytes, chance: random.Random, *, times: int = 6) -> bytes:
    found = bytearray(raw)
    for _ in range(chance.randint(1, times)):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(6):
            case 0:
                found[at:at] = chance.choice(CHUNKS)
            case 1:
                del found[at : at + chance.randint(1, 40)]
            case 2:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                begin = chance.randrange(len(found) + 1)
                found[at:at] = found[begin : begin + chance.randint(1, 80)]
            case 4:
                found[at : at + 4] = chance.choice(CHUNKS)
            case _:
                if chance.random() < 0.1:
                    del found[at:]
    return bytes(found)


def mutated_zip(raw: bytes, chance: random.Random) -> bytes:
    """A container that is whole, with parts that are not; now and then the container itself is broken."""
    if chance.random() < 0.25:
        return mutated(raw, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        victim = chance.choice(
            [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        )
        for name in old.namelist():
            content = old.read(name)
            if name != victim:
                new.writestr(name, content)
            elif chance.random() > 0.05:
                new.writestr(name, mutated(content, chance))
    return out.getvalue()


def table() -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Ngày", "Giờ", "Trang", "Nội dung", "Ảnh"])
    for number in range(4):
        sheet.append([f"{number + 1}/5/2037", "7h30", "tinh", f"Chào số {number}", None])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_plan(name: str) -> Callable[[bytes], object]:
    def read(raw: bytes) -> OfficialLetter:
        found = plan_here(raw, name, words=WORDS)
        assert plan_from_json(found.as_json(), found.lines) == found
        return found

    return read


def as_sheet(name: str) -> Callable[[bytes], object]:
    def read(raw: bytes) -> Sheet:
        return from_json(read_here(raw, name).as_json())

    return read


TEXT = "\n".join(letter("00-lai-chau-438").raw.decode().splitlines()[:40])
CSV = (
    "Ngày;Giờ;Trang;Nội dung;Ảnh\n"
    + '1/5/2037;7h30;tinh;“Chào”, "mừng";\n2/5/2037;;tinh;Hai;a.jpg\n' * 4
)
SHORT = "KẾ HOẠCH\n~1 Khẩu hiệu:\n~- Đoàn kết!\n~- Thi đua!\n@table Ngày | Việc\n@table 1/5/1886 | Quốc tế Lao động"
KINDS = {
    "text": (TEXT.encode(), as_plan("a.txt"), mutated, 120),
    "markdown": (TEXT.encode(), as_plan("a.md"), mutated, 120),
    "short text": (b"Khau hieu:\n- Doan ket!\n1. Tu 1/5 den 2/6/2027\n", as_plan("a.txt"), mutated, 1_500),
    "csv": (CSV.encode(), as_sheet("a.csv"), mutated, 3_000),
    "xlsx": (table(), as_sheet("a.xlsx"), mutated_zip, 200),
    "docx": (word(SHORT), as_plan("a.docx"), mutated_zip, 120),
    "pdf": (pdf("KẾ HOẠCH\nKhẩu hiệu:\n- Đoàn kết là sức mạnh của chúng ta!"), as_plan("a.pdf"), mutated, 200),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_is_read_or_refused_and_nothing_else(kind: str) -> None:
    raw, read, spoil, count = KINDS[kind]
    chance, slowest = random.Random(SEED), 0.0
    for number in range(count):
        broken = spoil(raw, chance)
        begun = time.process_time()
        try:
            with suppress(PlanRefused, SheetRefused):
                read(broken)
        except BaseException as error:
            raise AssertionError(
                f"{kind} {number} of seed {SEED}: {type(error).__name__} {error}"
            ) from error
        slowest = max(slowest, time.process_time() - begun)
    assert slowest < 5


def test_a_few_go_through_the_real_process() -> None:
    chance = random.Random(SEED)
    for kind, name in (("docx", "a.docx"), ("pdf", "a.pdf"), ("text", "a.txt")):
        with suppress(PlanRefused):
            read_plan(KINDS[kind][2](KINDS[kind][0], chance), name, words=WORDS)
    for kind, name in (("xlsx", "a.xlsx"), ("csv", "a.csv")):
        with suppress(SheetRefused):
            read_sheet(KINDS[kind][2](KINDS[kind][0], chance), name)
