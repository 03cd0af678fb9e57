"""A model of 18 MB with random weights that stable-diffusion.cpp can draw with, as Tests/CheckpointsTests/TinyModel.swift writes it."""

import json
import math
import pathlib
import random
import struct

WIDTH, WORDS, CHANNELS = 128, 32, 64


class Weights:
    def __init__(self):
        self.head, self.parts, self.end = {}, [], 0
        self.random = random.Random(7)

    def add(self, name, shape, data):
        self.head[name] = {"dtype": "F16", "shape": shape, "data_offsets": [self.end, self.end + len(data)]}
        self.end += len(data)
        self.parts.append(data)

    def constant(self, name, count, half):
        self.add(name, [count], struct.pack("<H", half) * count)

    def noise(self, name, shape):
        """Halves of one magnitude and chance sign: what a layer with so many inputs can bear."""
        count, inputs = math.prod(shape), math.prod(shape[1:])
        exponent = 15 + round(math.log2(1.2 / math.sqrt(inputs)) - 0.5)
        table = bytes((byte & 0x80) | exponent << 2 | (byte & 3) for byte in range(256))
        data = bytearray(self.random.randbytes(2 * count))
        data[1::2] = data[1::2].translate(table)
        self.add(name, shape, bytes(data))

    def linear(self, name, outputs, inputs):
        self.noise(name + ".weight", [outputs, inputs])

    def convolution(self, name, outputs, inputs, side=3, biased=True):
        self.noise(name + ".weight", [outputs, inputs, side, side])
        if biased:
            self.constant(name + ".bias", outputs, 0)

    def ones(self, name, count):
        self.constant(name, count, 0x3C00)

    def write(self, path):
        head = json.dumps(self.head).encode()
        head += b" " * (-len(head) % 8)
        path.write_bytes(struct.pack("<Q", len(head)) + head + b"".join(self.parts))


def diffusion():
    file, w = Weights(), WIDTH
    file.linear("img_in", w, 128)
    file.linear("time_in.in_layer", w, 256)
    file.linear("time_in.out_layer", w, w)
    file.linear("txt_in", w, WORDS)
    for side in ("img", "txt"):
        block = f"double_blocks.0.{side}"
        file.linear(f"{block}_attn.qkv", 3 * w, w)
        file.linear(f"{block}_attn.proj", w, w)
        for norm in ("query_norm", "key_norm"):
            file.ones(f"{block}_attn.norm.{norm}.scale", 128)
        file.linear(f"{block}_mlp.0", 6 * w, w)
        file.linear(f"{block}_mlp.2", w, 3 * w)
        file.linear(f"double_stream_modulation_{side}.lin", 6 * w, w)
    file.linear("single_blocks.0.linear1", 9 * w, w)
    file.linear("single_blocks.0.linear2", w, 4 * w)
    for norm in ("query_norm", "key_norm"):
        file.ones(f"single_blocks.0.norm.{norm}.scale", 128)
    file.linear("single_stream_modulation.lin", 3 * w, w)
    file.linear("final_layer.linear", 128, w)
    file.linear("final_layer.adaLN_modulation.1", 2 * w, w)
    return file


def text():
    file, layer = Weights(), "model.layers.0."
    file.linear("model.embed_tokens", 151_936, WORDS)
    for name, outputs, inputs in (("q", 4096, WORDS), ("k", 1024, WORDS), ("v", 1024, WORDS), ("o", WORDS, 4096)):
        file.linear(f"{layer}self_attn.{name}_proj", outputs, inputs)
    for norm in ("q_norm", "k_norm"):
        file.ones(f"{layer}self_attn.{norm}.weight", 128)
    for part in ("gate_proj", "up_proj"):
        file.linear(f"{layer}mlp.{part}", 64, WORDS)
    file.linear(f"{layer}mlp.down_proj", WORDS, 64)
    for norm in ("input_layernorm", "post_attention_layernorm"):
        file.ones(f"{layer}{norm}.weight", WORDS)
    file.ones("model.norm.weight", WORDS)
    return file


def decoder():
    file, c = Weights(), CHANNELS

    def block(name, pools):
        for part in (0, 2, 4):
            file.convolution(f"{name}.conv.{part}", c, c)
        if pools:
            file.convolution(f"{name}.pool.0", 4 * c, c, 1, biased=False)
            file.ones(f"{name}.pool.1.weight", 4 * c)
            file.constant(f"{name}.pool.1.bias", 4 * c, 0)
            file.convolution(f"{name}.pool.3", c, 4 * c, 1, biased=False)

    file.convolution("decoder.layers.0", c, 32)
    layer = 2
    for stage in range(3):
        for _ in range(3):
            block(f"decoder.layers.{layer}", stage == 0)
            layer += 1
        file.convolution(f"decoder.layers.{layer + 1}", c, c, biased=False)
        layer += 2
    block(f"decoder.layers.{layer}", False)
    file.convolution(f"decoder.layers.{layer + 1}", 3, c)
    file.convolution("encoder.layers.0", c, 3)
    block("encoder.layers.1", False)
    layer = 2
    for stage in range(3):
        file.convolution(f"encoder.layers.{layer}", c, c, biased=False)
        layer += 1
        for _ in range(3):
            block(f"encoder.layers.{layer}", stage == 2)
            layer += 1
    file.convolution(f"encoder.layers.{layer}", 32, c)
    return file


def manifest(folder, more=""):
    """Writes the model and an engines.toml that has it behind all five models; answers with the path of the latter."""
    folder = pathlib.Path(folder)
    for name, make in (("diffusion", diffusion), ("text", text), ("decoder", decoder)):
        make().write(folder / f"tiny-{name}.safetensors")
    path = folder / "engines.toml"
    path.write_text(
        f"""[models]
default = "tiny"

[engines.tiny]
kind = "checkpoint"
diffusion_model = "{folder}/tiny-diffusion.safetensors"
llm = "{folder}/tiny-text.safetensors"
tae = "{folder}/tiny-decoder.safetensors"
reference_kind = "conditions"
references = 4
guidance_kind = "fixed"
guidance = 1
steps = 4
most_steps = 50
sampler = "euler"
max_pixels = 4096
{more}"""
    )
    return path
