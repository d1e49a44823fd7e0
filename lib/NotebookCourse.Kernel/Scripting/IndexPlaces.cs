using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Where in a function an index may have been out of range. All array accesses of a compiled function share one call
/// of the runtime's helper that throws, so the runtime knows no line for it, or names another statement's.
/// </summary>
internal static class IndexPlaces
{
    /// <summary>The accesses of a cell's function, one a line, in the order of the source.</summary>
    /// <param name="cell">The cell or a later one.</param>
    /// <param name="assembly">The assembly of the cell that holds the function.</param>
    /// <param name="function">Its name as <see cref="ErrorReport"/> gives it; null for the cell's own statements.</param>
    public static IReadOnlyList<FileLinePositionSpan> In(CSharpCompilation cell, string? assembly, string? function)
    {
        CSharpCompilation? holder = cell;
        while (holder is not null && holder.AssemblyName != assembly)
            holder = holder.ScriptCompilationInfo?.PreviousScriptCompilation;
        if (holder is null)
            return [];

        return [.. from tree in holder.SyntaxTrees
                   let model = holder.GetSemanticModel(tree)
                   from node in tree.GetRoot().DescendantNodes()
                   where MayThrow(node, model) && Belongs(node, function)
                   group node.GetLocation().GetLineSpan() by (tree.FilePath, node.GetLocation().GetLineSpan().StartLinePosition.Line) into line
                   select line.First()];
    }

    // Other collections' indexers are methods, whose exceptions have a place.
    private static bool MayThrow(SyntaxNode node, SemanticModel model) => node switch
    {
        ElementAccessExpressionSyntax access => model.GetTypeInfo(access.Expression).Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String } or { Name: "Span" or "ReadOnlySpan" },
        ElementBindingExpressionSyntax => true,
        _ => false,
    };

    private static bool Belongs(SyntaxNode node, string? function) =>
        node.Ancestors().FirstOrDefault(ancestor => ancestor is LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or MethodDeclarationSyntax or BaseTypeDeclarationSyntax) switch
        {
            null => function is null,
            LocalFunctionStatementSyntax local => function == local.Identifier.Text,
            MethodDeclarationSyntax method => function == method.Identifier.Text,
            AnonymousFunctionExpressionSyntax => function == ErrorReport.Lambda,
            _ => function is not null, // a property, a constructor, an operator
        };
}
