#r "../lib/publish/NotebookCourse.dll"
#r "../lib/publish/Plotly.NET.dll"
#r "../lib/publish/MathNet.Numerics.dll"
