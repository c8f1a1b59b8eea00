"""A landscape drawn by our own code: the photo to try styles on, whose pictures belong to nobody else.

``python -m nst.landscape FILE`` writes it as a JPEG: sky, clouds and sun, mountains, a lake that mirrors
them, a hut, trees, grass and flowers, so that every style finds something that it changes. Places are in
parts of the width, y from the top.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy
from numpy.random import Generator, default_rng
from PIL import Image

from nst.canvas import Field, blend, lay, noise, palette, spread, step
from painting.wish import Picture

#: (H, W) in pixels.
SIZE: Final = (853, 1280)
QUALITY: Final = 85
#: Pixels of the drawing along one of the picture's: edges come out smooth.
FINER: Final = 2
SEED: Final = 7

SHORE: Final = 0.385
BANK: Final = 0.545
SUN: Final = (0.098, 0.80)


def landscape(size: tuple[int, int] = SIZE, seed: int = SEED) -> Picture:
    """Draw the landscape.

    Args:
        size: (H, W) in pixels; meant for 3:2, a wider one loses of its foreground.
        seed: another seed, other clouds, mountains and flowers.

    Returns:
        sRGB in [0, 1], shape (3, H, W), float32.
    """
    height, width = size
    rng = default_rng(seed)
    rows, columns = numpy.mgrid[: FINER * height, : FINER * width].astype(numpy.float32) + 0.5
    y, x = rows / (FINER * width), columns / (FINER * width)
    scene = _sky(rng, y, x)
    _mountains(rng, scene, y, x)
    _woods(rng, scene, y, x)
    _hut(scene, y, x)
    _lake(rng, scene, y, x)
    edge = _meadow(rng, scene, y, x)
    for place in ((0.155, 0.60, 1.0), (0.93, 0.585, 0.62)):
        _tree(rng, scene, y, x, place)
    _grass(rng, scene, y, x, edge)
    _flowers(rng, scene, y, x)
    reduced = scene.clip(0, 1).reshape(height, FINER, width, FINER, 3).mean((1, 3))
    return numpy.ascontiguousarray(reduced.astype(numpy.float32).transpose(2, 0, 1))


def _sky(rng: Generator, y: Field, x: Field) -> Field:
    """From deep blue down to a warm horizon, clouds lit from the sun's side."""
    scene = palette(["#2f6fb5", "#5b9bd0", "#a5cde0", "#f3dfb8", "#f6c483"], (y / SHORE).clip(0, 1))
    away = numpy.hypot(y - SUN[0], x - SUN[1])
    glow = numpy.exp(-away / 0.11)
    scene = blend(scene, "#ffd98a", 0.75 * glow)
    stretched = y * 2.6
    thick = noise(rng, stretched + 0.15 * noise(rng, stretched, x, 5), x, 5, 6)
    cover = step(0.50, 0.68, thick) * step(0.0, 0.05, y + 0.03) * (1 - step(0.22, 0.33, y))
    lit_side = step(0.50, 0.74, noise(rng, stretched + 0.02, x - 0.015, 6, 5))
    clouds = palette(["#93a7c4", "#e9e3e2", "#ffffff", "#ffe9cf"], lit_side)
    lay(scene, clouds, 0.92 * cover[..., None])
    disc = step(0.034, 0.031, away)
    return blend(scene, "#fff6d8", disc)


def _mountains(rng: Generator, scene: Field, y: Field, x: Field) -> None:
    """Three ranges, the far ones bluer and with snow."""
    ranges = (
        (0.155, 0.115, 3.2, ["#7f93b8", "#a9b4cc", "#c9c4cf"], 0.245),
        (0.235, 0.085, 4.5, ["#5a7596", "#7b8fa6", "#a79f9c"], 0.0),
        (0.305, 0.055, 6.0, ["#3f6257", "#5d7f62", "#8b9a66"], 0.0),
    )
    for top, swing, cells, colours, snow in ranges:
        line = top + swing * (1.9 * noise(rng, 0 * x[:1] + 3.3, x[:1], cells, 7) - 0.75)
        inside = step(-0.0006, 0.0006, y - line)
        rough = noise(rng, (y - line) * 1.3 + y, x + 0.35 * y, cells * 5, 6)
        light = (rough + 4 * (rough - numpy.roll(rough, 6, axis=1))).clip(0, 1)
        rock = palette(colours, step(0.25, 0.8, light))
        if snow:
            cap = step(0.012, -0.012, y - snow + 0.11 * (rough - 0.5)) * step(0.3, 0.5, light + 0.2)
            lay(rock, palette(["#b9cbe6", "#ffffff", "#fff3e2"], step(0.3, 0.7, light)), cap[..., None])
        haze = step(0, 1, (y - line - 0.02) / (SHORE + 0.02 - line))
        lay(scene, blend(rock, "#dfd6c6", 0.45 * haze), inside[..., None])


