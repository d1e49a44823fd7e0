import { all } from "./dom";

/** The id of the cell at the top of the window. */
function cellAtTop(): string | undefined {
  const cells = all<HTMLElement>(".cell[id]");
  const below = cells.findIndex((cell) => cell.getBoundingClientRect().bottom > 140);
  return cells[below]?.id;
}

/** The other language opens at the same cell: both have the same cells in the same order. */
export function keepPlaceOnSwitch(): void {
  const link = document.querySelector<HTMLAnchorElement>("#switch-language");
  link?.addEventListener("click", () => {
    const id = scrollY > 100 ? cellAtTop() : undefined;
    link.hash = id ?? "";
  });
}

/** Marks in the contents which section is read. */
export function followContents(): void {
  const links = all<HTMLAnchorElement>(".contents a");
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const update = () => {
    const current = headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top < 140);
    links.forEach((link, index) => (index === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  addEventListener("scroll", update, { passive: true });
  update();
}
