import { all } from "./dom";
import { fill, text } from "./text";

/** Shows only the claims that the three choices let through, and says how many they are. */
export function setUpClaims(): void {
  const form = document.querySelector<HTMLFormElement>("#claim-filter");
  if (!form) return;
  const claims = all<HTMLElement>(".claims > li");
  const show = () => {
    const choices = all<HTMLSelectElement>("select", form).filter((choice) => choice.value !== "");
    for (const claim of claims) claim.hidden = choices.some((choice) => claim.dataset[choice.name] !== choice.value);
    form.querySelector("output")!.textContent = fill(text.claims, claims.filter((claim) => !claim.hidden).length, claims.length);
  };
  form.addEventListener("input", show);
  show(); // a page that is shown again keeps its choices
}
