using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Packs the facts of endpoints that are Ok into a few bytes each, and unpacks them when they are read: a run of ten thousand
/// endpoints keeps all of them, and their names and pins are most of what it keeps. Texts that many endpoints share (an
/// issuer, an owner) are kept once. The whole verdict, the chain and changes are not packed: who has them stays as it is.
/// </summary>
internal sealed class DetailPacker
{
    /// <summary>Beyond this many, texts are not shared: what differs everywhere only costs more in a table.</summary>
    private const int MostShared = 4096;

    private const byte NoDate = 255;
    private const byte SameDate = 254;
    private const byte WholeDate = 253;
    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private const string PinStart = "sha256/";
    private static readonly UTF8Encoding s_encoding = new(false, throwOnInvalidBytes: true);
    private readonly List<string> _shared = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Members are read one after the other: the last facts are likely to be the next.</summary>
    private Unpacked? _last;

    private enum Code : byte
    {
        Null,
        Empty,
        Shared,
        Own,
        Pin,
        Earlier,
    }

    /// <summary>The bytes; null if there is more than can be packed.</summary>
    internal byte[]? Pack(DetailFacts one)
    {
        bool isPlain = one is { Level: PinCheckLevel.Ok, Result: null, Chain.Length: 0, Changes.Length: 0 }
            && one.Inspected == one.Proof.Length > 0 && one.Views.Length < 2 && (one.Views.Length == 0 || IsOf(one.Views[0], one));
        if (!isPlain) return null;
        try
        {
            using var bytes = new MemoryStream(256);
            using var writer = new BinaryWriter(bytes, s_encoding);
            Write(new Texts(this, writer), writer, one);
            return bytes.ToArray();
        }
        catch (EncoderFallbackException)
        {
            // Half a pair of surrogates, which a name in a certificate may have, is not text that UTF-8 can hold.
            return null;
        }
    }

    private static void Write(Texts texts, BinaryWriter writer, DetailFacts one)
    {
        foreach (string text in new[] { one.Verdict, one.Reason, one.MatchedRole, one.Proof, one.ProofStrength, one.Issuer, one.Owner }) texts.Write(text, true);
        texts.Write(one.HostName, false);
        foreach (int? number in new[] { one.Row, one.Port, one.DaysLeft, one.LeafDaysLeft, one.Scts }) Write(writer, number);
        bool isUsual = one.Key.StartsWith(Key(one), StringComparison.Ordinal);
        writer.Write(isUsual);
        texts.Write(isUsual ? one.Key.Substring(Key(one).Length) : one.Key, false);
        texts.Write(one.Anchor, true);
        foreach (string? text in new[] { one.Address, one.ExpiresFirst, one.LeafPin, one.MatchedPin, one.Pattern }) texts.Write(text, false);
        DateTime? before = null;
        foreach (DateTime? date in new[] { one.NotBefore, one.NotAfter, one.ChainNotAfter, one.PinSetExpires, one.Since, one.KeySince })
        {
            Write(writer, date, before);
            before = date;
        }

        Write(writer, (int?)one.SparePins);
        Write(writer, (int?)one.FailedRuns);
        texts.Write(one.KnownPins, false);
        texts.Write(one.Tag, true);
        string message = Short(one);
        writer.Write(message != one.Message);
        texts.Write(message, true);
        texts.Write(one.Fix, false);
        texts.Write(one.Evidence, false);
        texts.Write(one.Seen, false);
        texts.Write(one.Views.Length == 0 ? null : one.Views[0].VantagePoint, true);
        // Without a trust anchor, a view has the issuer in which the chain ends.
        texts.Write(one.Views.Length == 0 ? null : one.Views[0].Anchor, true);
        writer.Write(one.Seconds.HasValue);
        if (one.Seconds is { } seconds) writer.Write(seconds);
    }

