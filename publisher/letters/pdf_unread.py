"""What a PDF holds beside its text, named as unread: pages and pictures that are only seen, and
notes and forms laid over a page."""

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from publisher.letters.line import clean

# The part of a page that a picture takes at least: smaller ones are a logo's or a stamp's.
LEAST_PICTURE = 0.02
# Links lie over words that are read; a popup only opens the note that it belongs to.
_SILENT = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)
# Of a note, and of the field of a form.
_WORDS = (b"Contents", b"V")
MOST_NOTES, LONGEST_NOTE = 200, 160


def unread_of(document: pdfium.PdfDocument) -> list[str]:
    """Remarks on what was not read, each with its pages, in Vietnamese."""
    bare, pictures, notes = [], [], list[str]()
    for number, page in enumerate(document, start=1):
        if not any(char.isalnum() for char in page.get_textpage().get_text_range()):
            bare.append(number)
        elif _has_picture(page):
            pictures.append(number)
        notes += _notes(page)
        page.close()
    said = clean(" ".join(notes))[:LONGEST_NOTE]
    return [
        *_of(bare, "không có chữ để đọc (ảnh quét?)"),
        *_of(pictures, "có hình, chữ trong hình không đọc"),
        *([f"ghi chú và ô điền gắn trên trang không đọc: “{said}”"] if notes else []),
    ]


def _of(pages: Iterable[int], what: str) -> Iterator[str]:
    if numbers := ", ".join(map(str, pages)):
        yield f"trang {numbers}: {what}"


def _has_picture(page: pdfium.PdfPage) -> bool:
    width, height = page.get_size()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        if (right - left) * (top - bottom) >= LEAST_PICTURE * width * height:
            return True
    return False


def _notes(page: pdfium.PdfPage) -> Iterator[str]:
    for place in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MOST_NOTES)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, place)
        if raw.FPDFAnnot_GetSubtype(annotation) not in _SILENT:
            yield from filter(None, (_string(annotation, key) for key in _WORDS))
        raw.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    held = ctypes.create_string_buffer(size)
    taken = ctypes.cast(held, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, key, taken, size)
    return clean(held.raw[: max(size - 2, 0)].decode("utf-16-le", "replace"))
