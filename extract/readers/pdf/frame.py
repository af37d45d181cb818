"""The frame a page is read in: its origin top left, x along the lines of text, y down, whichever way they run."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from extract.document import Box

# What a line of text may turn by, in quarter turns against the clock from the user space of the PDF.
QUARTERS = range(4)


@dataclass(frozen=True, slots=True)
class Frame:
    """A page box in user space (origin bottom left) looked at in quarter turn `turn`: 1 is text that runs upwards."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def width(self) -> float:
        """How wide the page is as it is read."""
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """How high the page is as it is read."""
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def turned(self, turn: int) -> Frame:
        """The same page looked at in another quarter turn."""
        return Frame(self.left, self.bottom, self.right, self.top, turn)

    def enter(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space in this frame.

        >>> Frame(0, 0, 600, 800).enter(100, 700), Frame(0, 0, 600, 800, 1).enter(100, 700)
        ((100, 100), (700, 100))
        """
        match self.turn:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def leave(self, x: float, y: float) -> tuple[float, float]:
        """A point of this frame in user space.

        >>> Frame(0, 0, 600, 800, 1).leave(700, 100)
        (100, 700)
        """
        match self.turn:
            case 0:
                return self.left + x, self.top - y
            case 1:
                return self.left + y, self.bottom + x
            case 2:
                return self.right - x, self.bottom + y
            case _:
                return self.right - y, self.top - x

    def tilt(self, box: Box, degrees: float) -> Box:
        """A box of a page that was turned about its middle to be read, where it stands on the page as it is.

        >>> Frame(0, 0, 600, 800).tilt(Box(500, 390, 520, 410), 1.0)
        Box(x0=500.0, y0=393.7, x1=520.0, y1=413.7)
        """
        if not degrees:
            return box
        angle = radians(degrees)
        across, down = (box.x0 + box.x1 - self.width) / 2, (box.y0 + box.y1 - self.height) / 2
        x = self.width / 2 + across * cos(angle) - down * sin(angle)
        y = self.height / 2 + across * sin(angle) + down * cos(angle)
        half_width, half_height = (box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2
        corners = (x - half_width, y - half_height, x + half_width, y + half_height)
        return Box(*(round(corner, 1) for corner in corners))

    def carry(self, box: Box, into: Frame) -> Box:
        """A box of this frame in another frame of the same page.

        >>> Frame(0, 0, 600, 800, 1).carry(Box(700, 90, 780, 100), Frame(0, 0, 600, 800))
        Box(x0=90, y0=20, x1=100, y1=100)
        """
        if into.turn == self.turn:
            return box
        corners = [into.enter(*self.leave(x, y)) for x, y in ((box.x0, box.y0), (box.x1, box.y1))]
        (x0, x1), (y0, y1) = (sorted(values) for values in zip(*corners, strict=True))
        return Box(x0, y0, x1, y1)
