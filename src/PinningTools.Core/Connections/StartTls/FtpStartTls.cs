using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// FTP: RFC 4217 section 4. AUTH TLS is the present command; TLS-C, TLS-P and SSL are its names in earlier drafts (RFC
/// 4217 section 17), and some servers know only those.
/// </summary>
internal sealed class FtpStartTls : IStartTls
{
    private const string Protocol = "FTP";

    private static readonly string[] s_mechanisms = ["TLS", "TLS-C", "TLS-P", "SSL"];

    /// <summary>
    /// 234 by RFC 4217, 334 by RFC 2228 and the drafts, 200 by servers that know no other code for success.
    /// </summary>
    private static readonly string[] s_agreements = ["234", "334", "200"];

    /// <summary>A server that has refused one name need not respond to the next one.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        await GreetAsync(channel).ConfigureAwait(false);
        ServerResponse? refusal = null;
        foreach (string mechanism in s_mechanisms)
        {
            if (await AskAsync(channel, mechanism, refusal).ConfigureAwait(false) is not { } response) break;
            if (s_agreements.Contains(response.Code)) return channel.Stream;
            refusal ??= response;
            // Only a permanent refusal concerns the name; 530 requires a login first, regardless of the name.
            if (response.Code[0] != '5' || response.Code == "530") break;
        }

        throw StartTlsRefusal.Refused(refusal!.Words);
    }

    /// <summary>120 says that the service will be ready later: RFC 959 section 5.4.</summary>
    private static async Task GreetAsync(PlainChannel channel)
    {
        ServerResponse greeting;
        do greeting = await ServerResponse.ReadFramedAsync(channel, Protocol).ConfigureAwait(false);
        while (greeting.Code == "120");
        greeting.Expect("220");
    }

    /// <returns>Null if a server that has refused before sends nothing more.</returns>
    private static async Task<ServerResponse?> AskAsync(PlainChannel channel, string mechanism, ServerResponse? refusal)
    {
        Task<ServerResponse> answer = SendAsync(channel, mechanism);
        if (refusal is null) return await answer.ConfigureAwait(false);
        if (await Task.WhenAny(answer, Task.Delay(s_grace)).ConfigureAwait(false) == answer
            && answer.Status == TaskStatus.RanToCompletion)
            return await answer.ConfigureAwait(false);
        _ = answer.ContinueWith(
            task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        return null;
    }

    private static async Task<ServerResponse> SendAsync(PlainChannel channel, string mechanism)
    {
        await channel.SendAsync($"AUTH {mechanism}\r\n").ConfigureAwait(false);
        return await ServerResponse.ReadFramedAsync(channel, Protocol).ConfigureAwait(false);
    }
}
