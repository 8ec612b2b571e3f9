using System;
using System.Management.Automation;
using System.Reflection;

namespace PinningTools.Internal;

/// <summary>
/// The JSON reader behind ConvertFrom-Json and Invoke-RestMethod, found by name: the same text gives the same objects.
/// </summary>
internal static class EngineJson
{
    private delegate object? Reader(string text, out ErrorRecord? error);

    private static readonly Lazy<Reader?> s_reader = new(Find);

    internal static bool TryRead(string text, out object? value)
    {
        value = null;
        if (s_reader.Value is not { } read) return false;
        try
        {
            value = read(text, out ErrorRecord? error);
            // Null is also what the reader makes of nothing at all, which is not a null of JSON.
            return error is null && (value is not null || !string.IsNullOrWhiteSpace(text));
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Reader? Find()
    {
        MethodInfo? method = EngineTypes.Find("JsonObject")?.GetMethod(
            "ConvertFromJson", [typeof(string), typeof(ErrorRecord).MakeByRefType()]);
        return (Reader?)method?.CreateDelegate(typeof(Reader));
    }
}
