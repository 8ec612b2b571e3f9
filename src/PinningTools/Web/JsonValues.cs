#if NET
using System;
using System.Text;
using System.Text.Json;

namespace PinningTools.Internal;

/// <summary>Values that occur many times in a text, such as small numbers and the words of an enumeration.</summary>
internal sealed class JsonValues
{
    private const int MaxText = 24;
    private const int Slots = 1024;
    private const int Smallest = -16;
    private const int Largest = 1024;

    private readonly object?[] _numbers = new object?[Largest - Smallest + 1];
    private readonly string?[] _texts = new string?[Slots];

    internal static object True { get; } = true;

    internal static object False { get; } = false;

    internal object Number(long number) =>
        number is >= Smallest and <= Largest ? _numbers[number - Smallest] ??= number : number;

    /// <exception cref="InvalidOperationException">It is not valid Unicode.</exception>
    internal string Text(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> written = reader.ValueSpan;
        if (written.Length > MaxText || reader.ValueIsEscaped || !Ascii.IsValid(written)) return reader.GetString()!;
        uint hash = 2166136261;
        foreach (byte one in written) hash = (hash ^ one) * 16777619;
        ref string? slot = ref _texts[hash % Slots];
        if (slot is not null && Ascii.Equals(written, slot)) return slot;
        return slot = reader.GetString()!;
    }
}
#endif
