"""What if (假设): the same facts with some changed for one school, before and after."""

from engine.whatif.asking import ask_what_if
from engine.whatif.comparing import WhatIf
from engine.whatif.wishes import Wishes

__all__ = ["WhatIf", "Wishes", "ask_what_if"]
