import { all, announce } from "./dom";
import { language } from "./text";

/** Where the reader's guesses lie in this browser: by id, as the course stores them. */
const place = "course-guesses";

const words = {
  en: {
    number: "you guessed {0}", word: "you guessed “{0}”", exact: "exactly", near: "within half a percent", factor: "off by a factor of {0}", apart: "off by {0}",
    right: "as you said", wrong: "not as you said", join: ": ", tally: "{0} of {1} guesses written",
  },
  zh: {
    number: "你猜 {0}", word: "你猜“{0}”", exact: "分毫不差", near: "误差不到千分之五", factor: "差 {0} 倍", apart: "相差 {0}",
    right: "猜对了", wrong: "没有猜对", join: "：", tally: "写了 {0} 个，共 {1} 个",
  },
}[language];

const fill = (pattern: string, ...values: unknown[]) => pattern.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));

/** The quiz on the page of guesses: a written guess uncovers what the course measured. */
export function setUpGuesses(): void {
  const quiz = document.querySelector<HTMLElement>("#guess-quiz");
  if (!quiz) return;
  const forms = all<HTMLFormElement>("form[data-guess]", quiz);
  const guesses = read();
  const show = (): void => {
    for (const form of forms) uncover(form, guesses[form.dataset.guess!]);
    document.querySelector("#guess-tally output")!.textContent = fill(words.tally, forms.filter((form) => form.dataset.guess! in guesses).length, forms.length);
  };
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      guesses[form.dataset.guess!] = field(form).value.trim();
      write(guesses);
      show();
      announce(answer(form).innerText.trim());
    });
  }
  document.querySelector("#forget-guesses")!.addEventListener("click", () => {
    for (const id of Object.keys(guesses)) delete guesses[id];
    write(guesses);
    for (const form of forms) form.reset();
    show();
    field(forms[0]!).focus();
  });
  show();
}

const field = (form: HTMLFormElement) => form.elements.namedItem("guess") as HTMLInputElement | HTMLSelectElement;
const answer = (form: HTMLFormElement) => form.nextElementSibling as HTMLDetailsElement;

function uncover(form: HTMLFormElement, guess: string | undefined): void {
  const details = answer(form);
  const off = details.nextElementSibling as HTMLOutputElement;
  details.hidden = guess === undefined; // nothing to peek at before one has guessed
  details.open = guess !== undefined;
  off.textContent = "";
  if (guess === undefined) return;
  field(form).value = guess;
  const { measured } = form.dataset;
  const input = field(form);
  const said = input instanceof HTMLSelectElement ? fill(words.word, input.selectedOptions[0]?.text) : fill(words.number, guess);
  off.textContent = measured === undefined ? said : said + words.join + agreement(guess, measured);
}

/** How far a guess was off, as the course's cells say it (PredictionWords.cs). */
function agreement(guess: string, measured: string): string {
  const [guessed, found] = [Number(guess), Number(measured)];
  if (Number.isNaN(guessed) || Number.isNaN(found)) return guess.toLowerCase() === measured.toLowerCase() ? words.right : words.wrong;
  if (guessed === found) return words.exact;
  if (guessed * found <= 0) return fill(words.apart, short(Math.abs(guessed - found), 6));
  const factor = Math.max(guessed / found, found / guessed);
  return factor < 1.005 ? words.near : fill(words.factor, short(Number(factor.toPrecision(3)), 2));
}

const short = (number: number, digits: number) => number.toLocaleString("en-US", { maximumFractionDigits: digits });

/** What this browser holds; a damaged record is as none. */
function read(): Record<string, string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(place) ?? "{}");
    const entries = stored instanceof Object && !Array.isArray(stored) ? Object.entries(stored) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const write = (guesses: Record<string, string>) => localStorage.setItem(place, JSON.stringify(guesses));
