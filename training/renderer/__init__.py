"""Ember's teacher: scenes of a known vocabulary, drawn as vectors at any size."""

from .canvas import render
from .layout import compose
from .scene import Scene, Thing

__all__ = ["Scene", "Thing", "compose", "render"]
