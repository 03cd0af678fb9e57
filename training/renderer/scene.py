"""What a picture shows, said without pixels: a scene can be drawn at any size and captioned in any language."""

from dataclasses import dataclass, field

TIMES = ["day", "night", "sunset", "rain", "snow"]
SETTINGS = ["plain", "sea", "beach", "meadow", "forest", "mountains", "desert", "city", "street", "room", "kitchen", "space"]
SIZES = ["small", "medium", "large"]


@dataclass
class Thing:
    kind: str
    colour: str
    x: float               # centre of its box, in units of the square root of the picture's area
    y: float
    height: float
    seed: int              # everything about the drawing that no caption names
    size: str | None = None        # None: not said, the usual size
    place: str | None = None       # a named place in the picture, for a thing that stands alone
    extras: tuple = ()             # what a face or a person wears
    flip: bool = False


@dataclass
class Scene:
    width: float           # width × height = 1
    height: float
    setting: str
    time: str
    style: str
    palette: str
    seed: int
    things: list = field(default_factory=list)
    groups: list = field(default_factory=list)   # [(index of the first thing, how many)]: what a caption counts
    relation: str | None = None    # of the first group to the others: left, right, above, below, on, front, between, beside
    ground: str | None = None      # the colour of a plain background, if it has one
