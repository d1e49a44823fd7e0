"""The example's configuration, with a door that the check can open."""
import os

c = get_config()  # noqa: F821
load_subconfig(os.path.join(os.environ["COURSE"], "jupyterhub", "jupyterhub_config.py"))  # noqa: F821

state = os.environ["HUB_STATE"]
learners = [f"learner-{number}" for number in range(1, int(os.environ["LEARNERS"]) + 1)]

port, hub_port, proxy_port = (int(port) for port in os.environ["HUB_PORTS"].split())
c.JupyterHub.port = port
c.JupyterHub.hub_port = hub_port
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{proxy_port}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = set(learners)
c.JupyterHub.db_url = f"sqlite:///{state}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{state}/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = f"{state}/proxy.pid"
c.JupyterHub.services = [{"name": "class", "api_token": os.environ["HUB_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "class", "services": ["class"], "scopes": ["admin:users", "admin:servers", "access:servers"]}
]
