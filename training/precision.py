"""The number format of training: bf16 convolutions, float32 statistics, losses and weights."""

from enum import StrEnum

import torch

from painting.precision import has_fast_bfloat16


class Precision(StrEnum):
    """In which format convolutions are computed."""

    #: bfloat16 where the device multiplies that faster than float32.
    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


def mixed(device: torch.device, precision: Precision = Precision.AUTO) -> torch.autocast:
    """Run what stands within in bf16, where that is wanted and safe.

    On devices without bf16 units this is slower than float32 but gives the same pictures.
    """
    halved = precision is Precision.BFLOAT16 or (precision is Precision.AUTO and has_fast_bfloat16(device))
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=halved)
