"""Runs the lessons and keeps the outputs that are compared: `python -m tests.update_lessons [NAME...]`."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

COURSE = Path(__file__).parents[1] / "course"
KEPT = "# NBVAL_CHECK_OUTPUT"


def update(path: Path) -> None:
    """Run one lesson; keep the printed text of the cells that are compared."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("execution", None)
        cell.outputs = (
            [out for out in cell.outputs if out.output_type == "stream"] if KEPT in cell.source else []
        )
        cell.execution_count = 1 if cell.outputs else None  # what compares outputs wants a cell that was run
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(notebook, path)


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["*"]
    for name in wanted:
        for path in sorted(COURSE.rglob(f"{name}.ipynb")):
            print(path.stem, flush=True)
            update(path)
