"""Many windows, many lessons, two windows, two servers."""
import json, os
from concurrent.futures import ThreadPoolExecutor
from course import Server, Window, first_cell, lessons, wait_until


def two_hundred_sockets():
    """200 windows on one lesson: a run in one is seen in all."""
    lesson = lessons()[0]
    cell = first_cell(lesson)
    with Server() as server:
        opened = [Window(server, lesson) for _ in range(200)]
        opened[0].run(cell, 'Console.WriteLine("seen by all");')
        failed = 0
        for window in opened:
            try:
                window.until(lambda said: said["type"] == "output" and "seen by all" in said["output"].get("text", ""))
            except (RuntimeError, OSError):
                failed += 1
    return 200, failed


def fifty_lessons():
    """50 lessons opened at once: never more kernels than places, the rest are told that they wait, and get their turn when others close."""
    wanted = [(lesson, language) for lesson in lessons() for language in ("en", "zh")]
    wanted = (wanted * 50)[:50]
    with Server() as server:
        opened = {}
        most = 0

        def start(index):
            window = Window(server, *wanted[index])
            window.run(first_cell(wanted[index][0]), 'Console.WriteLine("served");')
            told = window.until(lambda said: said.get("kernel") in ("waiting", "idle", "busy") or (said["type"] == "output" and said["output"].get("text", "").startswith("served")))
            opened[index] = window
            return told.get("kernel") == "waiting"

        def finish(index):
            status = opened[index].until(lambda said: said["type"] == "cell" and said["status"] in ("done", "failed", "interrupted", "none"))["status"]
            opened[index].close()
            return status

        with ThreadPoolExecutor(50) as pool:
            waited = sum(pool.map(start, range(50)))
            jobs = [pool.submit(finish, index) for index in range(50)]
            while not all(job.done() for job in jobs):
                most = max(most, len(server.kernels()))
                wait_until(lambda: True)
        ends = [job.result() for job in jobs]
        failed = sum(end != "done" for end in ends) + (most > 12)
    print(f"    {len(set(wanted))} lessons in 50 windows: {most} kernels at most, {waited} were told to wait, ends: {sorted(set(ends))}")
    return 50, failed


def thousand_cycles():
    """1,000 windows opened and closed, half of them without a word: nothing is left open."""
    lesson = lessons()[0]
    with Server() as server:
        count = lambda: len(os.listdir(f"/proc/{server.process.pid}/fd"))
        Window(server, lesson).close()
        before = count()
        for i in range(1000):
            window = Window(server, lesson)
            window.receive()
            window.close(politely=i % 2 == 0)
        settled = wait_until(lambda: count() <= before + 5)
        print(f"    descriptors {before} -> {count()}")
    return 1000, 0 if settled else 1


def two_windows():
    """300 edits crossed in two windows, one of each language: file and windows agree."""
    lesson = lessons()[0]
    cell = first_cell(lesson)
    with Server() as server:
        one, two = Window(server, lesson, "en"), Window(server, lesson, "zh")
        for i in range(150):
            one.send(type="edit", cell=cell, source=f"// one {i}", request=i + 1)
            two.send(type="edit", cell=cell, source=f"// two {i}", request=i + 1)
        states = []
        for window in (one, two):
            text, saved = None, 0
            while saved < 150 or text is None:
                said = window.receive()
                if said["type"] == "saved":
                    saved = said["request"]
                text = said.get("source", text) if said["type"] == "source" else text
            states.append(saved)
        with open(os.path.join(server.learner, "pages", lesson + ".json"), encoding="utf-8") as file:
            stored = json.load(file)[cell]
        fresh = Window(server, lesson).receive()["cells"][cell]["source"]
    return 300, int(stored != fresh) + (stored not in ("// one 149", "// two 149"))


def two_servers():
    """Two servers on one learner's folder, edits crossed: none is lost."""
    lesson = lessons()[0]
    with open(os.path.join(os.path.dirname(__file__), "..", "..", "notebooks", "en", lesson + ".ipynb"), encoding="utf-8") as file:
        cells = [cell["id"] for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
    with Server() as one, Server(learner=one.learner) as two:
        windows = Window(one, lesson), Window(two, lesson)
        for i, cell in enumerate(cells):
            windows[i % 2].send(type="edit", cell=cell, source=f"// {cell}", request=i + 1)
        for number in (0, 1):
            last = max(i + 1 for i in range(len(cells)) if i % 2 == number)
            windows[number].until(lambda said: said["type"] == "saved" and said["request"] == last)
        with open(os.path.join(one.learner, "pages", lesson + ".json"), encoding="utf-8") as file:
            stored = json.load(file)
        failed = sum(stored.get(cell) != f"// {cell}" for cell in cells)
        for server in (one, two):
            failed += sum(state["source"] != f"// {cell}" for cell, state in Window(server, lesson).receive()["cells"].items())
    return 3 * len(cells), failed


ATTACKS = [two_hundred_sockets, fifty_lessons, thousand_cycles, two_windows, two_servers]
