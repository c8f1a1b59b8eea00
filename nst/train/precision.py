"""The number format of training: bf16 convolutions, float32 statistics, losses and weights."""

import torch


def half_precision(device: torch.device) -> torch.autocast:
    """Run what stands within in bf16 where that is safe.

    On CPUs without bf16 units this is slower than float32 but gives the same pictures.
    """
    return torch.autocast(device.type, dtype=torch.bfloat16)
