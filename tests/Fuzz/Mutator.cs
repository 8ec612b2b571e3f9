using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Fuzz;

/// <summary>Damages an input in some of many ways, always the same for the same number.</summary>
internal sealed class Mutator(long number)
{
    private const int MaxLength = 256 * 1024;

    private static readonly byte[] s_bytes = [0x00, 0x01, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xff, (byte)'"', (byte)'\'',
        (byte)'<', (byte)'(', (byte)'{', (byte)'[', (byte)'\\', (byte)'\n', (byte)'/', (byte)'*', (byte)'=', (byte)';'];

    private readonly Random _random = new(unchecked((int)(number * 2654435761L) ^ (int)(number >> 32)));

    internal byte[] Mutate(IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words)
    {
        List<byte> data = [.. Of(seeds)];
        int count = 1 + _random.Next(_random.Next(4) == 0 ? 16 : 3);
        for (int i = 0; i < count; i++) MutateOnce(data, seeds, words);
        return data.Count > MaxLength ? [.. data.Take(MaxLength)] : [.. data];
    }

    private void MutateOnce(List<byte> data, IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words)
    {
        int at = _random.Next(data.Count + 1);
        int some = Math.Min(_random.Next(_random.Next(8) == 0 ? 512 : 16), data.Count - at);
        switch (_random.Next(10))
        {
            case 0 when at < data.Count:
                data[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < data.Count:
                data[at] = s_bytes[_random.Next(s_bytes.Length)];
                break;
            case 2:
                data.RemoveRange(at, some);
                break;
            case 3:
                data.RemoveRange(at, data.Count - at);
                break;
            case 4:
                data.InsertRange(at, data.GetRange(_random.Next(data.Count - some + 1), some));
                break;
            case 5:
                data.InsertRange(at, Of(words));
                break;
            case 6:
                Repeat(data, at, _random.Next(2) == 0 ? Of(words) : [.. data.GetRange(at, some)]);
                break;
            case 7:
                Splice(data, at, Of(seeds));
                break;
            case 8:
                data.InsertRange(at, [s_bytes[_random.Next(s_bytes.Length)]]);
                break;
            default:
                if (at < data.Count) data[at] = (byte)_random.Next(256);
                break;
        }
    }

    /// <summary>Depth and number are where unbounded readers fall: mostly a few, now and then thousands.</summary>
    private void Repeat(List<byte> data, int at, byte[] part)
    {
        int times = _random.Next(40) == 0 ? _random.Next(20_000) : _random.Next(8);
        times = Math.Min(times, (MaxLength - Math.Min(MaxLength, data.Count)) / Math.Max(1, part.Length));
        data.InsertRange(at, Enumerable.Repeat(part, times).SelectMany(bytes => bytes));
    }

    private void Splice(List<byte> data, int at, byte[] other)
    {
        int from = _random.Next(other.Length + 1);
        data.RemoveRange(at, data.Count - at);
        data.AddRange(other.Skip(from));
    }

    private byte[] Of(IReadOnlyList<byte[]> choices) => choices[_random.Next(choices.Count)];
}
