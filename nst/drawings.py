"""Paintings drawn by our own code: the default style pictures, so that a fresh clone has a gallery.

Everything is measured in parts of the longer side, so that a drawing is the same at any size, and follows
from its seed alone.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy
from numpy.random import Generator

from nst.canvas import Field, blend, border, lay, lit, nearest, noise, palette, scatter, spread, step, vivid
from painting.wish import Picture

Drawing: TypeAlias = Callable[[Generator, Field, Field], Field]


def draw(name: str, size: int | tuple[int, int], seed: int = 0) -> Picture:
    """Draw a picture.

    Args:
        name: a key of ``DRAWINGS``.
        size: side of a square, or (H, W), in pixels, at least 1.
        seed: another seed, another picture of the same manner.

    Returns:
        sRGB in [0, 1], shape (3, H, W), float32.

    Raises:
        KeyError: no drawing has this name.
        ValueError: a side is below 1.
    """
    height, width = (size, size) if isinstance(size, int) else size
    if min(height, width) < 1:
        raise ValueError(f"a drawing has at least 1 x 1 pixel, not {height} x {width}")
    rows, columns = numpy.mgrid[:height, :width].astype(numpy.float32) + 0.5
    longest = max(height, width)
    picture = DRAWINGS[name](numpy.random.default_rng(seed), rows / longest, columns / longest)
    return numpy.ascontiguousarray(picture.clip(0, 1).astype(numpy.float32).transpose(2, 0, 1))


def mosaic(rng: Generator, y: Field, x: Field) -> Field:
    """Fans of glass stones in rings, each stone with its own shade, in dark mortar."""
    radius, found = 0.17, numpy.full(y.shape, -1.0, numpy.float32)
    angle, fan = numpy.zeros_like(y), numpy.zeros_like(y)
    pitch = radius / 2
    y, x = y + 0.02 * (noise(rng, y, x, 5) - 0.5), x + 0.02 * (noise(rng, y, x, 5) - 0.5)
    for back in range(6):  # the front row of fans covers those behind it
        row = numpy.ceil((y + radius) / pitch) - back
        shift = (row % 2) * radius
        column = numpy.round((x - shift) / (2 * radius))
        down, right = y - row * pitch, x - shift - column * 2 * radius
        distance = numpy.hypot(down, right)
        free = (found < 0) & (distance < radius)
        found[free], angle[free] = distance[free], numpy.arctan2(right, -down)[free]
        fan[free] = scatter(row, column, 1)[free]
    band = numpy.floor(found / radius * 7)
    turns = numpy.maximum(3, band * 5 + 4)
    place = angle / (2 * numpy.pi) * turns + scatter(fan * 97, band, 2)
    stone = numpy.floor(place)
    edge = numpy.minimum(border(found / radius * 7), border(place) * 2 * numpy.pi * (band + 0.5) / turns)
    shade = scatter(stone + fan * 131, band, 3)
    colour = palette(
        ["#16324f", "#1f6f8b", "#3fa7a0", "#d9b44a", "#e9dcc0", "#c4512d", "#7c1f2b"],
        (band / 7 * 0.75 + fan * 0.9 + 0.22 * (shade - 0.5)) % 1,
    )
    colour = colour * (0.8 + 0.4 * scatter(stone, band + fan * 53, 4))[..., None]
    relief = numpy.minimum(edge, 0.28) * 3.6 + 0.25 * noise(rng, y, x, 60, 3)
    inside = step(0.05, 0.15, edge)[..., None]
    return lit(colour * inside + 0.13 * (1 - inside), relief, 0.35)


def waves(rng: Generator, y: Field, x: Field) -> Field:
    """Rows of breaking waves before a pale sky, in the flat colours and lines of a woodblock print."""
    sky = palette(["#d8c9a3", "#ead9b5", "#e8b98f", "#c8cbb8"], y * 1.6 + 0.12 * noise(rng, y, x, 4))
    colour, relief = sky, noise(rng, y, x * 0.15, 90, 2) * 0.4
    rows = 9
    for index in range(rows):
        depth = index / (rows - 1)
        length, height = 0.16 + 0.34 * depth, 0.03 + 0.075 * depth
        phase = x / length * 2 * numpy.pi + rng.uniform(0, 7)
        lean = phase + 0.9 * numpy.sin(phase + 0.6)  # the front of a wave is steeper than its back
        crest = 0.16 + 0.86 * depth + height * numpy.sin(lean) + 0.035 * (noise(rng, y * 0.3, x, 7) - 0.5)
        below = y - crest
        ripple = below / (0.016 + 0.014 * depth) + 1.3 * noise(rng, y, x, 9) + 0.5 * numpy.sin(lean)
        tone = numpy.floor(below / (0.05 + 0.05 * depth) + 0.7 * noise(rng, y, x, 12)) / 3
        water = palette(["#0f2647", "#1b4373", "#3a74a0", "#8fb6bd", "#0f2647"], (tone + 0.31 * index) % 1)
        line = step(0.30, 0.42, numpy.abs(ripple % 1 - 0.5) * 2)[..., None]
        water = (
            water * line + palette(["#e9e3cf"], depth + 0 * y) * (1 - line) * 0.85 + water * (1 - line) * 0.15
        )
        near, _, claws = nearest(rng, y, x, round(52 - 26 * depth))
        foam = step(0.0, 0.012, 0.012 + 0.03 * depth + 0.028 * (claws[..., 0] - 0.3) - below)
        bubbles = step(0.30, 0.42, near) * step(0.075, 0.02, below)
        white = numpy.maximum(foam, bubbles * step(0.35, 0.5, claws[..., 1]))[..., None]
        water = water * (1 - white) + palette(["#f4efe0"], y) * white
        outline = step(0.0045, 0.0025, numpy.abs(below))[..., None]
        water = water * (1 - outline) + palette(["#0b1a33"], y) * outline
        front = step(-0.001, 0.001, below)[..., None]
        colour = colour * (1 - front) + water * front
    return lit(colour * (0.94 + 0.12 * noise(rng, y, x, 140, 2))[..., None], relief, 0.12)


def stained_glass(rng: Generator, y: Field, x: Field) -> Field:
    """Pieces of coloured glass around a rose, in lead, with the light behind them."""
    centre_y, centre_x = rng.uniform(0.35, 0.6), rng.uniform(0.35, 0.6)
    away = numpy.hypot(y - centre_y, x - centre_x)
    turn = numpy.arctan2(y - centre_y, x - centre_x)
    bent_y, bent_x = y + 0.05 * (noise(rng, y, x, 4) - 0.5), x + 0.05 * (noise(rng, y, x, 4) - 0.5)
    ring = numpy.floor((away / 0.085) ** 0.9)
    petals = numpy.where(ring < 1, 1, 8 * numpy.minimum(ring, 3))
    place = numpy.where(ring < 1, 0, turn / (2 * numpy.pi) * petals + 0.5 * (ring % 2))
    rose = away < 0.36
    _, large, pieces = nearest(rng, bent_y, bent_x, 9)
    _, small, shards = nearest(rng, bent_y, bent_x, 21)
    arc = (away / 0.085) ** 0.9
    petal_edge = numpy.minimum(border(arc) * 0.085, border(place) * 2 * numpy.pi * away / petals)
    petal_edge = numpy.where(ring < 1, border(arc) * 0.085, petal_edge)
    split = pieces[..., 0] > 0.45
    edge = numpy.where(
        rose, petal_edge, numpy.minimum(large / 9, numpy.where(split, small / 21 + 0.002, 1.0))
    )
    edge = numpy.minimum(edge, numpy.abs(away - 0.36) + 0.001)
    hue = numpy.where(rose, scatter(numpy.floor(place) % 2, ring, 5), pieces[..., 1])
    hue = numpy.where(~rose & split, (hue + 0.35 * shards[..., 2]) % 1, hue)
    glass = palette(
        ["#0b2a6b", "#1d5fc4", "#36b0c9", "#0f7a4d", "#f2c230", "#ef7d1a", "#c3142d", "#6a1b7a", "#0b2a6b"],
        hue,
    )
    streaks = noise(rng, y * 3 + 0.3 * noise(rng, y, x, 6), x, 14, 4)
    light = 0.55 + 0.75 * streaks + 0.35 * step(0.0, 0.05, edge) - 0.35 * step(0.1, 0.7, away)
    seeds, _, _ = nearest(rng, y, x, 90)
    glass = glass * light[..., None] + 0.22 * (step(0.25, 0.05, seeds) * step(0.5, 0.8, streaks))[..., None]
    lead = step(0.0085, 0.0060, edge)[..., None]
    came = palette(["#15151a", "#2d2d33"], noise(rng, y, x, 40))
    return lit(glass * (1 - lead) + came * lead, numpy.minimum(edge, 0.012) * 26, -0.25)


def ink(rng: Generator, y: Field, x: Field) -> Field:
    """Ink floated on water and lifted off on paper: rings, washes, splashes, a few drops of vermilion."""
    warp_y, warp_x = noise(rng, y, x, 3), noise(rng, y, x, 3)
    field = noise(rng, y + 0.45 * warp_y, x + 0.45 * warp_x, 3, 5)
    fine = noise(rng, y, x, 30, 4)
    rings = field * 17 + 0.35 * fine
    weight = 0.18 + 0.75 * noise(rng, y, x, 5, 3) ** 1.5
    line = step(-0.10, 0.10, weight - numpy.abs(rings % 1 - 0.5) * 2 + 0.18 * (fine - 0.5))
    wash = step(0.42, 0.75, noise(rng, y + 0.3 * warp_x, x + 0.3 * warp_y, 4, 5)) * (0.55 + 0.45 * fine)
    bristle = noise(rng, y * 0.2 + field * 0.6, x * 0.2, 170, 2)
    tone = numpy.maximum(line * (0.45 + 0.55 * step(0.30, 0.55, bristle + 0.35 * weight)), 0.8 * wash)
    for cells, share in ((26, 0.10), (70, 0.16)):
        near, _, drops = nearest(rng, y, x, cells)
        tone = numpy.maximum(tone, (drops[..., 0] < share) * step(0.0, -0.12, near - 0.5 * drops[..., 1]))
    paper = palette(
        ["#efe6d2", "#e3d6b8"], 0.6 * noise(rng, y, x * 0.25, 70, 3) + 0.4 * noise(rng, y, x, 200, 2)
    )
    dark = palette(["#10131a", "#27313f", "#5b5f66"], 1.15 - tone)
    picture = paper * (1 - tone[..., None]) + dark * tone[..., None]
    near, _, drops = nearest(rng, y + 0.02 * fine, x + 0.02 * fine, 7)
    red = (drops[..., 2] < 0.16) * step(0.05, -0.05, near - 0.28 * drops[..., 0]) * (0.6 + 0.4 * fine)
    return blend(picture, "#b3261e", red)


def dots(rng: Generator, y: Field, x: Field) -> Field:
    """A shore at evening, put together from dots of pure colour."""
    scene = shore(rng)
    colour = scene(y, x) * 0.85 + 0.10
    relief, uneven = numpy.zeros_like(y), 0.2 * (noise(rng, y, x, 150, 1) - 0.5)
    for cells, fill in ((46, 1.0), (60, 0.9), (74, 0.9), (90, 0.8), (110, 0.7)):
        spots = spread(rng, y.shape, cells, fill)
        shades = vivid(scene(spots.y, spots.x), spots.tint)
        for index in range(len(spots.y)):
            place, down, right = spots.around(index, y, x, 0.7)
            distance = numpy.hypot(down, right) / (0.30 + 0.28 * spots.tint[index, 0])
            inside = step(1.08, 0.88, distance + uneven[place])
            lay(colour[place], shades[index], inside[..., None])
            lay(relief[place], 1 - 0.6 * distance.clip(0, 1) ** 2, inside)
    return lit(colour, relief, 0.16)


def brush(rng: Generator, y: Field, x: Field) -> Field:
    """Hills under a turning sky in long, thick strokes of oil."""
    scene, flow = hills(rng), currents(rng)
    colour, relief = scene(y, x) * 0.8, noise(rng, y, x, 60, 3)
    for cells, fill in ((13, 1.0), (18, 1.0), (26, 0.95), (38, 0.8), (54, 0.5)):
        spots = spread(rng, y.shape, cells, fill)
        shades, angles = vivid(scene(spots.y, spots.x), spots.tint), flow(spots.y, spots.x)
        for index, (thick, long, own) in enumerate(spots.tint):
            place, down, right = spots.around(index, y, x, 2.1)
            cosine, sine = numpy.cos(angles[index]), numpy.sin(angles[index])
            along = right * cosine + down * sine
            across = (down * cosine - right * sine + 0.22 * along**2) / (0.26 + 0.14 * thick)
            bristle = scatter(numpy.floor(across * 6), numpy.floor(own * 4096) + 0 * across, 6)
            end = numpy.abs(along) / (1.25 + 0.5 * long) + 0.22 * (bristle - 0.5)
            shape = step(1.0, 0.90, end) * step(1.0, 0.85, numpy.abs(across))
            lay(colour[place], shades[index] * (0.82 + 0.36 * bristle)[..., None], shape[..., None])
            lay(relief[place], 0.5 + 0.5 * bristle + 0.4 * numpy.abs(across).clip(0, 1) ** 3, shape)
    return lit(colour, relief, 0.20)


#: Every drawing by its name.
DRAWINGS: dict[str, Drawing] = {
    "mosaic": mosaic,
    "waves": waves,
    "stained_glass": stained_glass,
    "ink": ink,
    "dots": dots,
    "brush": brush,
}


def shore(rng: Generator) -> Callable[[Field, Field], Field]:
    """Sky, sun, hills and water with the sun's path: colours by place."""
    sun, seed = rng.uniform(0.25, 0.75), int(rng.integers(2**31))

    def scene(y: Field, x: Field) -> Field:
        again = numpy.random.default_rng(seed)
        cloud = noise(again, y * 2.2, x, 5, 4)
        sky = palette(
            ["#2f4f9e", "#6f7fc8", "#d98fb0", "#f6b26b", "#fbe08a"], y / 0.52 + 0.55 * (cloud - 0.5)
        )
        distance = numpy.hypot(y - 0.40, x - sun)
        sky = blend(sky, "#fff1b0", step(0.075, 0.06, distance))
        ridge = 0.50 - 0.11 * noise(again, y * 0, x, 4, 3)
        land = palette(["#3b2f6b", "#2f6f62", "#57913f"], (y - ridge) * 9 + 0.4 * cloud)
        path = step(0.16, 0.02, numpy.abs(x - sun) / (0.4 + y)) * (0.4 + 0.9 * noise(again, y * 6, x, 9, 2))
        water = palette(["#f0a35e", "#6d8fb5", "#2a5d8f", "#173a66"], (y - 0.52) * 1.9 + 0.5 * (cloud - 0.5))
        water = blend(water, "#ffd98a", path.clip(0, 1) * 0.8)
        ground = numpy.where((y > ridge)[..., None], land, sky)
        beach = palette(["#e6c178", "#b9793f", "#5d4a66"], (y - 0.84 - 0.1 * x) * 6 + 0.4 * cloud)
        ground = numpy.where((y > 0.535)[..., None], water, ground)
        return numpy.where((y > 0.84 + 0.1 * x)[..., None], beach, ground)

    return scene


