"use strict";(()=>{location.replace(`${navigator.language.startsWith("zh")?"zh":"en"}/index.html`);})();
