"""JupyterHub for a class: one read-only course, every learner with notebooks and progress of their own.

Run by the project's checks (.ci/hub) with Debian's JupyterHub 3.0, system users and the local spawner; only the
password check and the ports are others there. README.md beside this file says what a class needs.
"""
import os

c = get_config()  # noqa: F821 (JupyterHub gives it)

course = os.environ.get("COURSE", "/srv/course")

# Behind a proxy that speaks TLS. Who may come in: c.Authenticator.allowed_users, or another authenticator.
c.JupyterHub.ip = "127.0.0.1"
c.JupyterHub.port = 8000

# The script gives each learner a copy of the notebooks, then becomes their Jupyter server.
c.Spawner.cmd = [f"{course}/jupyterhub/learner"]
c.Spawner.environment = {"COURSE": course}
c.Spawner.notebook_dir = "~/course/notebooks"
c.Spawner.default_url = "/tree/en"  # JupyterLab: /lab/tree/en ; Chinese: zh

# Eight servers that start at once on two cores take up to half a minute.
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180

# Docker, Kubernetes and systemd spawners hold a learner to these; the local one cannot. The heaviest lesson with its
# Jupyter server peaks below 1.2 GB, and a kernel that is refused memory loses its variables: leave room.
c.Spawner.mem_limit = "2G"
c.Spawner.cpu_guarantee = 1
