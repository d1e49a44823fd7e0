"""Ends: of kernels, of servers, of whoever started them, at any moment."""
import os, signal, stat, tempfile
from course import Server, Window, children, command, first_cell, is_running, lessons, wait_until


def killed_kernel():
    """kill -9 of a kernel that runs and of one that rests: told, and the next cell has a new one."""
    lesson = lessons()[0]
    cell = first_cell(lesson)
    failed = 0
    with Server() as server:
        window = Window(server, lesson)
        for code in ("while (true) { }", "1 + 1"):
            window.run(cell, code)
            window.until_status(cell, "running" if "while" in code else "done")
            [kernel] = server.kernels()
            os.kill(kernel, signal.SIGKILL)
            window.until(lambda said: said.get("kernel") == "dead")
            window.run(cell, 'Console.WriteLine("alive");')
            window.until(lambda said: said["type"] == "output" and "alive" in said["output"].get("text", ""))
            window.until_status(cell, "done")
    return 2, failed


def killed_server():
    """A server that is killed or asked to end while a cell runs, or hooks the end: no kernel is left."""
    lesson = lessons()[0]
    cell = first_cell(lesson)
    failed = 0
    endings = [(number, code) for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP) for code in
               ("while (true) { }", "AppDomain.CurrentDomain.ProcessExit += (_, _) => System.Threading.Thread.Sleep(-1); while (true) { }")]
    for number, code in endings:
        server = Server()
        window = Window(server, lesson)
        window.run(cell, code)
        window.until_status(cell, "running")
        kernels = server.kernels()
        server.stop(number)
        failed += not kernels or not wait_until(lambda: not any(map(is_running, kernels)))
        server.close()
    return len(endings), failed


def course_ended():
    """dotnet course.cs is asked to end, hangs up, or is killed: the server it started ends too."""
    failed = 0
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
        server = Server(through_course=True)
        [workshop] = descendants(server.process.pid, b"NotebookCourse.Workshop.dll")
        os.kill(lowest_course(server.process.pid, workshop), number)
        failed += not wait_until(lambda: not is_running(workshop))
        server.process.kill()
        server.process.wait()
        server.close()
    return 3, failed


def descendants(pid, name):
    below = children(pid)
    return [child for child in below if name in command(child)] + [found for child in below for found in descendants(child, name)]


def lowest_course(pid, workshop):
    """The process that has started the workshop; dotnet may stand before it."""
    while workshop not in children(pid):
        pid = next(child for child in children(pid) if workshop in children(child) or descendants(child, b"NotebookCourse.Workshop.dll"))
    return pid


def stopped_at_once():
    """Ctrl+C while the browser is being started: the server ends, and the browser was told no token."""
    folder = tempfile.mkdtemp()
    browser = os.path.join(folder, "xdg-open")
    with open(browser, "w") as file:
        file.write('#!/bin/sh\necho "$@" > "$(dirname "$0")/told"\nexec sleep 600\n')
    os.chmod(browser, os.stat(browser).st_mode | stat.S_IXUSR)
    failed = 0
    for _ in range(6):
        server = Server(arguments=(), environment={"DISPLAY": ":9", "PATH": f"{folder}:{os.environ['PATH']}"})
        wait_until(lambda: os.path.exists(os.path.join(folder, "told")) and os.path.getsize(os.path.join(folder, "told")))
        server.stop()
        with open(os.path.join(folder, "told")) as file:
            told = file.read()
        failed += "token" in told or server.token in told or not told.strip().endswith(".html")
        failed += any(name.startswith("open-") for name in os.listdir(server.learner))
        os.remove(os.path.join(folder, "told"))
        server.close()
    return 6, failed


def left_behind():
    """What a killed server leaves in the temporary folder is removed by the next one."""
    lesson = lessons()[0]
    cell = first_cell(lesson)
    temporary = tempfile.mkdtemp()
    folders = lambda: [name for name in os.listdir(temporary) if name.startswith("kernel-")]
    server = Server(environment={"TMPDIR": temporary})
    window = Window(server, lesson)
    window.run(cell, "1")
    window.until_status(cell, "done")
    server.stop(signal.SIGKILL)
    left = folders()
    with Server(environment={"TMPDIR": temporary}) as second:
        window = Window(second, lesson)
        window.run(cell, "1")
        window.until_status(cell, "done")
        kept = folders()
    server.close()
    return 2, (left[0] in kept) + bool(folders())


ATTACKS = [killed_kernel, killed_server, course_ended, stopped_at_once, left_behind]
