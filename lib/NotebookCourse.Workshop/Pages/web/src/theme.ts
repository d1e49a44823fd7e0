// Runs before the page is painted, so that a dark page never flashes white.
const stored = localStorage.getItem("course-theme");
const dark = stored ? stored === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.dataset.theme = dark ? "dark" : "light";
document.documentElement.classList.add("scripted");
