"""Ember's network: a text encoder, a sketch of what stands where, an encoder for reference pictures, and a U-Net that predicts the clean picture.

Pictures are height × width × channels in memory (NHWC), so that a 1×1 convolution is a matrix product and a norm runs along the last axis.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

CONFIG = {
    "tokens": 512,          # rows of the embedding; more than the vocabulary has today, so that it can grow
    "text_width": 256, "text_layers": 3, "text_heads": 4, "text_limit": 48,
    "widths": [64, 128, 288], "down": [1, 1, 3], "up": [1, 2],
    "down_attention": [0, 0, 3], "up_attention": [0, 1],  # at each depth, after how many of its last blocks the picture looks at itself and at the words
    "head": 32, "time_width": 256,
    "sketch_width": 96, "sketch_side": 12, "sketch_depth": 32,   # of a thing's embedding, and of the little picture that it becomes
    "glance_width": 64, "glance_blocks": 3,                       # of what looks at a reference
    "canvas": 64,            # side of the square canvas that the weights were trained for; oblong ones have its area
}
COORDINATES = 20
MARGIN = 1.2             # how much longer a box is than its thing, for hats, glow and shadow


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.rms_norm(x.float(), self.weight.shape, self.weight, 1e-6).to(x.dtype)


class Conv(nn.Module):
    """A 3×3 convolution over NHWC."""

    def __init__(self, inside, outside, zero=False):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outside, inside, 3, 3) if zero else torch.randn(outside, inside, 3, 3) / math.sqrt(9 * inside))
        self.bias = nn.Parameter(torch.zeros(outside))

    def forward(self, x):
        return F.conv2d(x.permute(0, 3, 1, 2), self.weight, self.bias, padding=1).permute(0, 2, 3, 1)


def linear(inside, outside, zero=False, bias=True):
    layer = nn.Linear(inside, outside, bias=bias)
    nn.init.zeros_(layer.weight) if zero else nn.init.normal_(layer.weight, std=1 / math.sqrt(inside))
    if bias:
        nn.init.zeros_(layer.bias)
    return layer


def fold(x, n=2):
    """n×n pixels become one with n² times the channels, row by row."""
    b, h, w, c = x.shape
    return x.reshape(b, h // n, n, w // n, n, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h // n, w // n, n * n * c)


def unfold(x, n=2):
    b, h, w, c = x.shape
    return x.reshape(b, h, w, n, n, c // (n * n)).permute(0, 1, 3, 2, 4, 5).reshape(b, h * n, w * n, c // (n * n))


def coordinates(height, width, ratio):
    """Where each cell is: its place in the canvas and, for the shape of the canvas, its distance from the middle. Height × width × 20."""
    v, u = torch.meshgrid((torch.arange(height) + 0.5) / height * 2 - 1, (torch.arange(width) + 0.5) / width * 2 - 1, indexing="ij")
    across, down = u * math.sqrt(ratio), v / math.sqrt(ratio)
    waves = [f(math.pi * k / 2 * a) for a in (across, down) for k in (1, 2, 4, 8) for f in (torch.sin, torch.cos)]
    return torch.stack([u, v, across, down] + waves, -1)


def time_features(t, width):
    """Sines and cosines of the time, from one turn to a thousand."""
    frequencies = torch.exp(torch.arange(width // 2, device=t.device) * (math.log(1000) / (width // 2 - 1)))
    angles = t[:, None] * frequencies * 2
    return torch.cat([angles.sin(), angles.cos()], -1)


def positions(count, width):
    angles = torch.arange(count)[:, None] * torch.exp(torch.arange(width // 2) * (-math.log(200) / (width // 2)))
    return torch.cat([angles.sin(), angles.cos()], -1)


class TextLayer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.qkv, self.out = linear(width, 3 * width, bias=False), linear(width, width, zero=True)
        self.wide, self.narrow = linear(width, 3 * width), linear(3 * width, width, zero=True)

    def forward(self, x, mask):
        b, n, c = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        x = x + self.out(F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, n, c))
        return x + self.narrow(F.silu(self.wide(self.norm2(x))))


class TextEncoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c["text_width"]
        self.embedding = nn.Embedding(c["tokens"], width)
        nn.init.normal_(self.embedding.weight, std=0.5)
        self.register_buffer("positions", positions(c["text_limit"], width) * 0.5, persistent=False)
        self.layers = nn.ModuleList(TextLayer(width, c["text_heads"]) for _ in range(c["text_layers"]))
        self.norm = Norm(width)

    def forward(self, tokens, mask):
        x = self.embedding(tokens) + self.positions[: tokens.shape[1]]
        for layer in self.layers:
            x = layer(x, mask)
        return self.norm(x)


class Glance(nn.Module):
    """A look at a reference picture: cropped to a thing, it gives the little picture that the thing's words would have become, and says what it is; whole, the look of another picture."""

    def __init__(self, c):
        super().__init__()
        width = c["glance_width"]
        self.side = c["sketch_side"] * 4
        self.enter = linear(48, width)
        self.norms, self.convs = nn.ModuleList(Norm(width) for _ in range(c["glance_blocks"])), nn.ModuleList(Conv(width, width) for _ in range(c["glance_blocks"]))
        self.norm = Norm(width)
        self.thing, self.look = linear(width, c["sketch_depth"], zero=True), linear(width, c["time_width"], zero=True)
        self.kind = linear(9 * width, c["tokens"], zero=True)

    def cells(self, picture):
        x = self.enter(fold(picture, 4))
        for norm, conv in zip(self.norms, self.convs):
            x = x + conv(F.silu(norm(x)))
        return F.silu(self.norm(x))

    def things(self, picture):
        """Batch × side × (side · depth), as `Sketch` paints them."""
        return self.thing(self.cells(picture)).flatten(2)

    def kinds(self, picture):
        """How much each token is the name of what stands there, by what is in each ninth of the picture."""
        cells = self.cells(picture)
        third = self.side // 12
        return self.kind(cells.reshape(len(cells), 3, third, 3, third, -1).mean((2, 4)).flatten(1)).float()

    def looks(self, picture):
        """What is added to the condition of every block."""
        return self.look(self.cells(picture).mean((1, 2)))


