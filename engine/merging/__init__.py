"""One table of all that was handed in (合并表), with its conflicts and who gave what."""

from engine.merging.folder import check_mergeable
from engine.merging.merging import Merged, merge_files

__all__ = ["Merged", "check_mergeable", "merge_files"]
