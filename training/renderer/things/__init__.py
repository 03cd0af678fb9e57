"""Every thing that Ember can draw: how it is drawn, where it lives, and the colours it has when nobody names one."""

from dataclasses import dataclass
from typing import Callable

from . import animals, buildings, household, people, plants, shapes, sky, vehicles


@dataclass
class Kind:
    draw: Callable         # draw(pen, rgb, random, extras)
    natural: tuple
    home: str = "ground"   # ground, sky, water or any
    aspect: float = 1.0    # width of the drawing over its height


ANY = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "turquoise")

KINDS = {
    "circle": Kind(shapes.circle, ANY, "any"),
    "square": Kind(shapes.square, ANY, "any"),
    "triangle": Kind(shapes.triangle, ANY, "any"),
    "star": Kind(shapes.star, ("yellow",), "any"),
    "heart": Kind(shapes.heart, ("red", "pink"), "any"),
    "cat": Kind(animals.cat, ("orange", "grey", "black", "white"), aspect=0.8),
    "dog": Kind(animals.dog, ("brown", "orange", "white"), aspect=1.15),
    "rabbit": Kind(animals.rabbit, ("white", "grey", "brown"), aspect=0.65),
    "fish": Kind(animals.fish, ("orange", "blue", "red"), "water", 1.3),
    "bird": Kind(animals.bird, ("blue", "red", "yellow"), "any", 1.1),
    "butterfly": Kind(animals.butterfly, ("orange", "blue", "purple"), "any", 1.1),
    "tree": Kind(plants.tree, ("green",), aspect=0.8),
    "flower": Kind(plants.flower, ("red", "pink", "yellow", "purple"), aspect=0.65),
    "mushroom": Kind(plants.mushroom, ("red", "brown"), aspect=0.95),
    "cactus": Kind(plants.cactus, ("green",), aspect=0.75),
    "apple": Kind(plants.apple, ("red", "green"), aspect=0.9),
    "cup": Kind(household.cup, ANY, aspect=1.05),
    "chair": Kind(household.chair, ("brown", "red", "blue"), aspect=0.65),
    "umbrella": Kind(household.umbrella, ANY, "any", 1.0),
    "balloon": Kind(household.balloon, ANY, "sky", 0.55),
    "house": Kind(buildings.house, ("red", "yellow", "brown", "white"), aspect=1.0),
    "castle": Kind(buildings.castle, ("grey", "pink", "brown"), aspect=1.0),
    "car": Kind(vehicles.car, ("red", "blue", "yellow", "green"), aspect=1.6),
    "boat": Kind(vehicles.boat, ("red", "brown", "blue"), "water", 1.0),
    "rocket": Kind(vehicles.rocket, ("red", "white", "blue"), "sky", 0.6),
    "sun": Kind(sky.sun, ("yellow", "orange"), "sky"),
    "moon": Kind(sky.moon, ("yellow", "white"), "sky", 0.8),
    "cloud": Kind(sky.cloud, ("white", "grey"), "sky", 1.6),
    "man": Kind(people.man, ANY, aspect=0.5),
    "woman": Kind(people.woman, ANY, aspect=0.5),
    "face": Kind(people.face, ("black", "brown", "yellow", "orange"), "any", 0.95),
}
