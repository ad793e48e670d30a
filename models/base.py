"""The declarative base: named constraints, enums stored by value, UTC instants, lists of codes."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, Boolean, CheckConstraint, Enum, Integer, MetaData, Numeric, String, Table
from sqlalchemy.orm import DeclarativeBase, registry

from models.columns import UtcDateTime


def _check_name(constraint: CheckConstraint, _table: Table) -> str:
    """Name a check: a written one as it says, an enum's by its column too, as a table may use an enum twice."""
    return "_".join([*(column.name for column in constraint.columns), str(constraint.name)])


# Every constraint has a predictable name, so that a migration can drop it on either database.
NAMING: dict[str, Any] = {
    "constraint_name": _check_name,
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _stored_values(choices: type[enum.Enum]) -> list[str]:
    return [str(choice.value) for choice in choices]


mapper_registry = registry(
    metadata=MetaData(naming_convention=NAMING),
    type_annotation_map={
        int: Integer,
        bool: Boolean(create_constraint=False),
        str: String(200),
        datetime: UtcDateTime,
        Decimal: Numeric(12, 2),
        dict[str, Any]: JSON,
        enum.Enum: Enum(
            enum.Enum, native_enum=False, create_constraint=True, length=40, values_callable=_stored_values
        ),
    },
)


class Base(DeclarativeBase):
    """Base of every table."""

    registry = mapper_registry


def table_of(model: type[Base]) -> Table:
    """Give the table behind a class, for statements that read columns and make no objects.

    They are written and run in half the time, and a command that asks nothing else need not wait until all classes know
    of each other.
    """
    return cast(Table, model.__table__)
