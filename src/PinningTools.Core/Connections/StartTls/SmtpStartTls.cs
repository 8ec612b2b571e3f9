using System.IO;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>SMTP: RFC 3207 section 4. LMTP is the same with LHLO: RFC 2033 section 4.1.</summary>
internal sealed class SmtpStartTls(string protocol, string hello) : IStartTls
{
    private const string OtherName =
        "Give a name that the server accepts as -EhloName: the full name of this machine, as the server resolves it.";

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        (await ReadAsync(channel).ConfigureAwait(false)).Expect("220");
        string name = target.EhloName ?? EhloName.Default(channel.LocalAddress);
        await channel.SendAsync($"{hello} {name}\r\n").ConfigureAwait(false);
        ServerResponse offer = await ReadAsync(channel).ConfigureAwait(false);
        if (offer.Code != "250") throw Refused(offer, name);
        if (!offer.Offers("STARTTLS")) throw StartTlsRefusal.NotOffered();
        await channel.SendAsync("STARTTLS\r\n").ConfigureAwait(false);
        (await ReadAsync(channel).ConfigureAwait(false)).Expect("220");
        return channel.Stream;
    }

    private Task<ServerResponse> ReadAsync(PlainChannel channel) => ServerResponse.ReadNumberedAsync(channel, protocol);

    /// <summary>The name is at fault, unless the command is: RFC 5321 sections 4.2.4 and 4.3.2.</summary>
    private PreludeException Refused(ServerResponse response, string name)
    {
        bool isForGood = response.Code[0] == '5' && response.Code is not ("500" or "502");
        return new PreludeException(
            VerdictReason.StartTlsRefused,
            $"it responded {PreludeException.Quote(response.Words)} to '{hello} {name}'.",
            isForGood ? OtherName : null);
    }
}
