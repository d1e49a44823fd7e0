"""A running course to attack: its process, its requests, its windows. Standard library only."""
import base64, json, os, re, shutil, signal, socket, struct, subprocess, sys, tempfile, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORKSHOP = os.path.join(ROOT, "lib", "publish", "NotebookCourse.Workshop.dll")
PATIENCE = 300  # seconds; reaching it means that it never comes


class Server:
    """`dotnet course.cs open --no-browser`, or the workshop itself, on a learner's folder."""

    def __init__(self, learner=None, through_course=False, environment=None, arguments=("--no-browser",)):
        self.learner = learner or tempfile.mkdtemp(prefix="attack-learner-")
        program = [os.path.join(ROOT, "course.cs")] if through_course else [WORKSHOP]
        self.process = subprocess.Popen(
            ["dotnet", *program, "open", *arguments], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "NOTEBOOKCOURSE_PROGRESS": self.learner, **(environment or {})}, start_new_session=True)
        self.errors = []
        threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True).start()
        line = self.process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/\?token=(\w+)", line)
        if not found:
            raise RuntimeError(f"the server said {line!r} {''.join(self.errors)}")
        self.port, self.token = int(found[1]), found[2]
        _, headers, _ = self.request(f"/?token={self.token}")
        self.cookie = re.search(r"(course-\d+=\w+)", headers)[1]
        self.key = re.search(r"#key=(\w+)", headers)[1]

    def request(self, path, method="GET", **headers):
        """Status, headers and body."""
        lines = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", **{name.replace("_", "-"): value for name, value in headers.items()}}
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall((f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n").encode("latin-1"))
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), head.decode("latin-1"), body.decode("utf-8", "replace")

    def page(self, path):
        return self.request(path, Cookie=self.cookie)

    def kernels(self):
        """The processes of this server's kernels."""
        return [pid for pid in children(self.process.pid) if b"NotebookCourse.Kernel.Host.dll" in command(pid)]

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        return code

    def close(self):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.learner, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Window:
    """One window on a lesson: a web socket."""

    def __init__(self, server, lesson="01-next-word", language="en", **changed):
        offered = {"Cookie": server.cookie, "Origin": f"http://127.0.0.1:{server.port}", "Sec-WebSocket-Protocol": f"course, {server.key}"}
        offered.update({name.replace("_", "-"): value for name, value in changed.items()})
        lines = "".join(f"{name}: {value}\r\n" for name, value in offered.items() if value is not None)
        self.socket = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
        self.socket.sendall((f"GET /socket/{language}/{lesson} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n{lines}\r\n").encode("latin-1"))
        self.stream = self.socket.makefile("rb")
        self.status = int(self.stream.readline().split()[1])
        while self.stream.readline() not in (b"\r\n", b""):
            pass

    def send(self, **message):
        data = json.dumps(message).encode()
        mask = os.urandom(4)
        length = bytes([128 | len(data)]) if len(data) < 126 else bytes([254]) + struct.pack(">H", len(data)) if len(data) < 65536 else bytes([255]) + struct.pack(">Q", len(data))
        self.socket.sendall(b"\x81" + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def receive(self):
        """The next message; None when the server has closed."""
        while True:
            head = self.stream.read(2)
            if len(head) < 2 or head[0] & 15 == 8:
                return None
            length = head[1] & 127
            if length >= 126:
                length = struct.unpack(">H" if length == 126 else ">Q", self.stream.read(2 if length == 126 else 8))[0]
            data = self.stream.read(length)
            if head[0] & 15 == 1:
                return json.loads(data)

    def until(self, wanted):
        """The first message that is wanted; those before it are passed over."""
        while (message := self.receive()) is not None:
            if wanted(message):
                return message
        raise RuntimeError("the server closed the window")

    def until_status(self, cell, *statuses):
        return self.until(lambda said: said["type"] == "cell" and said["cell"] == cell and said["status"] in statuses)["status"]

    def run(self, cell, source):
        self.send(type="run", cells=[{"cell": cell, "source": source}])

    def close(self, politely=True):
        if not politely:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.stream.close()
        self.socket.close()


def lessons():
    return sorted(name[:-6] for name in os.listdir(os.path.join(ROOT, "notebooks", "zh")) if name.endswith(".ipynb"))


def first_cell(lesson):
    with open(os.path.join(ROOT, "notebooks", "en", lesson + ".ipynb"), encoding="utf-8") as file:
        return next(cell["id"] for cell in json.load(file)["cells"] if cell["cell_type"] == "code")


def command(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def children(pid):
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
                if int(fields[1]) == pid and fields[0] not in "ZX":
                    found.append(int(name))
            except OSError:
                pass
    return found


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_until(condition):
    """Whether it comes about."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
