import { setUpClaims } from "./claims";
import { highlightStatic } from "./code";
import { all } from "./dom";
import { rethemeFigures, wakeFigures } from "./figures";
import { keepKey } from "./connection";
import { setUpGuesses } from "./guesses";
import { startLesson } from "./lesson";
import { renderMathematics } from "./mathematics";
import { followContents, keepPlaceOnSwitch } from "./place";
import { setUpSearch } from "./search";
import { documents, dressSavedFrames, frameTheme } from "./frames";
import { themePictures } from "./pictures";

function setUpTheme(): void {
  document.querySelector("#switch-theme")?.addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("course-theme", theme);
    rethemeFigures();
    frameTheme();
  });
}

/** Paper is light, and holds the pictures: a chart is as wide as the window was. */
function keepPaperLight(): void {
  const pictures = (dark?: boolean) => [document, ...documents()].forEach((each) => themePictures(each, dark));
  addEventListener("beforeprint", () => pictures(false));
  addEventListener("afterprint", () => pictures());
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
