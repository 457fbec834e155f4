"""Officials: names, posts and roles."""

from __future__ import annotations

import pytest

from extract.officials import find_people, read_officials
from extract.reading import Reading
from extract.roles import find_roles
from extract.text import Text
from extract.units import find_units
from tests.inline import InlineExample, differences, example_params, text_of


@pytest.mark.parametrize("example", example_params("officials", tags={"person"}))
def test_example(example: InlineExample) -> None:
    text = text_of(example)
    people = find_people(text, find_units(text))
    found = [
        (
            "person",
            person.start,
            person.end,
            {"name": person.name, "positions": [post.text for post in person.positions], "roles": roles},
        )
        for person, roles in zip(people, find_roles(text, people), strict=True)
    ]
    assert differences(example, found) == []
