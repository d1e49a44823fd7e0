#r "../lib/publish/NotebookCourse.dll"
#r "../lib/publish/NotebookCourse.Torch.dll"
#r "../lib/publish/TorchSharp.dll"
#r "../lib/publish/Plotly.NET.dll"
#r "../lib/publish/MathNet.Numerics.dll"

NotebookCourse.LibTorch.Prepare();
