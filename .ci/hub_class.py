"""A class of learners on the hub of .ci/hub: they open every lesson, run lesson 01, and keep their own progress."""
import asyncio
import json
import os
import pathlib
import pwd
import subprocess
import sys
import time
import uuid

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

HUB = f"http://127.0.0.1:{os.environ['HUB_PORTS'].split()[0]}"
TOKEN = {"Authorization": f"token {os.environ['HUB_TOKEN']}"}
COURSE = pathlib.Path(os.environ["COURSE"])
NAMES = [f"learner-{number}" for number in range(1, int(os.environ["LEARNERS"]) + 1)]
LESSONS = sorted(path.name for path in (COURSE / "notebooks" / "en").glob("*.ipynb"))
WHOLE = next(name for name in LESSONS if name.startswith("01-"))


async def ask(method, path, body=None, wanted=(200, 201, 202)):
    """One request to the hub or a learner's server; the answer's JSON."""
    content = None if method in ("GET", "DELETE") else json.dumps(body or {})
    request = HTTPRequest(HUB + path, method=method, headers=TOKEN, body=content, request_timeout=300)
    response = await AsyncHTTPClient().fetch(request, raise_error=False)
    if response.code not in wanted:
        raise RuntimeError(f"{method} {path}: {response.code} {response.body[:500]}")
    return json.loads(response.body) if response.body else None