def hills(rng: Generator) -> Callable[[Field, Field], Field]:
    """Sky with a moon, blue mountains, trees and a yellow field: colours by place."""
    moon, seed = rng.uniform(0.2, 0.8), int(rng.integers(2**31))

    def scene(y: Field, x: Field) -> Field:
        again = numpy.random.default_rng(seed)
        cloud = noise(again, y * 1.6, x, 4, 4)
        sky = palette(["#16357a", "#2f6db5", "#7fb4d6", "#dfe8c8"], y * 1.1 + 0.9 * (cloud - 0.3))
        sky = blend(sky, "#fbe37a", step(0.17, 0.03, numpy.hypot(y - 0.17, x - moon)))
        far = 0.48 - 0.16 * noise(again, y * 0, x, 3, 3)
        near = 0.64 - 0.10 * noise(again, y * 0, x, 6, 3)
        mountain = palette(["#24356e", "#4468a5", "#7d8fc0"], (y - far) * 5 + 0.4 * cloud)
        trees = palette(["#12392f", "#2b6a3b", "#7d9a3a"], (y - near) * 9 + 0.8 * (cloud - 0.3))
        field = palette(["#d9a520", "#f2cf4a", "#c97b1e", "#7a8f2e"], (y - 0.74) * 3.4 + 0.9 * (cloud - 0.3))
        ground = numpy.where((y > far)[..., None], mountain, sky)
        ground = numpy.where((y > near)[..., None], trees, ground)
        return numpy.where((y > near + 0.10)[..., None], field, ground)

    return scene


def currents(rng: Generator) -> Callable[[Field, Field], Field]:
    """Directions of strokes, radians: whirls above, waving rows below."""
    whirls = [(rng.uniform(0.05, 0.45), rng.uniform(0, 1), rng.choice([-1, 1])) for _ in range(5)]

    def angle(y: Field, x: Field) -> Field:
        down, right = 0.25 * numpy.sin(x * 9 + y * 4), numpy.full_like(x, 0.55)
        for whirl_y, whirl_x, sense in whirls:
            pull = sense * 0.02 / ((y - whirl_y) ** 2 + (x - whirl_x) ** 2 + 0.006)
            down, right = down + pull * (x - whirl_x) * 3, right - pull * (y - whirl_y) * 3
        return numpy.arctan2(down, right).astype(numpy.float32)

    return angle