def _woods(rng: Generator, scene: Field, y: Field, x: Field) -> None:
    """A line of pines on the far shore."""
    for depth, (count, tall, colours) in enumerate(
        ((95, 0.055, ["#1f4a3c", "#2f6347", "#4f8050"]), (60, 0.075, ["#173a2c", "#2a5a37", "#5e8a3e"]))
    ):
        foot = SHORE - 0.008 + 0.010 * depth
        for k in range(count):
            middle = (k + rng.random()) / count
            high = tall * (0.45 + 0.75 * rng.random()) * (0.6 + 0.8 * abs(numpy.sin(5.1 * middle + depth)))
            _pine(rng, scene, y, x, (foot, float(middle), float(high)), colours)
    grass = step(SHORE - 0.012, SHORE - 0.006, y) * step(SHORE + 0.006, SHORE + 0.002, y)
    lay(scene, palette(["#6f7d3a", "#a4a04f"], noise(rng, y, x, 60, 3)), grass[..., None])


def _pine(
    rng: Generator, scene: Field, y: Field, x: Field, place: tuple[float, float, float], colours: list[str]
) -> None:
    foot, middle, high = place
    part = _window(scene, y, (foot - high, foot), (middle - 0.3 * high, middle + 0.3 * high))
    up = (foot - y[part]) / high
    steps = 0.5 + 0.5 * numpy.abs(((up * 7) % 1) - 1) ** 1.5
    reach = 0.25 * high * (1 - up).clip(0, 1) * steps
    inside = step(0.0012, 0.0, numpy.abs(x[part] - middle) - reach) * (up > 0)
    light = 0.5 + 0.6 * (x[part] - middle) / (0.25 * high) + 0.35 * (rng.random() - 0.5)
    lay(scene[part], palette(colours, light.clip(0, 1)), inside[..., None])


def _hut(scene: Field, y: Field, x: Field) -> None:
    """Red walls on the far shore, for a spot of pure colour."""

    def box(top: float, bottom: float, left: float, right: float, colour: str) -> None:
        part = _window(scene, y, (top, bottom), (left, right))
        scene[part] = blend(scene[part], colour, numpy.ones(scene[part].shape[:2], numpy.float32))

    left, right, top = 0.405, 0.475, SHORE - 0.036
    box(top, SHORE, left, right, "#b5382a")
    box(top, SHORE, right - 0.024, right, "#8c2a22")
    for window in (left + 0.008, left + 0.027):
        box(top + 0.010, top + 0.022, window, window + 0.010, "#ffe8a0")
    box(top + 0.012, SHORE, right - 0.017, right - 0.007, "#4a2b20")
    part = _window(scene, y, (top - 0.028, top), (left - 0.01, right + 0.01))
    above = (top - y[part]) / 0.028
    middle = (left + right) / 2
    inside = step(0.001, 0.0, numpy.abs(x[part] - middle) - 0.043 * (1 - 0.72 * above))
    roof = palette(["#5a4a4a", "#786460"], ((y[part] * 260) % 1))
    lay(scene[part], roof, inside[..., None])
    box(top - 0.036, top - 0.012, right - 0.022, right - 0.014, "#6b4a40")


