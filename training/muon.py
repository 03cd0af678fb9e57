"""Muon (Jordan et al. 2024) for the weights that are matrices, scaled as by Liu et al. 2025 so that AdamW's rates carry over."""

import torch

from precision import quicker_float


def orthogonal(g, steps=3):
    """Near the nearest orthogonal matrix, by a quintic Newton–Schulz iteration; takes a batch of matrices.

    Three steps in place of the usual five lift all but the smallest singular values, and leave time for twice as many updates.
    """
    x = g.to(quicker_float(g.device.type))
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.transpose(-1, -2)
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    # Each step multiplies by a polynomial of a = x·xᵀ, which is small; so x itself is touched twice only, at both ends.
    a, product = x @ x.transpose(-1, -2), None
    for step in range(steps):
        polynomial = -4.7750 * a + 2.0315 * a @ a
        polynomial.diagonal(dim1=-2, dim2=-1).add_(3.4445)
        product = polynomial if product is None else polynomial @ product
        if step < steps - 1:
            a = polynomial @ a @ polynomial
    x = product @ x
    return x.transpose(-1, -2) if tall else x


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr=1e-3, momentum=0.95, decay=0.02):
        super().__init__(list(parameters), {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            alike = {}
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("momentum", torch.zeros_like(p))
                m.lerp_(p.grad, 1 - group["momentum"])
                alike.setdefault((p.shape[0], p[0].numel()), []).append((p, p.grad.lerp(m, group["momentum"]).reshape(p.shape[0], -1)))
            for shape, pairs in alike.items():
                updates = orthogonal(torch.stack([g for _, g in pairs])).float() * (0.2 * max(shape) ** 0.5)
                for (p, _), u in zip(pairs, updates):
                    p.mul_(1 - group["lr"] * group["decay"]).add_(u.reshape(p.shape), alpha=-group["lr"])