class Sketch(nn.Module):
    """What stands where: each thing's tokens, or what a reference shows of it, become a little picture of features, stretched into its box and added to the first cells."""

    def __init__(self, c):
        super().__init__()
        self.side, self.depth = c["sketch_side"], c["sketch_depth"]
        self.embedding = nn.Embedding(c["tokens"], c["sketch_width"])
        nn.init.normal_(self.embedding.weight)
        self.paint, self.leave = linear(c["sketch_width"], self.side**2 * self.depth), linear(self.depth, c["widths"][0], zero=True, bias=False)

    def stretch(self, middle, length, cells):
        """How much of each row of a little picture falls on each cell: hats over a box that is a little longer than the thing."""
        places = (torch.arange(cells, device=middle.device) + 0.5) / cells
        on = ((places - middle[..., None]) / (length[..., None] * MARGIN) + 0.5) * self.side - 0.5
        return (1 - (on[..., None] - torch.arange(self.side, device=middle.device)).abs()).clamp(min=0)

    def forward(self, things, boxes, rows, columns, seen=None, which=None):
        """`things`: batch × things × tokens, 0 for none; `boxes`: batch × things × (centre across, down, width, height) in shares of the picture.

        `seen`: batch × side × (side · depth), what a reference shows of a thing; `which`: batch × things, 1 for that thing, of which no words are needed.
        """
        said = (things != 0).float()
        there = said[:, :, 0]
        little = self.paint((self.embedding(things) * said[..., None]).sum(2)).reshape(*things.shape[:2], self.side, self.side * self.depth)
        if seen is not None:
            there = torch.maximum(there, which)
            little = little + (which[..., None, None] * seen[:, None]).to(little.dtype)
        x, y, width, height = boxes.unbind(-1)
        down, across = self.stretch(y, height, rows).to(little.dtype), self.stretch(x, width, columns).to(little.dtype)
        tall = (down @ little).reshape(*things.shape[:2], rows, self.side, self.depth)
        wide = across[:, :, None] @ tall
        return self.leave((F.silu(wide) * there[..., None, None, None]).sum(1))


class Block(nn.Module):
    """Two convolutions; the condition scales and shifts between them."""

    def __init__(self, width, condition):
        super().__init__()
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.conv1, self.conv2 = Conv(width, width), Conv(width, width, zero=True)
        self.modulation = linear(condition, 2 * width, zero=True)

    def forward(self, x, condition):
        scale, shift = self.modulation(condition)[:, None, None].chunk(2, -1)
        h = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(h) * (1 + scale) + shift))