    internal DetailFacts Unpack(byte[] packed, IDictionary? columns)
    {
        if (_last is { } last && ReferenceEquals(last.Packed, packed)) return last.Facts;
        using var reader = new BinaryReader(new MemoryStream(packed, writable: false), s_encoding);
        var texts = new TextReader(this, reader);
        var one = new DetailFacts();
        one.Level = PinCheckLevel.Ok;
        one.Verdict = texts.Read()!;
        one.Reason = texts.Read()!;
        one.MatchedRole = texts.Read()!;
        one.Proof = texts.Read()!;
        one.ProofStrength = texts.Read()!;
        one.Inspected = one.Proof.Length > 0;
        one.Issuer = texts.Read()!;
        one.Owner = texts.Read()!;
        one.HostName = texts.Read()!;
        one.Row = ReadNumber(reader);
        one.Port = ReadNumber(reader);
        one.DaysLeft = ReadNumber(reader);
        one.LeafDaysLeft = ReadNumber(reader);
        one.Scts = ReadNumber(reader);
        one.Key = reader.ReadBoolean() ? Key(one) + texts.Read() : texts.Read()!;
        one.Anchor = texts.Read();
        one.Address = texts.Read();
        one.ExpiresFirst = texts.Read();
        one.LeafPin = texts.Read()!;
        one.MatchedPin = texts.Read()!;
        one.Pattern = texts.Read();
        one.NotBefore = ReadDate(reader, null);
        one.NotAfter = ReadDate(reader, one.NotBefore);
        one.ChainNotAfter = ReadDate(reader, one.NotAfter);
        one.PinSetExpires = ReadDate(reader, one.ChainNotAfter);
        one.Since = ReadDate(reader, one.PinSetExpires);
        one.KeySince = ReadDate(reader, one.Since);
        one.SparePins = ReadNumber(reader) ?? 0;
        one.FailedRuns = ReadNumber(reader) ?? 0;
        one.KnownPins = texts.ReadAll();
        one.Tag = texts.ReadAll();
        bool isShort = reader.ReadBoolean();
        one.Message = isShort ? Long(texts.Read()!, one) : texts.Read()!;
        one.Fix = texts.Read()!;
        one.Evidence = texts.Read()!;
        one.Seen = texts.Read()!;
        string? place = texts.Read(), end = texts.Read();
        if (place is not null)
            one.Views =
            [
                new PinCheckView
                {
                    VantagePoint = place,
                    Address = one.Address,
                    LeafPin = one.LeafPin,
                    Anchor = end,
                    Verdict = one.Verdict,
                },
            ];
        if (reader.ReadBoolean()) one.Seconds = reader.ReadDouble();
        if (columns is not null) one.Columns = columns;
        _last = new Unpacked(packed, one);
        return one;
    }

    private static bool IsOf(PinCheckView view, DetailFacts one) => view.Address == one.Address
        && view.LeafPin == one.LeafPin && view.Verdict == one.Verdict;

    private static string Key(DetailFacts one) => $"{one.HostName}:{one.Port}";

    /// <summary>The message, with marks for what other members say: for most endpoints the same.</summary>
    private static string Short(DetailFacts one)
    {
        string text = one.Message;
        if (text.IndexOf('\u0001') >= 0) return text;
        string[] known = Known(one);
        for (int i = 0; i < known.Length; i++)
            if (known[i].Length > 2) text = text.Replace(known[i], "\u0001" + (char)('a' + i));
        return Long(text, one) == one.Message ? text : one.Message;
    }

    private static string Long(string text, DetailFacts one)
    {
        string[] known = Known(one);
        var all = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            int mark = text[i] == '\u0001' && i + 1 < text.Length ? text[i + 1] - 'a' : -1;
            if (mark < 0 || mark >= known.Length) all.Append(text[i]);
            else
            {
                all.Append(known[mark]);
                i++;
            }
        }

