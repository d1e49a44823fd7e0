import { setUpClaims } from "./claims";
import { highlightStatic } from "./code";
import { all } from "./dom";
import { keepPaperLight, rethemeFigures, wakeFigures } from "./figures";
import { keepKey } from "./connection";
import { setUpGuesses } from "./guesses";
import { startLesson } from "./lesson";
import { renderMathematics } from "./mathematics";
import { followContents, keepPlaceOnSwitch } from "./place";
import { setUpSearch } from "./search";
import { dressSavedFrames, frameTheme } from "./frames";

function setUpTheme(): void {
  document.querySelector("#switch-theme")?.addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("course-theme", theme);
    rethemeFigures();
    frameTheme();
  });
}

/** A cell is called by its number in an address (#c12); a heading by its words. */
function goToAddress(): void {
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

keepKey();
setUpTheme();
setUpSearch();
setUpClaims();
setUpGuesses();
keepPlaceOnSwitch();
renderMathematics();
highlightStatic();
followContents();
if (document.body.dataset.live && document.body.dataset.lesson) startLesson();
wakeFigures(document);
dressSavedFrames();
keepPaperLight();
for (const details of all<HTMLDetailsElement>("details")) details.addEventListener("toggle", () => wakeFigures(details));
goToAddress();