def _lake(rng: Generator, scene: Field, y: Field, x: Field) -> None:
    """What lies above, upside down, moved by ripples that grow towards the bank."""
    rows = slice(round(SHORE * y.shape[1]), min(y.shape[0], round((BANK + 0.06) * y.shape[1])))
    down = y[rows] - SHORE
    ripple = noise(rng, y[rows] * 9, x[rows], 22, 4) - 0.5
    fine = noise(rng, y[rows] * 14, x[rows], 60, 3) - 0.5
    source_y = (SHORE - 1.55 * down + (0.05 + 0.35 * down) * ripple).clip(0.001, SHORE - 0.001)
    source_x = (x[rows] + (0.01 + 0.05 * down) * fine).clip(0, 1)
    width = y.shape[1]
    i, j = (source_y * width).astype(int), (source_x * width).astype(int).clip(0, width - 1)
    water = scene[i, j] * 0.86
    water = blend(water, "#2c6a8a", (0.16 + 0.9 * down).clip(0, 0.45))
    water = blend(water, "#eaf4f4", 0.55 * step(0.16, 0.34, ripple) * step(0.0, 0.05, down))
    near_sun = numpy.exp(-(((x[rows] - SUN[1]) / (0.02 + 0.12 * down)) ** 2))
    scene[rows] = blend(water, "#fff0c0", 0.9 * near_sun * step(0.02, 0.2, fine))


def _meadow(rng: Generator, scene: Field, y: Field, x: Field) -> Field:
    """The ground of the bank; gives its edge, (1, W)."""
    edge: Field = BANK + 0.018 * numpy.sin(5 * x[:1] + 0.6) + 0.012 * noise(rng, 0 * x[:1], x[:1], 30, 4)
    inside = step(-0.001, 0.001, y - edge)
    ground = palette(["#2f5a23", "#4f7f2c", "#7ea23a", "#a9b850"], noise(rng, y * 1.8, x, 9, 5))
    lay(scene, ground, inside[..., None])
    return edge


def _grass(rng: Generator, scene: Field, y: Field, x: Field, edge: Field) -> None:
    """Blade by blade, the near ones last."""
    for cells, colours in ((150, ["#2b5420", "#6f9a33", "#b5c95a"]), (95, ["#27501f", "#86ad3a", "#d3d873"])):
        _blades(rng, scene, y, x, edge, cells, colours)


def _blades(
    rng: Generator, scene: Field, y: Field, x: Field, edge: Field, cells: int, colours: list[str]
) -> None:
    spots = spread(rng, y.shape, cells, 0.9)
    width = y.shape[1]
    kept = [k for k in range(len(spots.y)) if _on_bank(spots.y[k], spots.x[k], edge, width)]
    for k in sorted(kept, key=lambda k: float(spots.y[k])):
        foot, root, tint = float(spots.y[k]) + 0.01, float(spots.x[k]), spots.tint[k]
        high = (0.012 + 0.022 * float(tint[0])) * (0.5 + 3.5 * max(0.0, foot - BANK))
        part = _window(scene, y, (foot - high, foot), (root - 0.6 * high, root + 0.6 * high))
        up = ((foot - y[part]) / high).clip(0, 1)
        bent = root + (float(tint[1]) - 0.5) * 0.9 * high * up**2
        inside = step(1.0, 0.4, numpy.abs(x[part] - bent) / (0.0022 * (1.15 - up)))
        lay(scene[part], palette(colours, (0.25 + 0.7 * up * float(tint[2]) + 0.15)), inside[..., None])


def _on_bank(y: float, x: float, edge: Field, width: int) -> bool:
    column = min(width - 1, max(0, int(x * width)))
    return bool(y > edge[0, column] - 0.004)


def _flowers(rng: Generator, scene: Field, y: Field, x: Field) -> None:
    colours = ("#d7263d", "#f6d743", "#ffffff", "#c86bd1", "#f28b30", "#4a63d9")
    spots = spread(rng, y.shape, 60, 0.30)
    for k in numpy.argsort(spots.y):
        at_y, at_x, tint = float(spots.y[k]), float(spots.x[k]), spots.tint[k]
        if at_y < BANK + 0.03:
            continue
        size = 0.0035 + 0.02 * (at_y - BANK) * (0.5 + float(tint[0]))
        part = _window(scene, y, (at_y - size, at_y + size), (at_x - size, at_x + size))
        down, right = y[part] - at_y, x[part] - at_x
        turn = numpy.arctan2(down, right) * 5
        petals = size * (0.62 + 0.33 * numpy.cos(turn + 6 * float(tint[1])))
        away = numpy.hypot(1.25 * down, right)
        colour = colours[int(tint[2] * len(colours)) % len(colours)]
        scene[part] = blend(scene[part], colour, step(0.0008, -0.0008, away - petals))
        scene[part] = blend(scene[part], "#7a4a10", step(0.0006, -0.0006, away - 0.26 * size))


