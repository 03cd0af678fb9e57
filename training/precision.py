"""The floats to count with."""

import functools
import time

import torch


@functools.cache
def quicker_float(device="cpu"):
    """bf16, but where the processor has no instructions for it: there it takes fifty times as long as float32."""
    if device != "cpu":
        return torch.bfloat16

    def seconds(dtype):
        a = torch.randn(512, 512).to(dtype)
        a @ a
        begin = time.perf_counter()
        for _ in range(4):
            a @ a
        return time.perf_counter() - begin

    return min((torch.bfloat16, torch.float32), key=seconds)


def autocast(device="cpu"):
    number = quicker_float(device)
    return torch.autocast(device, number if number != torch.float32 else torch.bfloat16, enabled=number != torch.float32)
