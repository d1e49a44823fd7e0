/** The static site's first page leads to the reader's own language. */
location.replace(`${navigator.language.startsWith("zh") ? "zh" : "en"}/index.html`);
