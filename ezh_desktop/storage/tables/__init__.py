"""All tables of the journal: importing this package fills `metadata`."""

from __future__ import annotations

from ezh_desktop.storage.tables import control, courses, marks, people, protocol, school
from ezh_desktop.storage.tables.base import Nature, key_of, metadata, nature_of

__all__ = ["Nature", "control", "courses", "key_of", "marks", "metadata", "nature_of", "people", "protocol", "school"]
