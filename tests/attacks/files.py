"""The learner's files: damaged, newer, in the way; a disk that is full; notebooks that cannot be read."""
import json, os, shutil, subprocess, tempfile
from course import ROOT, Server, Window, first_cell, lessons

DAMAGED = ["", "{", "null", "[]", "5", '{"exercises":null}', '{"exercises":{"a":null}}', '{"predictions":null}', '{"predictions":{"a":null}}', '{"claims":null}', '{"claims":{"C1":null}}',
           '{"exercises":{"a":{"attempts":"x"}}}', '{"exercises":[]}', '\ufeff{"exercises":{}}', '{"exercises":{"a":{"attempts":1,"passedAt":"yesterday"}}}', "\x00" * 100,
           '{"version":99,"exercises":{"a":{"attempts":1,"passedAt":null,"later":[1]}},"later":{"b":2}}']


def learner_files():
    """Progress, edits and the last place, each damaged in every way: home and the lesson open, and nothing is thrown away."""
    lesson = lessons()[0]
    tries = failed = 0
    with Server() as server:
        for name in ("progress.json", f"pages/{lesson}.json", "pages/last.json"):
            for content in DAMAGED:
                path = os.path.join(server.learner, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(content)
                tries += 1
                status, _, body = server.page("/en/index.html")
                window = Window(server, lesson)
                state = window.receive()
                window.close()
                kept = [other for other in os.listdir(os.path.dirname(path)) if "damaged" in other]
                failed += status != 200 or state["type"] != "state" or (name == "progress.json" and "null" in content and "version" not in content and not (kept and "damaged" in body))
                for other in kept:
                    os.remove(os.path.join(os.path.dirname(path), other))
    return tries, failed


def in_the_way():
    """A folder where a file belongs, and a file where the folder belongs: the pages open, and say that edits are not saved."""
    lesson = lessons()[0]
    failed = 0
    with Server() as server:
        os.makedirs(os.path.join(server.learner, "pages", lesson + ".json"))
        failed += not refuses(server, lesson)
        shutil.rmtree(os.path.join(server.learner, "pages"))
        with open(os.path.join(server.learner, "pages"), "w"):
            pass
        failed += not refuses(server, lesson)
        failed += server.page("/en/index.html")[0] != 200
    return 3, failed


def refuses(server, lesson):
    window = Window(server, lesson)
    window.send(type="edit", cell=first_cell(lesson), source="// x", request=1)
    said = window.until(lambda said: said["type"] in ("saved", "notSaved"))
    window.close()
    return said["type"] == "notSaved"


def full_disk():
    """A learner's folder and a temporary folder that are full: told, cells run, and the edit is saved once there is room."""
    lesson = lessons()[0]
    cell = first_cell(lesson)
    learner, temporary = tempfile.mkdtemp(), tempfile.mkdtemp()
    for folder, size in ((learner, "64k"), (temporary, "16m")):
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True).returncode != 0:
            return 0, 0  # only root may
    failed = 0
    try:
        with Server(learner=learner, environment={"TMPDIR": temporary}) as server:
            window = Window(server, lesson)
            window.run(cell, "int kept = 41;")
            failed += window.until_status(cell, "done", "failed") != "done"
            fill(temporary)
            window.run(cell, "kept + 1")
            failed += window.until(lambda said: said["type"] == "cell" and said["status"] in ("done", "failed"))["status"] != "done"
            fill(learner)
            window.send(type="edit", cell=cell, source="// " + "x" * 9000, request=1)
            failed += window.until(lambda said: said["type"] in ("saved", "notSaved"))["type"] != "notSaved"
            os.remove(os.path.join(learner, "filling"))
            window.send(type="edit", cell=cell, source="// there is room", request=2)
            failed += window.until(lambda said: said["type"] in ("saved", "notSaved"))["type"] != "saved"
            os.remove(os.path.join(temporary, "filling"))
    finally:
        for folder in (learner, temporary):
            subprocess.run(["umount", "-l", folder], capture_output=True)
            os.rmdir(folder)
    return 4, failed


def fill(folder):
    with open(os.path.join(folder, "filling"), "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def notebooks():
    """A course one of whose notebooks cannot be read, before the start and while it runs: that lesson says so, the others open."""
    broken, other = lessons()[:2]
    failed = 0
    path = os.path.join(ROOT, "notebooks", "en", broken + ".ipynb")
    with open(path, encoding="utf-8") as file:
        whole = file.read()
    contents = ["", "<<<<<<< ours\n" + whole[:2000], '{"nbformat":4,"cells":{}}', '{"nbformat":3}', "[]", '{"nbformat":4,"cells":[{"cell_type":"code","source":"1","outputs":[]},{"cell_type":"code","source":"2","outputs":[]}]}']
    try:
        for content in contents:
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
            with Server() as server:
                failed += server.page("/en/index.html")[0] != 200 or server.page(f"/en/{other}.html")[0] != 200
                body = server.page(f"/en/{broken}.html")[2]
                failed += ("trouble" in body) == content.startswith('{"nbformat":4,"cells":[')
                failed += Window(server, broken).status != 101
    finally:
        with open(path, "w", encoding="utf-8") as file:
            file.write(whole)
    return 3 * len(contents), failed


ATTACKS = [learner_files, in_the_way, full_disk, notebooks]
