"""Opening and saving a lesson in Jupyter changes nothing: every notebook is, byte for byte, what Jupyter writes for it.

A browser gets the notebook as JSON and sends it back (whole numbers lose their point), the kernel's language_info takes
the place of the stored one, and nbformat writes the file. Then: PDF and slides keep every figure.
"""

import glob
import json
import subprocess
import sys
import tempfile

import nbformat
from jupyter_client.manager import start_new_kernel


def through_browser(value):
    """What JSON.parse and JSON.stringify leave of a value."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    if isinstance(value, list):
        return [through_browser(item) for item in value]
    if isinstance(value, dict):
        return {key: through_browser(item) for key, item in value.items()}
    return value


def saved(path, language_info):
    with open(path, encoding="utf-8") as file:
        notebook = nbformat.from_dict(through_browser(json.loads(nbformat.writes(nbformat.read(file, as_version=4)))))
    nbformat.validate(notebook)
    notebook.metadata.language_info = nbformat.from_dict(language_info)
    text = nbformat.writes(nbformat.reads(nbformat.writes(notebook), as_version=4))
    return text if text.endswith("\n") else text + "\n"


def figures(path):
    with open(path, encoding="utf-8") as file:
        return sum("image/svg+xml" in output.get("data", {}) for cell in json.load(file)["cells"] for output in cell.get("outputs", []))


def converted(path, *options):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "jupyter", "nbconvert", "--output-dir", folder, "--output", "lesson", *options, path], check=True, capture_output=True)
        return "".join(open(name, encoding="utf-8").read() for name in glob.glob(f"{folder}/lesson*.*") if name.endswith((".tex", ".html")))


def main():
    manager, client = start_new_kernel(kernel_name=".net-csharp")
    client.kernel_info()
    language_info = client.get_shell_msg(timeout=60)["content"]["language_info"]
    manager.shutdown_kernel()
    notebooks = sorted(glob.glob("notebooks/en/*.ipynb") + glob.glob("notebooks/zh/*.ipynb"))
    assert notebooks, "no notebooks in notebooks/en and notebooks/zh"
    changed = [path for path in notebooks if saved(path, language_info) != open(path, encoding="utf-8").read()]
    for path in changed:
        print(f"{path}: saving it in Jupyter would change it")

    lesson = "notebooks/en/07-attention.ipynb"
    count = figures(lesson)
    latex = converted(lesson, "--to", "latex", "--config", ".ci/nbconvert_config.py").count("\\adjustimage")
    slides = converted(lesson, "--to", "slides").count('class="course-figure"')
    print(f"{len(notebooks)} notebooks, {len(changed)} would change; {count} figures in lesson 07, {latex} in LaTeX, {slides} in slides")
    return 1 if changed or count == 0 or latex != count or slides != count else 0


sys.exit(main())
