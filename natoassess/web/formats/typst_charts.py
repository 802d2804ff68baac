"""The charts on paper: the geometry of `natoassess.web.presentation` written as Typst markup.

The page draws the same objects as SVG (templates/components); here no place and no number is worked out anew. Each
function returns markup that stands by itself, to be compiled as part of a document or by `eval(…, mode: "markup")`.
Every text goes in as a quoted string, so nothing that a user wrote is read as markup. The drawings are artifacts:
whoever hears the document read aloud has the same numbers from the table that each of them stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from natoassess.web.presentation import bars, charts, words
from natoassess.web.presentation.profile import Profile, Series

LEGITIMACY, SOVEREIGNTY, INK, SOFT, PAPER = "#0f6b5c", "#6d4a28", "#1b1d20", "#4a4f56", "#ffffff"
BANDS = {"low": "#e4dfd4", "mixed": "#d3cdbf", "high": "#bfb8a7", "track": "#e4dfd4"}
RULE = '0.5pt + rgb("#bbbbbb")'
STROKES = (LEGITIMACY, INK, "#134a86", "#636870", SOVEREIGNTY)
DASHES = ("solid", "dashed", "dotted", "dash-dotted", "loosely-dashed")
UNIT = 0.75
"""Points of paper for one unit of the page: a CSS pixel is 1/96 inch, a point 1/72."""


def literal(text: object) -> str:
    """A text as a string of Typst, which is shown as it stands."""
    safe = str(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(character if character >= " " else " " for character in safe) + '"'


def bar(drawn: bars.Bar, *, slim: bool = True) -> str:
    """A bar: its rectangles, ticks, lines and point; with `slim=False` its labels below it too."""
    height, top, thick = (9.0, 2.5, 4.0) if slim else (21.0, 3.0, 6.0)
    colour = SOVEREIGNTY if drawn.kind == "sovereignty" else LEGITIMACY
    middle = top + thick / 2
    parts = [_rect(rect, colour, top, thick) for rect in drawn.rects]
    parts += [
        f"place(dx: {tick}%, dy: {top - 1.5}pt, "
        f'line(angle: 90deg, length: {thick + 3}pt, stroke: 0.5pt + rgb("{INK}")))'
        for tick in drawn.ticks
    ]
    parts += [_line(line, colour, top, thick, middle) for line in drawn.lines]
    if drawn.point is not None:
        parts.append(
            f"place(dx: {drawn.point}% - 2.6pt, dy: {middle - 2.6}pt, "
            f'circle(radius: 2.6pt, fill: rgb("{colour}"), stroke: 0.6pt + white))'
        )
    if not slim:
        parts += [_label(label, top + thick + 4) for label in drawn.labels]
    return _artifact(height, parts)


def distribution(view: charts.Distribution | None) -> str:
    """The draws: the bar with its quantiles and the chance of each band."""
    if view is None:
        return _quiet(_("No draws were made, so there is no interval to show."))
    quantiles = _table(
        [_("5 % lie below"), _("Half lie below"), _("95 % lie below")],
        [[_text(words.number(value)) for value in (view.p05, view.p50, view.p95)]],
        columns="(1fr, 1fr, 1fr)",
        sides="rrr",
    )
    chances = _table(
        [_("Band"), "", _("Chance"), _("In words")],
        [
            [_text(item.word), bar(item.bar), _text(words.percent(item.share)), _text(item.words)]
            for item in view.chances
        ],
        columns="(auto, 1fr, auto, auto)",
        sides="llrl",
    )
    notes = []
    if view.draws:
        notes.append(_("%(draws)s draws, seed %(seed)s.") % {"draws": f"{view.draws:,}", "seed": view.seed})
    if view.error_points is not None:
        notes.append(
            _("Monte Carlo error of a chance: %(error)s percentage points.")
            % {"error": words.number(view.error_points)}
        )
    notes.append(_("Words after ICD 203."))
    return "\n".join([f"#{bar(view.bar, slim=False)}", quantiles, chances, _quiet(" ".join(notes))])


def intervals(drawn: Sequence[tuple[str, charts.Distribution | None]]) -> str:
    """The draws of several phases one below the other on one scale: the bar, the quantiles, the likeliest band."""
    rows = []
    for label, view in drawn:
        if view is None:
            rows.append([_text(label), "none", *(_text(words.EN_DASH) for _place in range(4))])
            continue
        best = max(view.chances, key=lambda item: item.share, default=None)
        told = f"{best.word}: {best.words}, {words.percent(best.share)}" if best else words.EN_DASH
        numbers = [_text(words.number(value)) for value in (view.p05, view.p50, view.p95)]
        rows.append([_text(label), bar(view.bar), *numbers, _text(told)])
    table = _table(
        [_("Phase"), "", _("5 % lie below"), _("Half lie below"), _("95 % lie below"), _("Likeliest band")],
        rows,
        columns="(2fr, 3fr, auto, auto, auto, auto)",
        sides="llrrrl",
    )
    note = _("Ticks mark where the bands mixed and high begin, at 40 and 67. Words after ICD 203.")
    return f"{table}\n{_quiet(note)}"


def tornado(view: charts.Tornado | None) -> str:
    """How far each rating moves the index, widest first."""
    if view is None:
        return _quiet(_("No draws were made, so nothing can be said of how far each rating moves the index."))
    ends = f"{view.low:g} {words.EN_DASH} {view.high:g}"
    table = _table(
        [_("Criterion"), ends, _("Index from"), _("to"), _("Of the variance")],
        [
            [
                _text(row.title),
                bar(row.bar),
                _text(words.number(row.low)),
                _text(words.number(row.high)),
                _text(words.EN_DASH if row.share is None else words.portion(row.share)),
            ]
            for row in view.rows
        ],
        columns="(2fr, 2fr, auto, auto, auto)",
        sides="llrrr",
    )
    note = _(
        "Each row sets one rating to its 5 % and its 95 % level and leaves the others as they are; the tick is the "
        "index today."
    )
    return f"{table}\n{_quiet(note)}"


def contributions(rows: Sequence[charts.ContributionRow]) -> str:
    """The points each criterion adds to the index, most first."""
    if not rows:
        return _quiet(_("No criterion is rated yet."))
    total = sum(row.points for row in rows)
    body = [
        [_text(row.title), bar(row.bar), _text(words.number(row.points, 2)), _text(words.number(row.most, 2))]
        for row in rows
    ]
    body.append(
        [f"strong({literal(_('Together, the index'))})", "none", _text(words.number(total, 2)), _text("100")]
    )
    return _table(
        [_("Criterion"), "", _("Points"), _("At most")], body, columns="(2fr, 2fr, auto, auto)", sides="llrr"
    )


def dimensions(rows: Sequence[charts.DimensionRow]) -> str:
    """The dimensions of one phase as bars, each with its index."""
    if not rows:
        return _quiet(_("No dimension is rated yet."))
    body = [[_text(row.title), bar(row.bar), _text(_index(row.index))] for row in rows]
    return _table([_("Dimension"), "", _("Index")], body, columns="(2fr, 3fr, auto)", sides="llr")


def dimension_profile(view: Profile | None) -> str:
    """The profile of one or several phases, and the table with its numbers."""
    if view is None:
        return _quiet(_("No dimension is rated yet."))
    heads = [_("Dimension"), *("" for _own in view.series)]
    marks = [] if view.is_single else [own.label for own in view.series]
    return f"#{profile_drawing(view)}\n{_profile_table(view, heads, marks)}"


def profile_drawing(view: Profile) -> str:
    """The profile alone, as code: its numbers are to stand beside it."""
    parts = [*_grid(view)]
    for own in view.series:
        parts += [
            f"place(line(start: ({s.x1}%, {_pt(s.y1)}), end: ({s.x2}%, {_pt(s.y2)}), stroke: {_stroke(own)}))"
            for s in view.segments
            if s.series == own
        ]
    for row in view.rows:
        parts.append(f"place(dy: {_pt(row.label_y - 10)}, text(size: 7.5pt, {literal(row.title)}))")
        for point in row.points:
            if point.x_low is not None and point.x_high is not None:
                parts.append(
                    f"place(line(start: ({point.x_low}%, {_pt(point.y)}), end: ({point.x_high}%, {_pt(point.y)}), "
                    f'stroke: (paint: rgb("{_paint(point.series)}"), thickness: 0.8pt, dash: "dotted")))'
                )
            if point.index is not None:
                parts.append(f"place(dx: {point.x}% - 3pt, dy: {_pt(point.y)} - 3pt, {_mark(point.series)})")
    return _artifact(view.height * UNIT, parts)


def _profile_table(view: Profile, heads: Sequence[str], marks: Sequence[str]) -> str:
    """The numbers of a profile; each column is headed by the mark and the name of its phase."""
    header = [_head(heads[0])]
    for own in view.series:
        name = own.label if marks else _("Index")
        key = f"pdf.artifact(box(width: 6pt, height: 6pt, {_mark(own)}))"
        cell = f"{key} + h(3pt) + strong({literal(name)})" if marks else f"strong({literal(name)})"
        header.append(cell)
    body = [[_text(row.title), *(_text(_index(point.index)) for point in row.points)] for row in view.rows]
    columns = "(2fr" + ", 1fr" * len(view.series) + ")"
    return _table_of(header, body, columns, "l" + "r" * len(view.series))


def _grid(view: Profile) -> Iterable[str]:
    """The scale, and the line of each dimension."""
    for tick in view.ticks:
        yield (
            f"place(dx: {tick.x}%, line(angle: 90deg, length: {_pt(view.foot)}, "
            'stroke: (paint: rgb("#bbbbbb"), thickness: 0.5pt)))'
        )
        yield _label(tick, view.foot * UNIT + 3)
    for row in view.rows:
        yield f'place(dy: {_pt(row.y)}, line(length: 100%, stroke: 0.5pt + rgb("#dddddd")))'


def _paint(own: Series) -> str:
    return STROKES[own.place % len(STROKES)]


def _stroke(own: Series) -> str:
    dash = DASHES[own.place % len(DASHES)]
    return f'(paint: rgb("{_paint(own)}"), thickness: 0.8pt, dash: "{dash}")'


def _mark(own: Series) -> str:
    """The mark of a phase, six points wide."""
    fill = PAPER if own.is_hollow else _paint(own)
    look = f'fill: rgb("{fill}"), stroke: 0.8pt + rgb("{_paint(own)}")'
    return {
        "disc": f"circle(radius: 3pt, {look})",
        "square": f"rect(width: 5.4pt, height: 5.4pt, {look})",
        "diamond": f"polygon((3pt, -0.6pt), (6.6pt, 3pt), (3pt, 6.6pt), (-0.6pt, 3pt), {look})",
        "up": f"polygon((3pt, -0.4pt), (6.4pt, 6pt), (-0.4pt, 6pt), {look})",
        "down": f"polygon((-0.4pt, 0pt), (6.4pt, 0pt), (3pt, 6.4pt), {look})",
    }[own.shape]


def _pt(units: float) -> str:
    return f"{round(units * UNIT, 2)}pt"


def _rect(rect: bars.Rect, colour: str, top: float, thick: float) -> str:
    if rect.kind == "gross":
        look, dy, high = f'stroke: 0.8pt + rgb("{colour}")', top - 1, thick + 2
    elif rect.kind == "hatch":
        look, dy, high = f'fill: rgb("{colour}").transparentize(65%)', top, thick
    else:
        look, dy, high = f'fill: rgb("{BANDS.get(rect.kind, colour)}")', top, thick
    return f"place(dx: {rect.x}%, dy: {dy}pt, rect(width: {rect.width}%, height: {high}pt, {look}))"


def _line(line: bars.Line, colour: str, top: float, thick: float, middle: float) -> str:
    """A line of a bar: bounds dotted above it, the interval along its middle, caps upright at its ends."""
    if line.kind == "cap":
        return (
            f"place(dx: {line.x1}%, dy: {middle - 2.5}pt, "
            f'line(angle: 90deg, length: 5pt, stroke: 0.9pt + rgb("{colour}")))'
        )
    if line.kind == "bounds":
        y, stroke = top - 1.5, f'(paint: rgb("{colour}"), thickness: 0.8pt, dash: "dotted")'
    else:
        y, stroke = middle, f'1.2pt + rgb("{colour}")'
    return f"place(line(start: ({line.x1}%, {y}pt), end: ({line.x2}%, {y}pt), stroke: {stroke}))"


def _label(label: bars.Label, y: float) -> str:
    """A text at its place: a box without width, out of which the text stands to the side its anchor says."""
    side = {"start": "left", "end": "right"}.get(label.anchor, "center")
    whole = label.text.replace(" ", words.NBSP)
    text = f'text(size: 6.5pt, fill: rgb("{SOFT}"), {literal(whole)})'
    return f"place(dx: {label.x}%, dy: {round(y, 2)}pt, box(width: 0pt, align({side}, box({text}))))"


def _artifact(height: float, parts: Iterable[str]) -> str:
    body = "; ".join(parts)
    # A block that breaks over pages would split its height only: what is placed in it stays behind, off the page.
    place = f"width: 100%, height: {height}pt, spacing: 4pt, breakable: false"
    return f"pdf.artifact(block({place}, {{ {body} }}))"


def _index(value: float | None) -> str:
    return _("not rated") if value is None else words.number(value)


def _head(text: str) -> str:
    return f"strong({literal(text)})" if text else "none"


def _text(value: object) -> str:
    return f"text({literal(value)})"


def _quiet(value: str) -> str:
    return f'#block(text(size: 0.85em, fill: rgb("{SOFT}"), {literal(value)}))'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, columns: str, sides: str) -> str:
    return _table_of([_head(head) for head in heads], rows, columns, sides)


def _table_of(header: Sequence[str], rows: Iterable[Sequence[str]], columns: str, sides: str) -> str:
    """A table; `sides` says for each column whether it stands left (l) or right (r)."""
    aligned = ", ".join("right + horizon" if side == "r" else "left + horizon" for side in sides)
    cells = ", ".join(cell for row in rows for cell in row)
    return (
        f"#table(columns: {columns}, stroke: (x, y) => (bottom: {RULE}), inset: (x: 4pt, y: 3pt), "
        f"align: ({aligned}), table.header({', '.join(header)}), {cells})"
    )
