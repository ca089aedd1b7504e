"""The five sizes of a card, and where on each of them something may stand."""

from typing import NamedTuple

Box = tuple[float, float, float, float]  # left, top, width, height


class Format(NamedTuple):
    """A size in px with the margins that nothing readable may enter: left, top, right, bottom."""

    name: str
    # Vietnamese, for people who choose.
    title: str
    width: int
    height: int
    margins: tuple[int, int, int, int]
    # "tall" or "wide": which arrangement of a template it takes.
    shape: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.width, self.height

    @property
    def safe(self) -> Box:
        """What the margins leave, px."""
        left, top, right, bottom = self.margins
        return left, top, self.width - left - right, self.height - top - bottom

    @property
    def unit(self) -> float:
        """One hundredth of the geometric mean of the safe sides, px: lengths in it look alike on
        every format."""
        _, _, width, height = self.safe
        return float((width * height) ** 0.5 / 100)

    def place(self, box: Box) -> Box:
        """A box in percent of the safe area, in px."""
        left, top, width, height = self.safe
        return (
            left + box[0] * width / 100,
            top + box[1] * height / 100,
            box[2] * width / 100,
            box[3] * height / 100,
        )

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        """A point in percent of the safe area, in px."""
        left, top, *_ = self.place((at[0], at[1], 0, 0))
        return left, top

    def bleed(self, box: Box) -> Box:
        """As `place`, but an edge on or beyond the safe area's reaches the edge of the picture."""
        left, top, width, height = self.place(box)
        right = self.width if box[0] + box[2] >= 100 else left + width
        bottom = self.height if box[1] + box[3] >= 100 else top + height
        left, top = 0 if box[0] <= 0 else left, 0 if box[1] <= 0 else top
        return left, top, right - left, bottom - top


# Stories lie under the app's own bars above and below. A page cover is shown 851 x 315 on computers
# and cut at both sides to 640 x 360 on phones, so only its middle is safe (Facebook's help pages as
# of 2026; not checked again here).
FORMATS = {
    found.name: found
    for found in (
        Format("portrait", "dọc 4:5", 1080, 1350, (72, 72, 72, 72), "tall"),
        Format("square", "vuông", 1080, 1080, (64, 60, 64, 60), "tall"),
        Format("landscape", "ngang", 1200, 630, (56, 48, 56, 48), "wide"),
        Format("story", "tin (story)", 1080, 1920, (80, 250, 80, 320), "tall"),
        Format("cover", "ảnh bìa trang", 1702, 630, (311, 48, 311, 54), "wide"),
    )
}
DEFAULT = "portrait"
