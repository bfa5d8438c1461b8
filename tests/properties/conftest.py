"""Let the slow oracles of this folder find each other, also where they are collected one by one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
