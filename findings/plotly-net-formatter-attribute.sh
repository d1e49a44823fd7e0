#!/usr/bin/env bash
# Plotly.NET 6.0.0 and the formatter convention of Microsoft.DotNet.Interactive.Formatting 1.0.0-beta.26120.1.
#
# The good guess: GenericChart carries an attribute named TypeFormatterSourceAttribute, by which .NET Interactive finds a
#   library's formatters without sharing an assembly; so a chart shows as a chart in any host with that convention, with
#   Plotly.NET alone.
# What happens (seen 2026-11-27): the convention reads the attribute's property FormatterSourceType; Plotly.NET's has only
#   TypeFormatterSourceType, and its source has no parameterless constructor to be made with. The formatter passes over it
#   without a word, and the chart's HTML is a tree of its members:
#     properties: PreferredMimeTypes, TypeFormatterSourceType, TypeId
#     a chart as HTML: members
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/show.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Plotly.NET" Version="6.0.0" />
    <PackageReference Include="Microsoft.DotNet.Interactive.Formatting" Version="1.0.0-beta.26120.1" />
  </ItemGroup>
</Project>
PROJECT
cat > "$folder/Program.cs" <<'PROGRAM'
using System.Reflection;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
object attribute = typeof(GenericChart).GetCustomAttributes(false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
Console.WriteLine("properties: " + string.Join(", ", attribute.GetType().GetProperties(Any).Select(p => p.Name).Order()));
var source = (Type)attribute.GetType().GetProperty("TypeFormatterSourceType", Any)!.GetValue(attribute)!;
Console.WriteLine("parameterless constructors of the source: " + source.GetConstructors(Any).Count(c => c.GetParameters().Length == 0));
string html = GenericChart.ofTraceObject(true, new Trace("bar")).ToDisplayString("text/html");
Console.WriteLine("a chart as HTML: " + (html.Contains("Plotly.newPlot") ? "chart" : html.Contains("dni-treeview") ? "members" : html));
PROGRAM

found=$(dotnet run --project "$folder")
echo "$found"
expected='properties: PreferredMimeTypes, TypeFormatterSourceType, TypeId
parameterless constructors of the source: 0
a chart as HTML: members'
[ "$found" = "$expected" ] || { echo "expected:"; echo "$expected"; exit 1; }
