"""JupyterLab's page on Debian's Jupyter server: its parts as the npm packages were built into build/."""
import os

from jupyterlab_server import LabServerApp

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "build")


def _jupyter_server_extension_points():
    return [{"module": __name__, "app": Lab}]


class Lab(LabServerApp):
    name = __name__
    extension_url = default_url = "/lab"
    load_other_extensions = False
    app_name = "JupyterLab"
    app_version = "4.6"
    static_dir = BUILD
    templates_dir = os.path.join(HERE, "templates")
    app_settings_dir = os.path.join(BUILD, "application_settings")
    schemas_dir = os.path.join(BUILD, "schemas")
    themes_dir = os.path.join(BUILD, "themes")
    user_settings_dir = os.path.join(os.environ["CLIENT_STATE"], "settings")
    workspaces_dir = os.path.join(os.environ["CLIENT_STATE"], "workspaces")


if __name__ == "__main__":
    Lab.launch_instance()
