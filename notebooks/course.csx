#r "../lib/publish/NotebookCourse.dll"
#r "../lib/publish/NotebookCourse.Torch.dll"
#r "../lib/publish/TorchSharp.dll"
#r "../lib/publish/Plotly.NET.dll"
#r "../lib/publish/MathNet.Numerics.dll"

// What the lessons print is the same on every machine: numbers with a point, dates and sorting without a country.
System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;

NotebookCourse.LibTorch.Prepare();
NotebookCourse.Figures.PlotlyCharts.ShowInCells();
