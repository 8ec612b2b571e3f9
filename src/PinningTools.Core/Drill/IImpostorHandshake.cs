using System;

namespace PinningTools.Internal;

/// <summary>
/// The server's side of TLS for the drill, with certificates that are sent as given, fitting or not: the platform's TLS
/// sends only what it takes for a chain, and needs keys in a store on Windows. The late library implements it.
/// </summary>
internal interface IImpostorHandshake
{
    /// <summary>One connection as bytes in and bytes out.</summary>
    /// <param name="choose">The key and the certificates for the name in the hello; null if it names none.</param>
    IImpostorSession Begin(Func<string?, ImpostorIdentity> choose);
}

/// <summary>The key of an impostor in PKCS#8, its public half, and the certificates that it sends, its own first.</summary>
internal sealed class ImpostorIdentity(byte[] key, byte[] publicKey, byte[][] certificates)
{
    internal byte[] Key { get; } = key;

    internal byte[] PublicKey { get; } = publicKey;

    internal byte[][] Certificates { get; } = certificates;
}

/// <summary>One connection of an impostor. It touches no socket, and throws nothing that a client can cause.</summary>
internal interface IImpostorSession
{
    /// <summary>Whether a complete hello arrived.</summary>
    bool IsHelloSeen { get; }

    /// <summary>The name in it, or null.</summary>
    string? ServerName { get; }

    /// <summary>Whether the certificates are in what was to be sent.</summary>
    bool IsCertificateShown { get; }

    /// <summary>Whether the handshake was completed.</summary>
    bool IsFinished { get; }

    /// <summary>Whether nothing follows: an alert, an error, or the client's end.</summary>
    bool IsOver { get; }

    /// <summary>The number of the fatal alert that the client sent, or null.</summary>
    int? Alert { get; }

    /// <summary>The version as in the record layer, 0 before it is known.</summary>
    int Version { get; }

    /// <summary>The client certificate that was shown, or null.</summary>
    byte[]? ClientCertificate { get; }

    /// <summary>Takes what arrived, and returns what is to be sent.</summary>
    byte[] Receive(byte[] data, int count);

    /// <summary>The data that the client sent through TLS since the last call.</summary>
    byte[] TakeData();

    /// <summary>The data as TLS sends it.</summary>
    byte[] Send(byte[] data);

    /// <summary>The end as TLS sends it.</summary>
    byte[] Close();
}