class Attention(nn.Module):
    """Every cell looks at all cells and at the words, in one attention over both."""

    def __init__(self, width, head, text):
        super().__init__()
        self.head = head
        self.norm, self.place = Norm(width), linear(COORDINATES, width, bias=False)
        self.qkv, self.words = linear(width, 3 * width, bias=False), linear(text, 2 * width, bias=False)
        self.qnorm, self.knorm = Norm(head), Norm(head)
        self.out = linear(width, width, zero=True)

    def forward(self, x, words, mask, where):
        b, h, w, c = x.shape
        q, k, v = self.qkv(self.norm(x) + self.place(where)).reshape(b, h * w, 3, -1, self.head).permute(2, 0, 3, 1, 4)
        wk, wv = self.words(words).reshape(b, words.shape[1], 2, -1, self.head).permute(2, 0, 3, 1, 4)
        k, v = self.knorm(torch.cat([k, wk], 2)), torch.cat([v, wv], 2)
        picture = torch.zeros(b, 1, 1, h * w, dtype=mask.dtype, device=x.device)
        scores = (self.qnorm(q) * self.head**-0.5) @ k.transpose(-1, -2) + torch.cat([picture, mask], -1)
        a = scores.float().softmax(-1).to(v.dtype) @ v
        return x + self.out(a.transpose(1, 2).reshape(b, h, w, c))


class Level(nn.Module):
    """Blocks at one resolution, the last of them followed by attention."""

    def __init__(self, width, blocks, attention, c):
        super().__init__()
        self.blocks = nn.ModuleList(Block(width, c["time_width"]) for _ in range(blocks))
        self.attention = nn.ModuleList(Attention(width, c["head"], c["text_width"]) for _ in range(min(attention, blocks)))

    def forward(self, x, condition, words, mask, where):
        for i, block in enumerate(self.blocks):
            x = block(x, condition)
            late = i - len(self.blocks) + len(self.attention)
            if late >= 0:
                x = self.attention[late](x, words, mask, where)
        return x


class Ember(nn.Module):
    def __init__(self, config=CONFIG):
        super().__init__()
        c, widths = config, config["widths"]
        self.config = c
        self.text = TextEncoder(c)
        self.sketch, self.glance = Sketch(c), Glance(c)
        self.time1, self.time2 = linear(c["time_width"], c["time_width"]), linear(c["time_width"], c["time_width"])
        self.pooled, self.shape = linear(c["text_width"], c["time_width"]), linear(2, c["time_width"])
        self.enter = Conv(12 + COORDINATES, widths[0])
        self.down = nn.ModuleList(Level(w, n, a, c) for w, n, a in zip(widths, c["down"], c["down_attention"]))
        self.shrink = nn.ModuleList(linear(4 * a, b) for a, b in zip(widths, widths[1:]))
        self.grow = nn.ModuleList(linear(b, 4 * a) for a, b in zip(widths, widths[1:]))
        self.merge = nn.ModuleList(linear(2 * a, a) for a in widths[:-1])
        self.up = nn.ModuleList(Level(w, n, a, c) for w, n, a in zip(widths, c["up"], c["up_attention"]))
        self.norm, self.leave = Norm(widths[0]), Conv(widths[0], 12, zero=True)

    def words(self, tokens):
        """The words' vectors, and the mask added to attention: 0 where to look, a large negative where not."""
        mask = torch.where(tokens == 0, -1e4, 0.0)[:, None, None]
        return self.text(tokens, mask.expand(-1, 1, tokens.shape[1], -1)), mask

    def forward(self, z, t, words, mask, wheres, sketch=None, look=None):
        """The clean picture, from a noisy one (batch × height × width × 3), the times, and what `words`, `places`, `sketch` and `glance.looks` gave."""
        shape = torch.tensor([[math.log(z.shape[2] / z.shape[1]), math.log(z.shape[1] * z.shape[2] / 4096)]], device=z.device, dtype=torch.float32)
        condition = self.time2(F.silu(self.time1(time_features(t, self.config["time_width"])))) + self.pooled(words[:, 0]) + self.shape(shape)
        if look is not None:
            condition = condition + look
        condition = F.silu(condition)
        x = self.enter(torch.cat([fold(z), wheres[0].expand(z.shape[0], -1, -1, -1)], -1))
        if sketch is not None:
            x = x + sketch
        skips = []
        for i, level in enumerate(self.down):
            x = level(x, condition, words, mask, wheres[i])
            if i < len(self.shrink):
                skips.append(x)
                x = self.shrink[i](fold(x))
        for i in reversed(range(len(self.up))):
            x = self.merge[i](torch.cat([unfold(self.grow[i](x)), skips[i]], -1))
            x = self.up[i](x, condition, words, mask, wheres[i])
        return unfold(self.leave(F.silu(self.norm(x)))).float()

    def places(self, height, width):
        """Coordinates for each depth of a canvas."""
        return [coordinates(height >> i + 1, width >> i + 1, width / height) for i in range(len(self.down))]
