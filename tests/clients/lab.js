// JupyterLab as its own application starts it, from the extensions that package.json lists.
import { JupyterLab } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { load } from "./build/extensions.js";

__webpack_public_path__ = `${PageConfig.getOption("fullStaticUrl")}/`;

window.addEventListener("load", async () => {
  await import("./build/style.js");
  const lab = new JupyterLab();
  const modules = await load();
  // The language server's plugins want a server extension that nobody needs for a lesson.
  lab.registerPluginModules(modules.map((module) => [module.default].flat().filter(({ id }) => !id.includes(":language-server"))));
  window.jupyterapp = lab; // as JupyterLab itself does where it is asked to expose the application
  await lab.start();
  await lab.restored;
  document.body.dataset.ready = "yes";
});
