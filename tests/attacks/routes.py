"""Requests and sockets with no secret, an old one, another port's, or half of what is needed."""
from course import Server, Window, lessons

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "TRACE")


def paths():
    lesson = lessons()[0]
    return ["/", "/en", "/zh/", "/en/index.html", "/zh/index.html", f"/en/{lesson}.html", f"/zh/{lesson}.html", f"/socket/en/{lesson}", f"/socket/zh/{lesson}",
            "/assets/course.js", "/assets/course.css", "/assets/theme.js", "/assets/choose.js", "/assets/search-en.js", "/assets/search-zh.js", "/assets/figures/x.svg",
            "/assets/../course.cs", "/en/..%2fx", "/?token=", "/?token=wrong", "/en/index.html?token=wrong", "/favicon.ico", "/fr/index.html"]


def secrets():
    """Every route with no secret, the secrets of a server that has ended on the same port, and those of one on another port."""
    tries = failed = 0
    with Server() as old:
        port, old_token, old_cookie = old.port, old.token, old.cookie
    with Server(arguments=("--no-browser", "--port", str(port))) as server, Server() as other:
        stale = {"Cookie": old_cookie}
        foreign = {"Cookie": other.cookie.replace(str(other.port), str(server.port))}
        for path in paths():
            for method in METHODS:
                for suffix, headers in [("", {}), ("", stale), ("", foreign), ("token=" + old_token, {}), ("token=" + other.token, {}), ("token=" + server.key, {}), ("token=" + server.cookie.partition("=")[2], {})]:
                    address = path + (("&" if "?" in path else "?") + suffix if suffix else "")
                    tries += 1
                    failed += server.request(address, method, **headers)[0] != 403
    return tries, failed


def sockets():
    """Sockets that lack something."""
    tries = failed = 0
    with Server() as old:
        stale = (old.cookie, old.key)
        port = old.port
    with Server(arguments=("--no-browser", "--port", str(port))) as server, Server() as other:
        foreign = other.cookie.replace(str(other.port), str(port))
        for changed in [
            {"Cookie": None}, {"Cookie": stale[0]}, {"Cookie": foreign}, {"Cookie": f"course-{port}={server.token}"}, {"Origin": None}, {"Origin": "null"},
            {"Origin": "http://evil.test"}, {"Origin": f"http://127.0.0.1:{other.port}"}, {"Sec_WebSocket_Protocol": None}, {"Sec_WebSocket_Protocol": "course"},
            {"Sec_WebSocket_Protocol": f"course, {stale[1]}"}, {"Sec_WebSocket_Protocol": f"course, {other.key}"}, {"Sec_WebSocket_Protocol": f"course, {server.token}"},
            {"Sec_WebSocket_Protocol": f"{server.key}, course"}, {"Host": "evil.test"},
        ]:
            tries += 1
            failed += Window(server, lessons()[0], **changed).status not in (400, 403)
        failed += Window(server, lessons()[0]).status != 101  # the control: with everything it opens
    return tries + 1, failed


def redirects():
    """A token, right or wrong, with addresses of other places: nothing leads out of the course, and only the token gives the key."""
    tries = failed = 0
    with Server() as server:
        for path in ["/%5Cevil.test/x", "//evil.test/x", "/%09/evil.test", "/%0d%0aX:y", "/%E4%B8%AD.html", "/en/%2e%2e/%2e%2e/x", "/\\evil.test", "/en/index.html%0d%0aX:y", "/@evil.test"]:
            for token in ("wrong", server.token):
                status, headers, _ = server.request(f"{path}?token={token}", Cookie=server.cookie)
                target = next((line.partition(":")[2].strip() for line in headers.split("\r\n") if line.lower().startswith("location:")), "/")
                tries += 1
                failed += status >= 500 or target.partition("#")[0] != "/" or (token == "wrong" and server.key in headers)
    return tries, failed


ATTACKS = [secrets, sockets, redirects]
