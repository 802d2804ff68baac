"""The geometry of the small graph of relations."""

from __future__ import annotations

import pytest

from natoassess.web.presentation.graph import LETTERS, MOST, WIDTH, Box, Graph, Neighbour, graph, shorten


def neighbours(number: int, side: str) -> list[Neighbour]:
    return [Neighbour(f"{side}-{n}", f"Text {n}", "recalls") for n in range(number)]


def overlap(first: Box, second: Box) -> bool:
    return (
        first.x < second.x + second.width
        and second.x < first.x + first.width
        and first.y < second.y + second.height
        and second.y < first.y + first.height
    )


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0), (3, 5), (MOST + 4, 2), (20, 20)])
def test_boxes_stay_in_the_drawing_and_apart(before: int, after: int) -> None:
    drawn: Graph = graph("S/RES/678", neighbours(before, "b"), neighbours(after, "a"))
    boxes = [drawn.centre, *drawn.boxes]
    for place, box in enumerate(boxes):
        assert 0 <= box.x <= box.x + box.width <= WIDTH
        assert 0 <= box.y <= box.y + box.height <= drawn.height
        assert not any(overlap(box, other) for other in boxes[place + 1 :])
    assert drawn.left_out == max(before - MOST, 0) + max(after - MOST, 0)
    assert len(drawn.lines) == len(drawn.boxes) == min(before, MOST) + min(after, MOST)


def test_lines_run_from_what_refers_to_what_is_referred_to() -> None:
    drawn = graph("Here", neighbours(1, "b"), neighbours(1, "a"))
    into, out = drawn.lines
    left, right = drawn.boxes
    assert (into.x1, into.y1) == (left.x + left.width, left.middle)
    assert into.tip.startswith(f"{drawn.centre.x:g},{drawn.centre.middle:g} ")
    assert out.x1 == drawn.centre.x + drawn.centre.width
    assert out.tip.startswith(f"{right.x:g},{right.middle:g} ")


def test_a_long_name_is_cut_at_a_word() -> None:
    name = "Articles on Responsibility of States for Internationally Wrongful Acts"
    short = shorten(name)
    assert len(short) <= LETTERS
    assert short.endswith("…")
    assert name.startswith(short[:-1])
    assert name[len(short) - 1] == " "
    assert shorten("S/RES/678 (1990)") == "S/RES/678 (1990)"
