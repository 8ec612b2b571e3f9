using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.PinSets;

/// <summary>Damaged stores are read or refused with a fault, and nothing else happens.</summary>
public sealed class PinStoreFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] s_pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "1e999", "-0", "\"pin\"",
            "\"pattern\"", "**.", "\0", "\ufeff", "\ud83d", "9999-12-31", "//"];

    [Fact, Trait(Rounds.Category, Rounds.Long)]
    public void Every_damaged_store_is_read_or_refused()
    {
        int rounds = Rounds.Of(usual: 20_000, whole: 1_000_000);
        var random = new Random(5);
        string whole = PinStoreJson.Write(TestSets.Store("a.example", "**.b.example:443", "[2001:db8::1]"));
        int read = 0;
        for (int round = 0; round < rounds; round++)
        {
            string damaged = Enumerable.Range(0, random.Next(1, 4)).Aggregate(whole, (now, _) => Damage(now, random));
            try
            {
                PinStore store = PinStoreJson.Read(damaged, "fuzz");
                string written = PinStoreJson.Write(store);
                Assert.Equal(written, PinStoreJson.Write(PinStoreJson.Read(written, "fuzz")));
                read++;
            }
            catch (PinningException error)
            {
                Assert.Contains("'fuzz'", error.Fault.Message);
            }
        }

        // Both ends were reached: the damage neither spared every store nor broke every one.
        Assert.InRange(read, rounds / 1000, rounds - (rounds / 10));
        output.Tell($"{rounds} damaged stores, {read} of them read");
    }

    private static string Damage(string text, Random random)
    {
        int at = random.Next(text.Length);
        int length = Math.Min(random.Next(1, 30), text.Length - at);
        string piece = random.Next(3) == 0
            ? text.Substring(random.Next(text.Length - 20), 20)
            : s_pieces[random.Next(s_pieces.Length)];
        string damaged = random.Next(4) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, piece),
            2 => text.Remove(at, 1).Insert(at, ((char)random.Next(0x20, 0x2100)).ToString()),
            _ => text.Remove(at, length).Insert(at, piece),
        };
        return damaged.Length < 100 ? text : damaged;
    }
}
