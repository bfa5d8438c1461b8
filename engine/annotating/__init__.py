"""Problems go back to who filled in the sheets: copies with comments, and lists to work through."""

from engine.annotating.apart import apart
from engine.annotating.folder import Annotated, annotate_files, check_annotatable
from engine.annotating.problem_list import check_list_file, write_problem_list

__all__ = [
    "Annotated",
    "annotate_files",
    "apart",
    "check_annotatable",
    "check_list_file",
    "write_problem_list",
]
