using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Internal;

/// <summary>
/// A client certificate for one connection. .NET shows it and finishes the handshake before anybody can judge the server, so
/// it is withheld from a leaf that has no good verdict yet.
/// </summary>
/// <param name="certificate">The certificate with its key.</param>
/// <param name="isKnown">Whether the leaf of this name has a good verdict under the connection's policy.</param>
internal sealed class ClientCertificateOffer(X509Certificate2 certificate, Func<string, bool> isKnown)
{
    /// <summary>Whether the server asked and got nothing.</summary>
    internal bool WasWithheld { get; private set; }

    internal static string NameOf(byte[] leaf)
    {
        using var sha256 = SHA256.Create();
        return Convert.ToBase64String(sha256.ComputeHash(leaf));
    }

    /// <summary>The platform asks at the start too, when no server was seen yet: nothing is offered then.</summary>
    internal X509Certificate? Choose(X509Certificate? server)
    {
        if (server is null) return null;
        bool known = isKnown(NameOf(server.GetRawCertData()));
        WasWithheld = !known;
        return known ? certificate : null;
    }
}
