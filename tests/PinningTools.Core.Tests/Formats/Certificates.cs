using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;

namespace PinningTools.Tests.Formats;

/// <summary>Some certificates, made once.</summary>
internal static class Certificates
{
    private static readonly Lazy<DerCertificate[]> s_all = new(() =>
        [.. Enumerable.Range(0, 8).Select(i => DerCertificate.Parse(TestCertificate.SelfSigned($"c{i}.example").Der))]);

    internal static DerCertificate[] All => s_all.Value;
}
