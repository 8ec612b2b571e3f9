using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PinningTools.Internal;

namespace PinningTools.Tests.PinSets;

/// <summary>Pin sets and stores as sentences.</summary>
internal static class TestSets
{
    /// <summary>A pin that is always the same for the same name.</summary>
    internal static SpkiPin Pin(string name)
    {
        // By means that every runtime has on which tests run.
        using var sha256 = SHA256.Create();
        return SpkiPin.FromHash(sha256.ComputeHash(Encoding.UTF8.GetBytes(name)));
    }

    internal static PinSetPin Entry(string name, PinRole role = PinRole.Unspecified) => new(Pin(name)) { Role = role };

    /// <summary>A set with a leaf and a backup pin.</summary>
    internal static PinSet Of(string pattern, params string[] pins) => new(HostPattern.Parse(pattern))
    {
        Pins = pins.Length == 0
            ? [Entry(pattern + " leaf", PinRole.Leaf), Entry(pattern + " backup", PinRole.Backup)]
            : [.. pins.Select(name => Entry(name))],
    };

    internal static PinStore Store(params string[] patterns) => new(patterns.Select(pattern => Of(pattern)));

    internal static string FaultOf(Action action) => Xunit.Assert.Throws<PinningException>(action).Fault.Id;
}