        return all.ToString();
    }

    private static string[] Known(DetailFacts one) => [Key(one), one.MatchedPin, one.ExpiresFirst ?? ""];

    private static void Write(BinaryWriter writer, int? number)
    {
        // Most are small, so most are one byte.
        if (number is >= 0 and < 254) writer.Write((byte)number.Value);
        else
        {
            writer.Write((byte)(number is null ? 254 : 255));
            if (number is { } value) writer.Write(value);
        }
    }

    private static int? ReadNumber(BinaryReader reader)
    {
        byte first = reader.ReadByte();
        return first switch { 254 => null, 255 => reader.ReadInt32(), _ => first };
    }

    /// <summary>Ticks, or seconds as certificates have; or that it is the date before it.</summary>
    private static void Write(BinaryWriter writer, DateTime? date, DateTime? before)
    {
        if (date is not { } given)
        {
            writer.Write(NoDate);
            return;
        }

        long seconds = (given.Ticks - s_epoch.Ticks) / TimeSpan.TicksPerSecond;
        bool isWhole = given.Kind == DateTimeKind.Utc && given.Ticks % TimeSpan.TicksPerSecond == 0 && seconds is >= 0 and <= uint.MaxValue;
        if (given == before && given.Kind == before.Value.Kind) writer.Write(SameDate);
        else if (isWhole)
        {
            writer.Write(WholeDate);
            writer.Write((uint)seconds);
        }
        else
        {
            writer.Write((byte)given.Kind);
            writer.Write(given.Ticks);
        }
    }

    private static DateTime? ReadDate(BinaryReader reader, DateTime? before) => reader.ReadByte() switch
    {
        NoDate => null,
        SameDate => before,
        WholeDate => s_epoch.AddSeconds(reader.ReadUInt32()),
        var kind => new DateTime(reader.ReadInt64(), (DateTimeKind)kind),
    };

    private int NumberOf(string text)
    {
        lock (_numbers)
        {
            if (_numbers.TryGetValue(text, out int number)) return number;
            if (_shared.Count == MostShared) return -1;
            _shared.Add(text);
            return _numbers[text] = _shared.Count - 1;
        }
    }

    private string TextOf(int number)
    {
        lock (_numbers) return _shared[number];
    }

    private sealed record Unpacked(byte[] Packed, DetailFacts Facts);

    /// <summary>Writes texts; one that the same facts have already is written as its number.</summary>
    private sealed class Texts(DetailPacker packer, BinaryWriter writer)
    {
        private readonly List<string> _own = [];

        internal void Write(string[] texts, bool isShared)
        {
            writer.Write((ushort)texts.Length);
            foreach (string text in texts) Write(text, isShared);
        }

        internal void Write(string? text, bool isShared)
        {
            int earlier = text is { Length: > 0 } ? _own.IndexOf(text) : -1;
            if (text is null) writer.Write((byte)Code.Null);
            else if (text.Length == 0) writer.Write((byte)Code.Empty);
            else if (earlier is >= 0 and < 250) writer.Write((byte)((int)Code.Earlier + earlier));
            else if (isShared && packer.NumberOf(text) is >= 0 and var number)
            {
                writer.Write((byte)Code.Shared);
                writer.Write((ushort)number);
            }
            else WriteOwn(text);
        }

        private void WriteOwn(string text)
        {
            _own.Add(text);
            if (text.StartsWith(PinStart, StringComparison.Ordinal) && SpkiPin.TryParse(text, out SpkiPin pin) && pin.ToString() == text)
            {
                writer.Write((byte)Code.Pin);
                writer.Write(pin.ToByteArray());
            }
            else
            {
                writer.Write((byte)Code.Own);
                writer.Write(text);
            }
        }
    }

    private sealed class TextReader(DetailPacker packer, BinaryReader reader)
    {
        private readonly List<string> _own = [];

        internal string[] ReadAll()
        {
            var texts = new string[reader.ReadUInt16()];
            for (int i = 0; i < texts.Length; i++) texts[i] = Read()!;
            return texts;
        }

        internal string? Read()
        {
            byte code = reader.ReadByte();
            switch ((Code)code)
            {
                case Code.Null: return null;
                case Code.Empty: return "";
                case Code.Shared: return packer.TextOf(reader.ReadUInt16());
                case Code.Own: return Keep(reader.ReadString());
                case Code.Pin: return Keep(SpkiPin.FromHash(reader.ReadBytes(SpkiPin.Length)).ToString());
                default: return _own[code - (int)Code.Earlier];
            }
        }

        private string Keep(string text)
        {
            _own.Add(text);
            return text;
        }
    }
}
