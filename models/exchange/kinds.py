"""Every kind of record file, by name.

This is the exchange contract: the importer reads cells by the columns that a kind declares beside its table, the
queries give rows by them, and an export writes them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models import record_kinds
from models.kinds.kind import RecordKind

# In the order in which files must be read: a record is named only by later kinds.
KINDS: Mapping[str, RecordKind] = MappingProxyType(
    {name: kind for name, kind in record_kinds.KINDS.items() if kind.columns}
)
