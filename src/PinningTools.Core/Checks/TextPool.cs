using System;

namespace PinningTools.Internal;

/// <summary>
/// One string for equal texts, found without making a string first: thousands of endpoints of a state have the same owner,
/// issuer and pin.
/// </summary>
internal sealed class TextPool
{
    // Differs by process, so that nobody can choose texts that share a slot.
    private static readonly uint s_factor = unchecked((uint)Guid.NewGuid().GetHashCode()) | 1;

    private string?[] _texts = new string?[256];
    private uint[] _hashes = new uint[256];
    private int _count;

    internal string Of(string text)
    {
        uint hash = 0;
        foreach (char c in text) hash = Mix(hash, c);
        int slot = Slot(hash);
        for (; _texts[slot] is { } known; slot = Following(slot))
            if (_hashes[slot] == hash && known == text) return known;
        return Add(slot, hash, text);
    }

    internal string Of(char[] chars, int start, int length)
    {
        uint hash = 0;
        for (int i = start; i < start + length; i++) hash = Mix(hash, chars[i]);
        int slot = Slot(hash);
        for (; _texts[slot] is { } known; slot = Following(slot))
            if (_hashes[slot] == hash && IsSame(known, chars, start, length)) return known;
        return Add(slot, hash, new string(chars, start, length));
    }

    private static uint Mix(uint hash, char c)
    {
        uint next = unchecked((hash ^ c) * s_factor);
        return next ^ (next >> 15);
    }

    private static bool IsSame(string known, char[] chars, int start, int length)
    {
        if (known.Length != length) return false;
        for (int i = 0; i < length; i++)
            if (known[i] != chars[start + i]) return false;
        return true;
    }

    private string Add(int slot, uint hash, string text)
    {
        _texts[slot] = text;
        _hashes[slot] = hash;
        // At most half full: a search then ends soon.
        if (++_count > _texts.Length / 2) Grow();
        return text;
    }

    private void Grow()
    {
        (string?[] texts, uint[] hashes) = (_texts, _hashes);
        (_texts, _hashes) = (new string?[2 * texts.Length], new uint[2 * hashes.Length]);
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i] is null) continue;
            int slot = Slot(hashes[i]);
            while (_texts[slot] is not null) slot = Following(slot);
            (_texts[slot], _hashes[slot]) = (texts[i], hashes[i]);
        }
    }

    private int Slot(uint hash) => (int)(hash & (uint)(_texts.Length - 1));

    private int Following(int slot) => (slot + 1) & (_texts.Length - 1);
}
