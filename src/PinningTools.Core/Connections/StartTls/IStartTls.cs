using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>How one protocol goes from the clear to TLS.</summary>
internal interface IStartTls
{
    /// <summary>Talks until the next byte on either side belongs to TLS.</summary>
    /// <returns>What carries TLS; the channel's stream unless the protocol wraps the handshake.</returns>
    /// <exception cref="PreludeException">The server declined, or said what its protocol does not allow.</exception>
    Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target);
}
