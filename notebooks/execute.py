"""Runs the notebooks and saves what they show (chạy sổ tay): ``python notebooks/execute.py``."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent


def execute(path: Path) -> nbformat.NotebookNode:
    """Return a notebook with the output of every cell made anew; the file stays as it is.

    What would differ between two machines – times, the patch version of Python – is left out.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(FOLDER)}}
    NotebookClient(notebook, timeout=240, kernel_name="python3", resources=resources, record_timing=False).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def main() -> None:
    """Run all notebooks on one sample corpus and save them."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THIDUA_SAMPLE"] = folder
        for path in sorted(FOLDER.glob("*.ipynb")):
            nbformat.write(execute(path), path)
            print(path.name)


if __name__ == "__main__":
    main()
