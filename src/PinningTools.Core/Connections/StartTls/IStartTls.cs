using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>How one protocol upgrades from plaintext to TLS.</summary>
internal interface IStartTls
{
    /// <summary>Runs the exchange until the next byte in either direction belongs to TLS.</summary>
    /// <returns>The stream that carries TLS: the channel's stream, unless the protocol wraps the handshake.</returns>
    /// <exception cref="PreludeException">The server declined, or violated its protocol.</exception>
    Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target);
}
