using System;
using System.Linq;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>The server's side of STARTTLS for the drill, offered or stripped.</summary>
internal static class StartTlsServer
{
    private const int MaxCommands = 32;

    /// <summary>The requests of PostgreSQL for TLS and for GSSAPI encryption.</summary>
    private static readonly byte[] s_tlsRequest = [0, 0, 0, 8, 4, 210, 22, 47];
    private static readonly byte[] s_gssRequest = [0, 0, 0, 8, 4, 210, 22, 48];

    internal static bool Speaks(StartTlsProtocol protocol) =>
        protocol == StartTlsProtocol.Postgres || PlainDialect.Of(protocol) is not null;

    /// <summary>Speaks with a client until TLS begins; false if it does not.</summary>
    /// <param name="channel">The connection.</param>
    /// <param name="protocol">A protocol that <see cref="Speaks"/> knows.</param>
    /// <param name="offersTls">Whether TLS is offered, and not stripped.</param>
    /// <param name="leak">Receives the command in plaintext that belongs into TLS, and its length.</param>
    internal static Task<bool> ServeAsync(
        PlainChannel channel, StartTlsProtocol protocol, bool offersTls, Action<string, int> leak) =>
        protocol == StartTlsProtocol.Postgres
            ? ServePostgresAsync(channel, offersTls, leak)
            : ServeLinesAsync(channel, PlainDialect.Of(protocol)!, offersTls, leak);

    private static async Task<bool> ServeLinesAsync(
        PlainChannel channel, PlainDialect dialect, bool offersTls, Action<string, int> leak)
    {
        await channel.SendAsync(dialect.Greet(offersTls)).ConfigureAwait(false);
        for (int i = 0; i < MaxCommands; i++)
        {
            string line = await channel.ReadLineAsync().ConfigureAwait(false);
            (PlainStep step, string response) = dialect.Answer(line, offersTls);
            if (step == PlainStep.Leak)
            {
                leak(LeakText.Command(line), line.Length);
                return false;
            }

            await channel.SendAsync(response).ConfigureAwait(false);
            if (step == PlainStep.Tls) return true;
        }

        return false;
    }

    private static async Task<bool> ServePostgresAsync(
        PlainChannel channel, bool offersTls, Action<string, int> leak)
    {
        for (int i = 0; i < MaxCommands; i++)
        {
            byte[] request = await channel.ReadAsync(s_tlsRequest.Length).ConfigureAwait(false);
            bool isTls = request.SequenceEqual(s_tlsRequest);
            if (!isTls && !request.SequenceEqual(s_gssRequest))
            {
                leak("StartupMessage", request.Length + channel.EarlyBytes);
                return false;
            }

            bool consents = isTls && offersTls;
            await channel.SendAsync(consents ? "S" : "N").ConfigureAwait(false);
            if (consents) return true;
        }

        return false;
    }
}
