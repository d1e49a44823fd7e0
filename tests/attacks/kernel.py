"""Messages to a kernel: signed and malformed, unsigned, garbage on its ports. Needs python3-zmq."""
import hashlib, hmac, json, os, random, shutil, socket, subprocess, tempfile, uuid
import zmq
from course import PATIENCE, ROOT

KERNEL = os.path.join(ROOT, "lib", "publish", "NotebookCourse.Kernel.Host.dll")
KEY = b"a key for attacks"
PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


class Kernel:
    def __enter__(self):
        self.folder = tempfile.mkdtemp()
        listeners = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
        self.ports = {name: listener.getsockname()[1] for name, listener in zip(PORTS, listeners)}
        for listener in listeners:
            listener.close()
        path = os.path.join(self.folder, "connection.json")
        with open(path, "w") as file:
            json.dump({"ip": "127.0.0.1", "transport": "tcp", "key": KEY.decode(), "signature_scheme": "hmac-sha256", **self.ports}, file)
        self.process = subprocess.Popen(["dotnet", KERNEL, path], cwd=self.folder)
        self.context = zmq.Context()
        self.shell = self.connect("shell_port")
        self.served()
        return self

    def __exit__(self, *_):
        self.context.destroy(linger=0)
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, port, kind=zmq.DEALER):
        client = self.context.socket(kind)
        client.setsockopt(zmq.RCVTIMEO, PATIENCE * 1000)
        client.connect(f"tcp://127.0.0.1:{self.ports[port]}")
        return client

    def send(self, header, content, key=KEY):
        parts = [header, b"{}", b"{}", content]
        self.shell.send_multipart([b"<IDS|MSG>", hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest().encode(), *parts])

    def served(self):
        """Whether a cell is answered, after everything that was sent before."""
        while True:
            session = uuid.uuid4().hex
            self.send(header("execute_request", session), json.dumps({"code": "40 + 2", "user_expressions": {"is": "6 * 7"}}).encode())
            while True:
                try:
                    parts = self.shell.recv_multipart()
                except zmq.Again:
                    return False
                parts = parts[parts.index(b"<IDS|MSG>") + 2:]
                if json.loads(parts[1]).get("session") == session:
                    break
            reply = json.loads(parts[3])
            if reply["status"] != "aborted":  # it stood behind a cell that failed
                return reply["user_expressions"]["is"]["data"]["text/plain"] == "42"


def header(kind, session="attack"):
    return json.dumps({"msg_id": uuid.uuid4().hex, "session": session, "username": "x", "date": "2026-01-01T00:00:00Z", "msg_type": kind, "version": "5.4"}).encode()


KINDS = ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "kernel_info_request", "comm_open", "comm_msg", "comm_info_request", "interrupt_request", "input_reply"]
CONTENT = b'{"code":"1 + 1","silent":false,"store_history":true,"cursor_pos":2,"detail_level":0,"user_expressions":{"a":"1"},"allow_stdin":false,"stop_on_error":true,"n":3,"hist_access_type":"tail","comm_id":"c"}'
PIECES = [b"null", b'"\\ud83d"', b'"\\udc00"', b"{}", b"[]", b"-1", b"1e999", b'""', b"true", b",", b'"code":"2",', b"\\u0000", b"\xff", b"\xf0\x9f", b"[" * 80, b"9" * 400]


def mutated(chance, data):
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + (chance.choice(PIECES) if chance.random() < 0.6 else bytes([chance.randrange(256)])) + data[at + chance.randrange(8):]
    return data


def malformed():
    """20,000 mutations of good messages, signed with the right key: the kernel answers a cell after every hundred."""
    chance = random.Random(20261127)
    failed = 0
    with Kernel() as kernel:
        for i in range(20_000):
            head, content = header(chance.choice(KINDS)), CONTENT
            if i % 3 == 0:
                head = mutated(chance, head)
            else:
                content = mutated(chance, content)
            kernel.send(head, content)
            if i % 100 == 99 and not kernel.served():
                return 20_000, 20_000 - i
    return 20_000, failed


def strangers():
    """Without the key: unsigned, signed otherwise, sent twice; random bytes on every port; a message of 300 MB; 100 callers of the heart."""
    chance = random.Random(7)
    failed = tries = 0
    with Kernel() as kernel:
        shutdown = header("shutdown_request")
        for key in (b"", b"another"):
            kernel.send(shutdown, b"{}", key)
        for port in kernel.ports.values():
            for i in range(200):
                with socket.create_connection(("127.0.0.1", port)) as stranger:
                    greeting = b"\xff" + b"\0" * 8 + b"\x01\x7f\x03\x00NULL" if i % 2 else b""
                    try:
                        stranger.sendall(greeting + chance.randbytes(chance.randrange(1, 500)))
                    except OSError:
                        pass
                tries += 1
            failed += not kernel.served()
        large = kernel.connect("shell_port")
        large.send(b"x" * 300_000_000)
        failed += not kernel.served()
        for _ in range(100):
            heart = kernel.connect("hb_port", zmq.REQ)
            heart.send(b"ping")
            failed += heart.recv() != b"ping"
            heart.close(linger=0)
        with open(f"/proc/{kernel.process.pid}/status") as file:
            memory = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
        print(f"    memory at most {memory // 1024} MB")
        failed += memory > 1_000_000
    return tries + 103, failed


ATTACKS = [malformed, strangers]
