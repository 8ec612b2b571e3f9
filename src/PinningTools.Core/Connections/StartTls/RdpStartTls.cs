using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Remote Desktop: the security negotiation of MS-RDPBCGR sections 2.2.1.1 and 2.2.1.2, inside an X.224 connection
/// request (ITU-T X.224 section 13.3) in a TPKT (RFC 1006 section 6).
/// </summary>
internal sealed class RdpStartTls : IStartTls
{
    private const string Protocol = "Remote Desktop";
    private const byte Tpkt = 3;
    private const byte ConnectionConfirm = 0xD0;
    private const byte NegotiationResponse = 2;
    private const byte NegotiationFailure = 3;
    private const uint PlainRdp = 0;
    private const int TpktHeader = 4;
    private const int X224Header = 7;
    private const int Negotiation = 8;

    /// <summary>RDP_NEG_REQ for TLS, CredSSP or CredSSP with early authorisation, which all begin with TLS.</summary>
    private static readonly byte[] s_request =
        [Tpkt, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, Negotiation, 0, 0x0B, 0, 0, 0];

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        await channel.SendAsync(s_request).ConfigureAwait(false);
        byte[] head = await channel.ReadAsync(TpktHeader).ConfigureAwait(false);
        int length = ((head[2] << 8) | head[3]) - TpktHeader;
        if (head[0] != Tpkt || length < X224Header) throw StartTlsRefusal.Violation(Protocol);
        byte[] confirm = await channel.ReadAsync(length).ConfigureAwait(false);
        if ((confirm[1] & 0xF0) != ConnectionConfirm) throw StartTlsRefusal.Violation(Protocol);
        // A server that predates the negotiation responds without it.
        if (length < X224Header + Negotiation) throw StartTlsRefusal.NotOffered();
        uint detail = confirm.Skip(X224Header + 4).Take(4).Reverse().Aggregate(0u, (all, part) => (all << 8) | part);
        return confirm[X224Header] switch
        {
            NegotiationResponse when detail != PlainRdp => channel.Stream,
            NegotiationResponse => throw StartTlsRefusal.NotOffered(),
            NegotiationFailure => throw Refused(detail),
            _ => throw StartTlsRefusal.Violation(Protocol),
        };
    }

    /// <summary>The failure codes of MS-RDPBCGR section 2.2.1.2.2.</summary>
    private static PreludeException Refused(uint code)
    {
        (string? name, string? advice) = code switch
        {
            1 => ("SSL_REQUIRED_BY_SERVER", null),
            2 => ("SSL_NOT_ALLOWED_BY_SERVER", "The server is configured for RDP's own encryption. Allow TLS in it."),
            3 => ("SSL_CERT_NOT_ON_SERVER", "Give the server a certificate."),
            4 => ("INCONSISTENT_FLAGS", null),
            5 => ("HYBRID_REQUIRED_BY_SERVER", null),
            6 => ("SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
                "The server requires a client certificate. Use a Remote Desktop client to look at it."),
            _ => ((string?)null, (string?)null),
        };
        return StartTlsRefusal.Refused(name is null ? $"failure {code}" : $"{name} ({code})", "", advice);
    }
}