class Kernel:
    """One lesson's kernel, as a notebook's page talks to it."""

    @classmethod
    async def start(cls, learner, lesson):
        self = cls()
        body = {"path": f"en/{lesson}", "name": lesson, "type": "notebook", "kernel": {"name": ".net-csharp"}}
        self.session = await ask("POST", f"/user/{learner}/api/sessions", body)
        self.learner = learner
        kernel = self.session["kernel"]["id"]
        address = f"{HUB.replace('http', 'ws', 1)}/user/{learner}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        self.socket = await websocket_connect(HTTPRequest(address, headers=TOKEN, connect_timeout=300), max_message_size=2**28)
        return self

    async def execute(self, code):
        """Runs a cell: its text outputs, and its error or None."""
        message = {
            "header": {"msg_id": uuid.uuid4().hex, "username": self.learner, "session": "class", "msg_type": "execute_request", "version": "5.3"},
            "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [],
            "content": {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": False},
        }
        await self.socket.write_message(json.dumps(message))
        texts, error, waits = [], None, {"idle", "reply"}
        while waits:
            raw = await self.socket.read_message()
            if raw is None:
                raise RuntimeError(f"{self.learner}: the kernel's channel closed")
            answer = json.loads(raw)
            if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            kind, content = answer["msg_type"], answer["content"]
            if kind == "stream":
                texts.append(content["text"])
            elif kind in ("display_data", "execute_result"):
                texts.append(content["data"].get("text/plain", ""))
            elif kind == "error":
                error = f"{content['ename']}: {content['evalue']}"
            elif kind == "execute_reply":
                waits.discard("reply")
            elif kind == "status" and content["execution_state"] == "idle":
                waits.discard("idle")
        return "\n".join(texts), error

    async def end(self):
        self.socket.close()
        await ask("DELETE", f"/user/{self.learner}/api/sessions/{self.session['id']}", wanted=(204,))


async def cells(learner, lesson):
    """The code cells of the learner's own copy: (source, whether an error is meant)."""
    notebook = (await ask("GET", f"/user/{learner}/api/contents/en/{lesson}?content=1"))["content"]
    return [
        ("".join(cell["source"]), "raises-exception" in cell["metadata"].get("tags", []))
        for cell in notebook["cells"] if cell["cell_type"] == "code"
    ]


async def run(learner, lesson, failures, only_first=False):
    """A lesson's cells in order. What fails and was not meant to, or was not stored, goes to failures."""
    kernel = await Kernel.start(learner, lesson)
    for number, (source, may_fail) in enumerate((await cells(learner, lesson))[: 1 if only_first else None], 1):
        text, error = await kernel.execute(source)
        if error and not may_fail:
            failures.append(f"{learner}, {lesson}, code cell {number}: {error}")
        if "not stored" in text:
            failures.append(f"{learner}, {lesson}, code cell {number}: {text}")
    return kernel


async def open_lessons(learner, failures):
    for lesson in LESSONS:
        await (await run(learner, lesson, failures, only_first=True)).end()


async def whole_lesson(learner, failures, seconds):
    start = time.monotonic()
    kernel = await run(learner, WHOLE, failures)
    seconds[learner] = time.monotonic() - start
    guess = f"""
        using NotebookCourse.Exercises;
        Prediction.Ask("class-guess", "{learner}");
        Console.WriteLine(Progress.FilePath);"""
    own, error = await kernel.execute(guess)
    await kernel.end()

    # The shared course opened in place, as a teacher's demonstration would be: still everyone's own progress.
    kernel = await Kernel.start(learner, WHOLE)
    _, other_error = await kernel.execute(f'#load "{COURSE}/notebooks/course.csx"')
    shared = ""
    if not other_error:
        shared, other_error = await kernel.execute(guess)
    await kernel.end()
    for what, path, fault in (("copy", own, error), ("shared course", shared, other_error)):
        problem = fault or check_progress(learner, path.strip().splitlines()[-1])
        if problem:
            failures.append(f"{learner}, {what}: {problem}")
    if own == shared:
        failures.append(f"{learner}: the copy and the shared course have one progress, {own}")


def check_progress(learner, path):
    home = pwd.getpwnam(learner).pw_dir
    if not path.startswith(home + "/"):
        return f"progress is stored in {path}, outside {home}"
    guess = json.loads(pathlib.Path(path).read_text())["predictions"].get("class-guess", {}).get("guess")
    return None if guess == learner else f"{path} holds the guess {guess!r}"


def memory():
    """RSS and PSS in MB of every learner's server and kernels, now."""
    users = {pwd.getpwnam(name).pw_uid: name for name in NAMES}
    found = {}
    for process in psutil.process_iter():
        try:
            learner = users.get(process.uids().real)
            if learner:
                kind = "kernel" if "NotebookCourse.Kernel" in " ".join(process.cmdline()) else "server"
                info = process.memory_full_info()
                rss, pss = found.get((learner, kind), (0, 0))
                found[learner, kind] = (rss + info.rss / 1e6, pss + info.pss / 1e6)
        except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            continue
    return found


async def watch(peaks, totals, stop):
    while not stop.is_set():
        now = await asyncio.to_thread(memory)
        for key, (rss, pss) in now.items():
            before = peaks.get(key, (0, 0))
            peaks[key] = (max(before[0], rss), max(before[1], pss))
        totals.append(sum(pss for _, pss in now.values()))
        try:
            await asyncio.wait_for(stop.wait(), 1)
        except asyncio.TimeoutError:
            pass


def spread(values):
    values = sorted(values)
    return f"{values[0]:.0f}" if values[-1] - values[0] < 1 else f"{values[0]:.0f} to {values[-1]:.0f}"


async def together(what, act, names):
    """The same for several learners at once, with its time and memory told."""
    peaks, totals, stop = {}, [], asyncio.Event()
    start, load = time.monotonic(), os.getloadavg()[0]
    watcher = asyncio.create_task(watch(peaks, totals, stop))
    try:
        await asyncio.gather(*(act(name) for name in names))
    finally:
        stop.set()
        await watcher
    print(f"{what}, {len(names)} at once: {time.monotonic() - start:.0f} s (load before {load:.1f}, after {os.getloadavg()[0]:.1f})")
    for kind in ("server", "kernel"):
        seen = [peaks[name, kind] for name in names if (name, kind) in peaks]
        if seen:
            print(f"  {kind}, peak of each: RSS {spread(r for r, _ in seen)} MB, PSS {spread(p for _, p in seen)} MB")
    print(f"  all learners together, peak: {max(totals):.0f} MB (PSS)", flush=True)


async def spawn(name):
    await ask("POST", f"/hub/api/users/{name}/server")
    while not (await ask("GET", f"/hub/api/users/{name}"))["servers"].get("", {}).get("ready"):
        await asyncio.sleep(0.5)


async def ready(hub):
    while True:
        if hub.poll() is not None:
            raise RuntimeError(f"JupyterHub ended with {hub.returncode}")
        try:
            return await ask("GET", "/hub/api/")
        except (OSError, HTTPClientError, RuntimeError):
            await asyncio.sleep(0.5)


async def lesson_of_the_class(hub):
    failures, seconds = [], {}
    await asyncio.wait_for(ready(hub), 300)
    await together("servers start", spawn, NAMES)
    await together("first cell of every lesson", lambda name: open_lessons(name, failures), NAMES)
    await together(f"all of {WHOLE}", lambda name: whole_lesson(name, failures, seconds), NAMES[:1])
    alone = seconds[NAMES[0]]
    await together(f"all of {WHOLE}", lambda name: whole_lesson(name, failures, seconds), NAMES)
    print(f"  {len(NAMES)} learners on {os.cpu_count()} processors: {spread(seconds.values())} s each, {max(seconds.values()) / alone:.1f} times one learner's {alone:.0f} s")
    for failure in failures:
        print(failure)
    print(f"{len(failures)} failures, {len(NAMES)} learners")
    return len(failures)


def main():
    AsyncHTTPClient.configure(None, max_clients=100)
    state = pathlib.Path(os.environ["HUB_STATE"])
    environment = os.environ | {"NODE_PATH": "/usr/share/nodejs"}  # Debian's modules, for a Node.js that is not Debian's
    with open(state / "hub.log", "wb") as log:
        hub = subprocess.Popen(["jupyterhub", "-f", os.path.abspath(".ci/hub_config.py")], cwd=state, env=environment, stdout=log, stderr=log)
        try:
            return asyncio.run(asyncio.wait_for(lesson_of_the_class(hub), 3000))
        finally:
            hub.terminate()
            hub.wait(60)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
