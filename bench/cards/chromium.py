"""The same card by a warm Chromium page: HTML with `text-wrap: balance`, text size by bisection,
a screenshot."""

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

PAGE = """<style>@font-face {{ font-family: pro; src: url(data:font/ttf;base64,{font}) }}
body {{ margin: 0; width: 1080px; height: 1350px; background: url(data:image/png;base64,{base}) }}
#box {{ position: absolute; left: {left}px; top: {top}px; width: {width}px; height: {height}px; display: flex;
  align-items: center; justify-content: center }}
#text {{ font: 800 90px/1.32 pro; color: white; text-align: center; text-wrap: balance }}</style>
<div id=box><div id=text></div></div>"""
FIT = """text => { const t = document.getElementById('text'), b = document.getElementById('box');
  t.textContent = text; let low = 30, high = 117;
  while (high - low > 1) { const size = (low + high) >> 1; t.style.fontSize = size + 'px';
    if (t.scrollHeight <= b.clientHeight && t.scrollWidth <= b.clientWidth) low = size; else high = size; }
  t.style.fontSize = low + 'px'; }"""


@contextmanager
def chromium(
    base: Image.Image, font: Path, box: tuple[float, float, float, float]
) -> Iterator[Callable[[str, str], bytes]]:
    """A function (text, "jpeg" or "png") to bytes, while the browser is open."""
    from playwright.sync_api import sync_playwright

    buffer = io.BytesIO()
    base.save(buffer, "PNG")
    left, top, width, height = box
    page_text = PAGE.format(
        font=base64.b64encode(font.read_bytes()).decode(),
        base=base64.b64encode(buffer.getvalue()).decode(),
        left=left,
        top=top,
        width=width,
        height=height,
    )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1080, "height": 1350})
        page.set_content(page_text)
        page.wait_for_timeout(500)

        def render(text: str, kind: str) -> bytes:
            page.evaluate(FIT, text)
            if kind == "jpeg":
                return page.screenshot(type="jpeg", quality=90)
            return page.screenshot(type="png")

        yield render
        browser.close()
