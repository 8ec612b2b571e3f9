#if NET
using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text.Json;

namespace PinningTools.Internal;

/// <summary>
/// The names of members in the order in which the objects of a text have them: the objects of a list mostly have the
/// same, which are then neither decoded nor compared with each other again.
/// </summary>
internal sealed class JsonNames
{
    /// <summary>From the first name of an object; the names beyond are those of a dictionary, and are not kept.</summary>
    internal const int MaxLevels = 64;
    private const int MaxKept = 16 * 1024;

    private readonly PSObject _probe = new();
    private readonly Dictionary<string, PSNoteProperty> _valid = new(StringComparer.Ordinal);
    private int _kept;

    internal JsonName Root { get; } = new("", new PSNoteProperty("root", null), [], 0);

    /// <summary>The name at the reader, after another one.</summary>
    /// <param name="previous">The name before it in its object, or the root.</param>
    /// <param name="reader">Is at a name.</param>
    /// <param name="isNew">Whether the names up to it were not met in this order.</param>
    /// <exception cref="InvalidOperationException">It is not valid Unicode.</exception>
    /// <exception cref="NotSupportedException">It is empty.</exception>
    /// <exception cref="ExtendedTypeSystemException">PowerShell reserves it.</exception>
    internal JsonName Next(JsonName previous, ref Utf8JsonReader reader, out bool isNew)
    {
        isNew = false;
        if (!reader.ValueIsEscaped && previous.Find(reader.ValueSpan) is { } known) return known;
        isNew = true;
        string text = reader.GetString()!;
        if (text.Length == 0) throw new NotSupportedException();
        // The names of a dictionary are never met again: PowerShell is asked when it gets them.
        bool mayKeep = previous.MayBeFollowed && !reader.ValueIsEscaped && previous.Level < MaxLevels && _kept < MaxKept;
        if (!mayKeep) return new JsonName(text, new PSNoteProperty(text, null), [], previous.Level + 1);
        var name = new JsonName(text, Validated(text), reader.ValueSpan.ToArray(), previous.Level + 1);
        previous.Keep(name);
        _kept++;
        return name;
    }

    /// <summary>Whether PowerShell takes the name for a member is asked once.</summary>
    private PSNoteProperty Validated(string text)
    {
        if (_valid.TryGetValue(text, out PSNoteProperty? known)) return known;
        var property = new PSNoteProperty(text, null);
        _probe.Properties.Add(property);
        _probe.Properties.Remove(text);
        return _valid[text] = property;
    }
}

/// <summary>A name, after those before it.</summary>
/// <param name="text">The name.</param>
/// <param name="property">A property with this name and without a value.</param>
/// <param name="utf8">The name in the text.</param>
/// <param name="level">How many names there are up to it.</param>
internal sealed class JsonName(string text, PSNoteProperty property, byte[] utf8, int level)
{
    private const int MaxNext = 8;

    private readonly byte[] _utf8 = utf8;
    private JsonName? _next;
    private JsonName? _sibling;
    private int _count;

    internal string Text { get; } = text;

    internal PSNoteProperty Property { get; } = property;

    internal int Level { get; } = level;

    /// <summary>Whether it is kept, and PowerShell was asked whether it takes the name.</summary>
    internal bool IsKept { get; private set; } = level == 0;

    /// <summary>Whether one more name can be kept after it.</summary>
    internal bool MayBeFollowed => IsKept && _count < MaxNext;

    internal JsonName? Find(ReadOnlySpan<byte> name)
    {
        for (JsonName? one = _next; one is not null; one = one._sibling)
            if (name.SequenceEqual(one._utf8)) return one;
        return null;
    }

    /// <summary>Keeps a name as one of the few that can follow this one.</summary>
    internal void Keep(JsonName name)
    {
        _count++;
        name.IsKept = true;
        name._sibling = _next;
        _next = name;
    }
}
#endif
