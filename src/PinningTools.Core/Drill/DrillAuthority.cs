using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// The authority of one drill and the certificates that it signs. Its key and that of the impostor exist only in the
/// memory of this process, and only for the drill.
/// </summary>
internal sealed class DrillAuthority : IDisposable
{
    /// <summary>The name of a certificate that is for another host.</summary>
    internal const string OtherHost = "another-host.example";

    private const int MaxCertificates = 256;

    private readonly string _name = "PinningTools drill " + Guid.NewGuid().ToString("N").Substring(0, 8);
    private readonly FreshKey _key = FreshKey.Create(BackupKeyAlgorithm.EcP256);
    private readonly FreshKey _serverKey = FreshKey.Create(BackupKeyAlgorithm.EcP256);
    private readonly byte[] _pkcs8;
    private readonly Dictionary<(string, bool), byte[]> _certificates = new();

    internal DrillAuthority()
    {
        Certificate = CertificateWriter.Authority(_name, _key);
        _pkcs8 = _serverKey.ToPkcs8();
    }

    internal byte[] Certificate { get; }

    /// <summary>What an impostor shows for a host.</summary>
    /// <param name="host">The host that is asked for.</param>
    /// <param name="mode">How it attacks.</param>
    /// <param name="pinned">The real certificates of the host, leaf first, as far as they are known.</param>
    internal ImpostorIdentity Identify(HostName host, DrillMode mode, IReadOnlyList<byte[]> pinned)
    {
        byte[] own = mode switch
        {
            DrillMode.SelfSigned => Leaf(host.Value, isSelfSigned: true),
            DrillMode.WrongHost => Leaf(OtherHost, isSelfSigned: false),
            _ => Leaf(host.Value, isSelfSigned: false),
        };
        byte[][] sent = mode == DrillMode.PinnedCertificateAppended ? [own, .. pinned] : [own];
        return new ImpostorIdentity(_pkcs8, _serverKey.PublicKey, sent);
    }

    public void Dispose()
    {
        Array.Clear(_pkcs8, 0, _pkcs8.Length);
        _serverKey.Dispose();
        _key.Dispose();
    }

    /// <summary>One connection at a time: signing is not documented to be safe for several threads.</summary>
    private byte[] Leaf(string host, bool isSelfSigned)
    {
        lock (_certificates)
        {
            if (_certificates.TryGetValue((host, isSelfSigned), out byte[]? known)) return known;
            byte[] made = CertificateWriter.Server(
                RequestedName.Parse(host), _serverKey, _name, isSelfSigned ? _serverKey : _key);
            // A client that asks for many hosts does not fill the memory.
            if (_certificates.Count < MaxCertificates) _certificates[(host, isSelfSigned)] = made;
            return made;
        }
    }
}
