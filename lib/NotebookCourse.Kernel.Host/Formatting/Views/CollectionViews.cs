using System.Collections;
using System.Collections.Specialized;
using System.Reflection;
using NotebookCourse.Kernel.Outputs;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Sequences: of pairs by their keys, of rows by their columns, of anything else by their items.</summary>
internal static class CollectionViews
{
    private static readonly MethodInfo CollectMethod = typeof(CollectionViews).GetMethod(nameof(Collect), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The value by what it holds; null if it holds nothing.</summary>
    public static ValueView? View(object value, ViewLimits limits) => value switch
    {
        NameValueCollection names => new PairsView([.. names.AllKeys.Take(limits.Items).Select(key => ((object?)key, (object?)names[key]))], limits.MoreItems(names.Count)),
        IEnumerable sequence => Of(sequence, limits),
        _ when Pair(value) is { } pair => new PairsView([pair], null, IsSingle: true),
        _ when Interface(value, typeof(IAsyncEnumerable<>)) is { } contract => Asynchronous(value, contract, limits),
        _ when IsMemory(value.GetType()) => Of((IEnumerable)DuckType.Call(value, "ToArray")!, limits),
        _ => null,
    };

    /// <summary>A key and its value, if the item is a pair of any dictionary, or a group by its key.</summary>
    public static (object? Key, object? Value)? Pair(object? item)
    {
        if (item is DictionaryEntry entry)
            return (entry.Key, entry.Value);
        if (item is null)
            return null;
        if (item.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return (DuckType.Get(item, "Key"), DuckType.Get(item, "Value"));
        return Interface(item, typeof(IGrouping<,>)) is { } group ? (group.GetProperty("Key")!.GetValue(item), Members((IEnumerable)item)) : null;
    }

    /// <summary>Whether a sequence is a dictionary whose keys are texts: a row by its columns.</summary>
    public static bool IsByName(IEnumerable sequence) => sequence.GetType().GetInterfaces().Any(contract =>
        contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        && contract.GetGenericArguments()[0] is { IsGenericType: true } item && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) && item.GetGenericArguments()[0] == typeof(string));

    // A sequence of its own: the group itself would be shown as a group again, within itself.
    private static IEnumerable<object?> Members(IEnumerable group)
    {
        foreach (object? member in group)
            yield return member;
    }

    private static ValueView Of(IEnumerable sequence, ViewLimits limits)
    {
        if (Interface(sequence, typeof(IGrouping<,>)) is not null && Pair(sequence) is { } single)
            return new PairsView([single], null, IsSingle: true);
        var (items, more) = Items(sequence, limits);
        if (items.Count == 0)
            return new ItemsView(items, more);
        if (items.All(item => Pair(item) is not null))
            return new PairsView([.. items.Select(item => Pair(item)!.Value)], more);
        return TableViews.Rows(items, more, limits) ?? (ValueView)new ItemsView(items, more);
    }

    // At most one item beyond the limit is asked for.
    private static (IReadOnlyList<object?> Items, string? More) Items(IEnumerable sequence, ViewLimits limits)
    {
        List<object?> items = [];
        foreach (object? item in sequence)
        {
            if (items.Count == limits.Items)
                return (items, Count(sequence) is { } count ? limits.MoreItems(count) : "(more)");
            items.Add(item);
        }

        return (items, null);
    }

    private static long? Count(IEnumerable sequence) => sequence switch
    {
        ICollection { Count: var count } => count,
        _ => sequence.GetType().GetProperty("Count", BindingFlags.Instance | BindingFlags.Public, null, typeof(int), Type.EmptyTypes, null)?.GetValue(sequence) as int?,
    };

    private static Type? Interface(object value, Type definition) =>
        value.GetType().GetInterfaces().FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == definition);

    private static bool IsMemory(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is var definition
        && (definition == typeof(Memory<>) || definition == typeof(ReadOnlyMemory<>)) && type.GetGenericArguments()[0] != typeof(char);

    // On a thread of the pool, where nothing that the stream awaits has to wait for this cell; an interrupt ends it.
    private static ItemsView Asynchronous(object value, Type contract, ViewLimits limits)
    {
        var token = CellRun.Current?.CancellationToken ?? CancellationToken.None;
        var collect = CollectMethod.MakeGenericMethod(contract.GetGenericArguments());
        var items = Task.Run(() => (Task<List<object?>>)collect.Invoke(null, [value, limits.Items, token])!, token).WaitAsync(token).GetAwaiter().GetResult();
        return new ItemsView([.. items.Take(limits.Items)], items.Count > limits.Items ? "(more)" : null);
    }

    private static async Task<List<object?>> Collect<T>(IAsyncEnumerable<T> stream, int limit, CancellationToken cancellationToken)
    {
        List<object?> items = [];
        await foreach (var item in stream.WithCancellation(cancellationToken))
        {
            items.Add(item);
            if (items.Count > limit)
                break;
        }

        return items;
    }
}
