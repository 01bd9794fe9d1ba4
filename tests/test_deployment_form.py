"""The form of a manual run in Prefect: each field says what it is for, with a type that fits."""

from __future__ import annotations

import pytest
from prefect import Flow
from prefect.utilities.callables import parameter_schema

from flows.clean_scrapes import clean_scrapes
from flows.discover_artifacts import discover_artifacts


@pytest.mark.parametrize("flow", [clean_scrapes, discover_artifacts])
def test_each_field_of_the_form_is_described(flow: Flow[..., str]) -> None:
    fields = parameter_schema(flow).properties
    assert [name for name, field in fields.items() if not field.get("description")] == []


def test_a_list_is_a_list_in_the_form() -> None:
    fields = parameter_schema(clean_scrapes).properties
    for name in ("languages", "rules", "keep"):
        assert (fields[name]["type"], fields[name]["items"]) == ("array", {"type": "string"})
    assert fields["purpose"]["enum"]
    assert fields["force"]["type"] == "boolean"
