"""What a process is: a generator that yields the events for which it waits."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

Life = Generator[simpy.Event, Any, None]
