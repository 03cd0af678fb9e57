"""The sharp decoder: features of the small picture, read at any point between its pixels, become the colour there (after LIIF, Chen et al. 2021).

Features are interpolated linearly, so that they cross a threshold along a smooth line between pixels: the small network that reads them turns
that crossing into an edge, as sharp as the output's own pixels. What comes before the interpolation is computed once per small pixel.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from model import Conv, linear

DECODER = {"width": 48, "blocks": 3, "hidden": 64}
EDGE = 8    # small pixels by which a picture is continued beyond its edges, more than the convolutions can see
WAVES = 9   # what a point knows of itself: its place between the pixels, and how much the picture is enlarged


class Decoder(nn.Module):
    def __init__(self, config=DECODER):
        super().__init__()
        self.config, w, h = config, config["width"], config["hidden"]
        self.enter = Conv(3, w)
        self.blocks = nn.ModuleList(nn.ModuleList([Conv(w, w), Conv(w, w, zero=True)]) for _ in range(config["blocks"]))
        self.features, self.point = linear(w + 3, h), linear(WAVES, h, bias=False)
        self.hidden1, self.hidden2, self.leave = linear(h, h), linear(h, h), linear(h, 3, zero=True)

    def read(self, picture):
        """Per small pixel: the first layer of the reader, before the point is known. Batch × height × width × 3 in, hidden width out."""
        x = self.enter(picture)
        for first, second in self.blocks:
            x = x + second(F.silu(first(F.silu(x))))
        return self.features(torch.cat([F.silu(x), picture], -1))

    def forward(self, picture, rows, columns, scale):
        """Colours on a grid. `rows`, `columns`: batch × how many, in small pixels from the top left corner; `scale`: batch, output pixels for a small one."""
        read = torch.cat([self.read(picture), picture], -1)
        read = interpolate(interpolate(read, rows, 1), columns, 2)
        hidden, colour = read[..., :-3], read[..., -3:]
        x = F.silu(hidden + self.point(waves(rows, columns, scale).to(hidden.dtype)))
        x = F.silu(self.hidden1(x))
        x = F.silu(self.hidden2(x))
        return colour + self.leave(x)


def interpolate(x, at, axis):
    """Linear between the centres of the cells along an axis, held beyond the first and the last. `at`: batch × how many."""
    size = x.shape[axis]
    p = (at - 0.5).clamp(0, size - 1)
    low = p.floor().clamp(max=max(size - 2, 0))
    share = (p - low).to(x.dtype)
    shape = [x.shape[0], 1, 1, 1]
    shape[axis] = at.shape[1]
    index = low.long().view(shape)
    full = [-1 if i != axis else at.shape[1] for i in range(4)]
    wide = list(x.shape)
    wide[axis] = at.shape[1]
    a = x.gather(axis, index.expand(wide))
    b = x.gather(axis, (index + 1).clamp(max=size - 1).expand(wide))
    return torch.lerp(a, b, share.view(shape).expand(wide))


def waves(rows, columns, scale):
    """Batch × rows × columns × 9: one wave per pixel and one per half pixel along each axis, and the enlargement."""
    def along(p):
        return torch.stack([f(2 * math.pi * k * p) for k in (1, 2) for f in (torch.sin, torch.cos)], -1)
    b, h, w = rows.shape[0], rows.shape[1], columns.shape[1]
    enlarged = (scale.log2() / 4)[:, None, None, None].expand(b, h, w, 1)
    return torch.cat([along(rows)[:, :, None].expand(b, h, w, 4), along(columns)[:, None].expand(b, h, w, 4), enlarged], -1)


@torch.no_grad()
def enlarge(decoder, picture, height, width, band=64):
    """The whole picture (height × width × 3, from -1 to 1) at another size, in bands, so that memory does not grow with the height.

    Training keeps away from the edges of its crops; here the picture's edge pixels are repeated outwards instead.
    """
    rows = (torch.arange(height) + 0.5) * (picture.shape[0] / height) + EDGE
    columns = ((torch.arange(width) + 0.5) * (picture.shape[1] / width) + EDGE)[None]
    scale = torch.tensor([math.sqrt(height * width / (picture.shape[0] * picture.shape[1]))])
    continued = F.pad(picture.permute(2, 0, 1)[None], (EDGE,) * 4, mode="replicate").permute(0, 2, 3, 1)
    return torch.cat([decoder(continued, rows[None, i : i + band], columns, scale)[0] for i in range(0, height, band)])
