// dotnet data/ladder/gather.cs > data/ladder/curves.csv
//
// Collects the curves of the seven rungs after `dotnet course.cs train ladder-08` ... `ladder-96` have written
// models/ladder-NN (or the folder given as the first argument).
using System.Globalization;
using System.Text.RegularExpressions;

const int TokensPerStep = 16 * 64; // batch_size times context in data/models/ladder-NN.json
string folder = args.Length > 0 ? args[0] : "models";
Console.WriteLine("rung,parameters,tokens,validation_loss");
foreach (string rung in Directory.EnumerateDirectories(folder, "ladder-*").Order(StringComparer.Ordinal))
{
    Match parameters = Regex.Match(File.ReadAllText(Path.Combine(rung, "README.md")), @"\| parameters \| ([\d,]+) \|");
    foreach (string line in File.ReadLines(Path.Combine(rung, "log.csv")).Skip(1))
    {
        string[] fields = line.Split(',');
        if (fields[2].Length > 0)
            Console.WriteLine($"{Path.GetFileName(rung)},{parameters.Groups[1].Value.Replace(",", "")},{(long.Parse(fields[0], CultureInfo.InvariantCulture) * TokensPerStep).ToString(CultureInfo.InvariantCulture)},{fields[2]}");
    }
}