def _tree(rng: Generator, scene: Field, y: Field, x: Field, place: tuple[float, float, float]) -> None:
    """A trunk that forks, and clumps of leaves lit from the sun's side."""
    root_x, foot, large = place
    for lean, reach, thick in ((0.0, 0.26, 0.020), (-0.07, 0.24, 0.011), (0.075, 0.25, 0.011)):
        _trunk(rng, scene, y, x, (root_x, foot, lean * large, reach * large, thick * large))
    clumps = []
    for _ in range(46):
        turn, away = 2 * numpy.pi * rng.random(), numpy.sqrt(rng.random())
        middle = (
            foot - large * (0.335 + 0.125 * away * numpy.sin(turn)),
            root_x + 0.17 * large * away * numpy.cos(turn),
        )
        clumps.append((*middle, large * (0.030 + 0.028 * rng.random())))
    for at_y, at_x, size in sorted(clumps, key=lambda clump: clump[1] + 0.4 * clump[0]):
        _leaves(rng, scene, y, x, (float(at_y), float(at_x), float(size)))


def _trunk(
    rng: Generator,
    scene: Field,
    y: Field,
    x: Field,
    place: tuple[float, float, float, float, float],
) -> None:
    root, foot, lean, high, thick = place
    part = _window(scene, y, (foot - high, foot), (root - abs(lean) - 0.05, root + abs(lean) + 0.05))
    up = ((foot - y[part]) / high).clip(0, 1)
    middle = root + lean * up**1.6
    half = thick * (1.0 - 0.6 * up + 0.9 * numpy.exp(-up * 18))
    across = (x[part] - middle) / half
    bark = noise(rng, y[part] * 0.5, x[part], 160, 3)
    inside = step(1.04, 0.96, numpy.abs(across))
    light = (0.5 + 0.4 * across + 0.7 * (bark - 0.5)).clip(0, 1)
    lay(scene[part], palette(["#2c1d14", "#5d4129", "#a07b4c"], light), inside[..., None])


def _leaves(rng: Generator, scene: Field, y: Field, x: Field, place: tuple[float, float, float]) -> None:
    at_y, at_x, size = place
    part = _window(scene, y, (at_y - 1.4 * size, at_y + 1.4 * size), (at_x - 1.4 * size, at_x + 1.4 * size))
    down, right = (y[part] - at_y) / size, (x[part] - at_x) / size
    rough = noise(rng, y[part], x[part], 70, 3)
    fine = noise(rng, y[part], x[part], 200, 2)
    inside = step(0.04, -0.04, numpy.hypot(down, right) - 0.62 - 0.75 * (rough - 0.35)) * step(
        0.13, 0.2, fine
    )
    light = (0.48 + 0.36 * right - 0.34 * down + 0.9 * (fine - 0.5)).clip(0, 1)
    lay(
        scene[part],
        palette(["#17361a", "#2f6322", "#67922c", "#b4b840", "#ecd66a"], light),
        inside[..., None],
    )


def _window(
    scene: Field, y: Field, rows: tuple[float, float], columns: tuple[float, float]
) -> tuple[slice, slice]:
    width = y.shape[1]
    (top, bottom), (left, right) = rows, columns
    return (
        slice(*(min(scene.shape[0], max(0, round(one * width))) for one in (top, bottom))),
        slice(*(min(width, max(0, round(one * width))) for one in (left, right))),
    )


def main() -> None:
    """Write it."""
    parser = argparse.ArgumentParser(prog="python -m nst.landscape", description=__doc__)
    parser.add_argument("file", type=Path)
    values = (landscape() * 255).round().astype(numpy.uint8)
    image = Image.fromarray(numpy.ascontiguousarray(values.transpose(1, 2, 0)))
    image.save(parser.parse_args().file, "JPEG", quality=QUALITY, optimize=True)


if __name__ == "__main__":
    main()
