"""Runs a committed lesson, unchanged, on the Jupyter kernel of a given name and holds what it shows against what it
was committed with: the same cells fail (those tagged raises-exception), each figure is a figure, each output that was
HTML is HTML. Prints a table's line; exits non-zero if a cell differs.

usage: microsoft_test.py --head | KERNEL NOTEBOOK"""
import copy
import os
import subprocess
import sys
import time

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

HTML, PLOTLY = "text/html", "application/vnd.plotly.v1+json"
LINE = "{:<34}{:>6}{:>9}{:>10}{:>9}{:>4}{:>6}{:>4}{:>6}"


def outputs(cell, media_type):
    """The outputs of a cell that carry the media type; not the script by which the tool finds itself in the first one."""
    return [output for output in cell.outputs if media_type in output.get("data", {})
            and "dotnet-interactive-this-cell" not in output["data"].get(HTML, "")]


def is_figure(output):
    """Whether a figure can be seen wherever it is shown: a picture in its HTML, not the chart's JSON alone."""
    html = output["data"].get(HTML, "")
    return 'class="course-figure"' in html and "<img" in html


def failure(cell):
    """The error of a cell in a line; empty if it has none."""
    return next((f"{o.ename}: {o.evalue}"[:200] for o in cell.outputs if o.output_type == "error"), "")


def differences(committed, cell):
    """What a cell shows otherwise than it was committed with."""
    expected, found = failure(committed), failure(cell)
    if bool(expected) != bool(found):
        yield f"expected {'an error' if expected else 'no error'}, got {found or 'none'}"
    figures = [output for output in outputs(cell, PLOTLY) if is_figure(output)]
    if len(figures) != len(outputs(committed, PLOTLY)):
        yield f"expected {len(outputs(committed, PLOTLY))} figures as HTML, got {len(figures)}"
    if len(outputs(cell, HTML)) < len(outputs(committed, HTML)):
        yield f"expected {len(outputs(committed, HTML))} outputs as HTML, got {len(outputs(cell, HTML))}"


def run(path, kernel):
    """Runs one notebook; returns its code cells as committed and as they came out."""
    committed = nbformat.read(path, as_version=4)
    notebook = copy.deepcopy(committed)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    manager = KernelManager(kernel_name=kernel)
    client = NotebookClient(notebook, km=manager, timeout=900, startup_timeout=180, allow_errors=True,
                            resources={"metadata": {"path": os.path.dirname(path)}})
    try:
        client.execute(stdout=subprocess.DEVNULL)
    finally:
        manager.shutdown_kernel(now=True)
    pairs = zip(committed.cells, notebook.cells)
    return [(before, after) for before, after in pairs if before.cell_type == "code"]


def main(kernel, path):
    start = time.monotonic()
    cells = run(os.path.abspath(path), kernel)
    meant = sum(bool(failure(before)) for before, _ in cells)
    failing = sum(bool(failure(after)) for _, after in cells)
    shown = sum(is_figure(output) for _, after in cells for output in outputs(after, PLOTLY))
    expected = sum(len(outputs(before, PLOTLY)) for before, _ in cells)
    html = [sum(len(outputs(pair[side], HTML)) for pair in cells) for side in (1, 0)]
    name = "/".join(path.split("/")[-2:]).removesuffix(".ipynb")
    lines = [LINE.format(name, len(cells), failing, meant, shown, expected, *html, round(time.monotonic() - start))]
    lines += [f"    code cell {number}: {difference}" for number, pair in enumerate(cells, 1) for difference in differences(*pair)]
    if not expected:
        lines.append("    no figure stands in this notebook: nothing was checked")
    print("\n".join(lines), flush=True) # at once: another notebook's line may come at the same time
    return 1 if len(lines) > 1 else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--head"]:
        print(LINE.format("lesson", "cells", "failing", "as meant", "figures", "of", "html", "of", "s"))
    else:
        sys.exit(main(*sys.argv[1:]))
