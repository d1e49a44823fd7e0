#!/usr/bin/env bash
# LLamaSharp 0.30.0 (llama.cpp of autumn 2026), a GGUF file with a byte-pair vocabulary and no special tokens.
# Good guess: a file that names no tokenizer.ggml.eos_token_id has no end token, so generation ends at the most tokens asked for.
# Seen (2026-11-27): token 11 is the beginning and the end of text, whatever it spells - here the letter "l" - and it is an end of
# generation, so a host's loop stops there. Prints: eos 11 bos 11 end-of-generation True ("l").
# Exits 0 while that is so, 1 once it changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > finding.csproj <<'CSPROJ'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>false</SelfContained><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="LLamaSharp" Version="0.30.0" /><PackageReference Include="LLamaSharp.Backend.Cpu" Version="0.30.0" /></ItemGroup>
</Project>
CSPROJ
cat > Program.cs <<'CSHARP'
using System.Text;
using LLama;
using LLama.Common;
using LLama.Native;

string[] tokens = [.. "abcdefghijklmnopqrstuvwxyz".Select(letter => letter.ToString())];
using (var file = new BinaryWriter(File.Create("vocabulary.gguf")))
{
    void Text(string text) { file.Write((ulong)text.Length); file.Write(Encoding.ASCII.GetBytes(text)); }
    void Pair(string key, string value) { Text(key); file.Write(8u); Text(value); }
    file.Write("GGUF"u8);
    file.Write(3u);
    file.Write(0UL);
    file.Write(6UL);
    Pair("general.architecture", "gpt2");
    Pair("tokenizer.ggml.model", "gpt2");
    Pair("tokenizer.ggml.pre", "gpt-2");
    Text("tokenizer.ggml.tokens"); file.Write(9u); file.Write(8u); file.Write((ulong)tokens.Length);
    foreach (string token in tokens) Text(token);
    Text("tokenizer.ggml.token_type"); file.Write(9u); file.Write(5u); file.Write((ulong)tokens.Length);
    foreach (string _ in tokens) file.Write(1);
    Text("tokenizer.ggml.merges"); file.Write(9u); file.Write(8u); file.Write(1UL); Text("a b");
}

NativeLibraryConfig.All.WithLogCallback((_, _) => { });
using var model = LLamaWeights.LoadFromFile(new ModelParams("vocabulary.gguf") { VocabOnly = true });
var vocabulary = model.Vocab;
bool ends = ((LLamaToken)11).IsEndOfGeneration(model.NativeHandle.Vocab);
Console.WriteLine($"eos {vocabulary.EOS} bos {vocabulary.BOS} end-of-generation {ends} (\"{tokens[11]}\")");
return (int?)vocabulary.EOS == 11 && (int?)vocabulary.BOS == 11 && ends ? 0 : 1;
CSHARP
dotnet run
