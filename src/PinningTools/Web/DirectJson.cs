#if NET
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace PinningTools.Internal;

/// <summary>
/// Reads JSON into the objects that ConvertFrom-Json makes of it, straight from its bytes and without a tree between.
/// Whatever PowerShell's reader could understand in another way is left to that reader: text that is not strict JSON
/// (RFC 8259), a name that is empty, occurs twice or is reserved, half a surrogate pair, very deep nesting, an
/// infinite number.
/// </summary>
/// <param name="isStopped">Whether the user has stopped the command.</param>
internal sealed class DirectJson(Func<bool> isStopped)
{
    /// <summary>In levels, below the 1024 of PowerShell, so that its own reader decides about that border.</summary>
    private const int MaxDepth = 1000;

    /// <summary>In characters; PowerShell's reader refuses a number of more than 380.</summary>
    private const int MaxNumber = 300;
    private const int TokensBetweenLooks = 4096;

    private static readonly Func<int, PSObject> s_newObject = FindConstructor();

    private readonly JsonNames _names = new();
    private readonly JsonValues _values = new();
    private readonly List<object?> _items = [];
    private readonly List<JsonName> _members = [];
    private int _tokens;

    /// <summary>The objects; false if PowerShell's reader has to read the text.</summary>
    /// <param name="json">The text in UTF-8.</param>
    /// <param name="isStopped">Whether the user has stopped the command.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="PipelineStoppedException">The user has stopped the command.</exception>
    internal static bool TryRead(ReadOnlySpan<byte> json, Func<bool> isStopped, out object? value)
    {
        value = null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            var direct = new DirectJson(isStopped);
            reader.Read();
            object? read = direct.Read(ref reader);
            // Throws if anything but white space follows.
            if (reader.Read()) return false;
            value = read;
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException
            or ExtendedTypeSystemException)
        {
            return false;
        }
    }

    private object? Read(ref Utf8JsonReader reader)
    {
        if (++_tokens % TokensBetweenLooks == 0 && isStopped()) throw new PipelineStoppedException();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader),
            JsonTokenType.StartArray => ReadArray(ref reader),
            JsonTokenType.String => ReadString(ref reader),
            JsonTokenType.Number => ReadNumber(ref reader),
            JsonTokenType.True => JsonValues.True,
            JsonTokenType.False => JsonValues.False,
            JsonTokenType.Null => null,
            _ => throw new NotSupportedException(),
        };
    }

    private PSObject ReadObject(ref Utf8JsonReader reader)
    {
        (int firstMember, int firstItem) = (_members.Count, _items.Count);
        JsonName name = _names.Root;
        HashSet<string>? seen = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            name = _names.Next(name, ref reader, out bool isNew);
            if (isNew) CheckIsOnlyOne(name.Text, firstMember, ref seen);
            reader.Read();
            object? value = Read(ref reader);
            _members.Add(name);
            _items.Add(value);
        }

        PSObject result = s_newObject(_members.Count - firstMember);
        PSMemberInfoCollection<PSPropertyInfo> properties = result.Properties;
        for (int i = firstMember, item = firstItem; i < _members.Count; i++, item++)
        {
            // The collection keeps a copy of the property.
            PSNoteProperty property = _members[i].Property;
            property.Value = _items[item];
            properties.Add(property, preValidated: _members[i].IsKept);
            property.Value = null;
        }

        _members.RemoveRange(firstMember, _members.Count - firstMember);
        _items.RemoveRange(firstItem, _items.Count - firstItem);
        return result;
    }

    private object?[] ReadArray(ref Utf8JsonReader reader)
    {
        int first = _items.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            object? item = Read(ref reader);
            _items.Add(item);
        }

        object?[] result = new object?[_items.Count - first];
        _items.CopyTo(first, result, 0, result.Length);
        _items.RemoveRange(first, result.Length);
        return result;
    }

    private object? ReadString(ref Utf8JsonReader reader)
    {
        string text = _values.Text(ref reader);
        if (!JsonDates.IsPossible(text)) return text;
        if (JsonDates.TryRead(text, out DateTime date)) return date;
        // PowerShell's reader decides whether it is a date and in which zone; as written, with its escapes.
        return EngineJson.TryRead($"[\"{Encoding.UTF8.GetString(reader.ValueSpan)}\"]", out object? read)
            && read is object?[] { Length: 1 } one ? one[0] : throw new NotSupportedException();
    }

    private object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0)
            return reader.TryGetDouble(out double real) && double.IsFinite(real)
                ? real
                : throw new NotSupportedException();
        if (reader.TryGetInt64(out long whole)) return _values.Number(whole);
        return reader.ValueSpan.Length <= MaxNumber
            ? BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), CultureInfo.InvariantCulture)
            : throw new NotSupportedException();
    }

    /// <summary>
    /// The members of an object cannot differ only in their case. It is not asked for names that were met in this order
    /// before.
    /// </summary>
    private void CheckIsOnlyOne(string name, int first, ref HashSet<string>? seen)
    {
        if (seen is null && _members.Count - first < JsonNames.MaxLevels)
        {
            for (int i = first; i < _members.Count; i++)
                if (string.Equals(_members[i].Text, name, StringComparison.OrdinalIgnoreCase))
                    throw new NotSupportedException();
            return;
        }

        if (seen is null)
        {
            seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            for (int i = first; i < _members.Count; i++) seen.Add(_members[i].Text);
        }

        if (!seen.Add(name)) throw new NotSupportedException();
    }

    /// <summary>The constructor that takes the number of members, which saves a third of the memory.</summary>
    private static Func<int, PSObject> FindConstructor()
    {
        System.Reflection.ConstructorInfo? sized = typeof(PSObject).GetConstructor([typeof(int)]);
        if (sized is null) return _ => new PSObject();
        var count = System.Linq.Expressions.Expression.Parameter(typeof(int));
        return System.Linq.Expressions.Expression.Lambda<Func<int, PSObject>>(
            System.Linq.Expressions.Expression.New(sized, count), count).Compile();
    }
}
#endif
