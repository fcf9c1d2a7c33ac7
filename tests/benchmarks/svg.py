"""Small plots as SVG text: points on a plane, and lines over rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

Point = tuple[float, float]

WIDTH: Final = 300
HEIGHT: Final = 230
MARGIN: Final = 44

# Fourteen series on white; the first ones are ours and warm.
COLOURS: Final = (
    "#D7191C",
    "#F46D43",
    "#8B1A1A",
    "#E7A100",
    "#E7298A",
    "#000000",
    "#1F78B4",
    "#33A02C",
    "#6A3D9A",
    "#00A0A0",
    "#A6CEE3",
    "#B2DF8A",
    "#CAB2D6",
    "#999999",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One plot: series by name, as single points or as lines; both axes from their lower to their upper end."""

    title: str
    x_label: str
    y_label: str
    x_range: Point
    y_range: Point
    series: Mapping[str, Sequence[Point]]


def figure(panels: Sequence[Panel], *, columns: int) -> str:
    """All panels in a grid, with one legend below."""
    names = list(dict.fromkeys(name for panel in panels for name in panel.series))
    colours = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(names)}
    rows = -(-len(panels) // columns)
    width, height = columns * WIDTH, rows * HEIGHT + 24 + 18 * (-(-len(names) // columns))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for place, panel in enumerate(panels):
        x, y = (place % columns) * WIDTH, (place // columns) * HEIGHT
        parts.append(f'<g transform="translate({x},{y})">{_panel(panel, colours)}</g>')
    for place, name in enumerate(names):
        x, y = 20 + (place % columns) * WIDTH, rows * HEIGHT + 20 + 18 * (place // columns)
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{colours[name]}"/>')
        parts.append(f'<text x="{x + 12}" y="{y + 4}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, colours: Mapping[str, str]) -> str:
    left, right, top, bottom = MARGIN, WIDTH - 14, 28, HEIGHT - 40

    def at(point: Point) -> Point:
        across = (point[0] - panel.x_range[0]) / (panel.x_range[1] - panel.x_range[0])
        up = (point[1] - panel.y_range[0]) / (panel.y_range[1] - panel.y_range[0])
        return left + across * (right - left), bottom - up * (bottom - top)

    parts = [
        f'<text x="{WIDTH / 2}" y="16" text-anchor="middle" font-weight="bold">{escape(panel.title)}</text>',
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#444"/>',
        f'<text x="{(left + right) / 2}" y="{bottom + 32}" text-anchor="middle">{escape(panel.x_label)}</text>',
        f'<text transform="translate(11,{(top + bottom) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(panel.y_label)}</text>",
    ]
    for low_high in panel.x_range:
        parts.append(f'<text x="{at((low_high, 0))[0]}" y="{bottom + 15}" text-anchor="middle">{low_high:g}</text>')
    for low_high in panel.y_range:
        y = at((0, low_high))[1]
        parts.append(f'<text x="{left - 4}" y="{y + 4}" text-anchor="end">{low_high:g}</text>')
    for name, points in panel.series.items():
        parts.append(_series([at(point) for point in points], colours[name]))
    return "".join(parts)


def _series(points: Sequence[Point], colour: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>' if len(points) > 1 else ""
    radius = 2.5 if len(points) > 1 else 5
    return line + "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>' for x, y in points)
