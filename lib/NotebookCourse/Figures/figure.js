(function () {
  var file = "plotly-2.28.0.min.js";
  // A chart is as wide as the window was, and paper is not: printed, the picture stands in its place.
  function keepPaper() {
    if (document.getElementById("course-paper")) return;
    var style = document.createElement("style");
    style.id = "course-paper";
    style.textContent = "@media print{.course-figure>[role=img]{display:none}.course-figure>img{display:block!important}}";
    document.head.appendChild(style);
  }
  function draw() {
    keepPaper();
    document.querySelectorAll("figure.course-figure:not([data-live])").forEach(function (figure) {
      var picture = figure.querySelector("img");
      var source = figure.querySelector('script[type="application/json"]');
      if (!picture || !source) return;
      figure.setAttribute("data-live", "");
      var chart = document.createElement("div");
      chart.setAttribute("role", "img");
      chart.setAttribute("aria-label", picture.alt);
      figure.insertBefore(chart, picture);
      var content = JSON.parse(source.textContent);
      window.Plotly.newPlot(chart, content).then(
        function () { picture.hidden = true; picture.style.display = "none"; },
        function () { chart.remove(); });
    });
  }
  function places() {
    var found = ["../assets/" + file, "assets/" + file];
    var settings = document.getElementById("jupyter-config-data");
    var base = document.body && document.body.dataset.baseUrl;
    if (settings) base = JSON.parse(settings.textContent).baseUrl;
    if (base) {
      var path = /\/(?:tree|notebooks|edit)\/(.*)\/[^\/]*\.ipynb/.exec(location.pathname);
      if (path) found.unshift(base + "files/" + path[1] + "/../assets/" + file);
      found.push(base + "files/notebooks/assets/" + file);
    }
    return found;
  }
  function load(from) {
    if (!from.length) return Promise.reject();
    return new Promise(function (done, fail) {
      var script = document.createElement("script");
      script.src = from[0];
      script.onload = function () { window.Plotly ? done() : fail(); };
      script.onerror = fail;
      document.head.appendChild(script);
    }).catch(function () { return load(from.slice(1)); });
  }
  if (window.Plotly) draw();
  else (window.coursePlotly = window.coursePlotly || load(places())).then(draw, function () {});
})();
