using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// The platform's certificate objects of one chain build, disposed together. What the platform cannot read is omitted.
/// </summary>
internal sealed class LoadedCertificates : IDisposable
{
    private readonly List<X509Certificate2> _loaded = [];

    internal X509Certificate2? TryLoad(DerCertificate certificate)
    {
        try
        {
            X509Certificate2 loaded = PlatformCertificate.Load(certificate.Raw);
            _loaded.Add(loaded);
            return loaded;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal X509Certificate2[] LoadAll(IEnumerable<DerCertificate> certificates) =>
        [.. certificates.Select(TryLoad).OfType<X509Certificate2>()];

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in _loaded) certificate.Dispose();
    }
}
