import { all } from "./dom";

const embedded = "data:image/svg+xml;base64,";

/** Whether the page is dark now. */
export function isDark(): boolean {
  return document.documentElement.dataset.theme === "dark";
}

/** Gives the course's embedded pictures the colours of a theme: they carry both, and a mark that says which is meant (lib/NotebookCourse/Figures/Pictures/SvgCanvas.cs). */
export function themePictures(within: ParentNode, dark = isDark()): void {
  for (const picture of all<HTMLImageElement>(`img[src^="${embedded}"]`, within)) {
    const svg = atob(picture.src.slice(embedded.length));
    const themed = svg.replace(/^(<svg [^>]*data-theme=")\w+"/, `$1${dark ? "dark" : "light"}"`);
    if (themed !== svg) picture.src = embedded + btoa(themed);
  }
}
