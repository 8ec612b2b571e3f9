using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// A tunnel through an HTTP proxy: CONNECT, RFC 9110 section 9.3.6. The proxy receives only the host and port, its own
/// credentials, the User-Agent, and the cookies that it set in the same logon: they are not the session's, which could
/// otherwise get a cookie from, or lose one to, whoever is on the path.
/// </summary>
internal static class HttpConnect
{
    /// <summary>Steps of a logon; NTLM inside Negotiate needs three.</summary>
    private const int MaxRounds = 4;

    internal static async Task TunnelAsync(
        PlainChannel channel, TlsTarget target, ProxyLogon? logon, CancellationToken cancel)
    {
        using ProxyLogon? ending = logon;
        string? challenge = null;
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int round = 0; round < MaxRounds; round++)
        {
            // Without a token a request is still worth trying: not every proxy requires authentication.
            string? token =
                logon is null ? null : await logon.NextAsync(challenge, cancel).ConfigureAwait(false);
            if (round > 0 && token is null) break;
            string? authorization = token is null ? null : $"{logon!.Scheme} {token}";
            await channel.SendAsync(Request(target, authorization, cookies)).ConfigureAwait(false);
            Answer answer = await ReadAnswerAsync(channel).ConfigureAwait(false);
            // A 2xx response has no body, even if its header announces one: the tunnel begins at once.
            if (answer.Status is >= 200 and < 300) return;
            if (answer.Status != 407)
                throw new PreludeException(
                    VerdictReason.ProxyRefused, $"it responded {PreludeException.Quote(answer.StatusLine)}.");
            answer.AddCookiesTo(cookies);
            challenge = logon is null ? null : answer.Challenge(logon.Scheme);
            if (string.IsNullOrEmpty(challenge) || answer.BodyLength is not { } body) break;
            await channel.ReadAsync(body).ConfigureAwait(false);
        }

        throw new PreludeException(
            VerdictReason.ProxyAuthenticationRequired,
            logon is null
                ? "it requires authentication (407)."
                : logon.Lack ?? $"it did not accept the {logon.Scheme} credentials (407).");
    }

    private static string Request(TlsTarget target, string? authorization, Dictionary<string, string> cookies)
    {
        string authority = target.Address is null
            ? target.ToString()
            : new TlsTarget(HostName.Parse(target.Address.ToString()), target.Port).ToString();
        string logon = authorization is null ? "" : $"Proxy-Authorization: {authorization}\r\n";
        string cookie = cookies.Count == 0 ? "" : $"Cookie: {string.Join("; ", cookies.Values)}\r\n";
        return $"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: {UserAgent.Value}\r\n"
            + $"{logon}{cookie}\r\n";
    }

    private static async Task<Answer> ReadAnswerAsync(PlainChannel channel)
    {
        while (true)
        {
            string status = await channel.ReadLineAsync().ConfigureAwait(false);
            var fields = new List<string>();
            if (!Answer.IsStatusLine(status))
                throw new PreludeException(VerdictReason.ProxyRefused, "it does not speak HTTP.");
            while (await channel.ReadLineAsync().ConfigureAwait(false) is { Length: > 0 } field) fields.Add(field);
            var answer = new Answer(status, fields);
            if (answer.Status >= 200) return answer;
        }
    }

    private sealed class Answer(string statusLine, List<string> fields)
    {
        internal string StatusLine => statusLine;

        internal int Status { get; } =
            int.Parse(statusLine.Substring(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);

        /// <summary>The body's length, or null if only the end of the connection tells.</summary>
        internal int? BodyLength =>
            Values("Transfer-Encoding").Count == 0 && Values("Content-Length") is { Count: 1 } only
            && int.TryParse(only[0], NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : null;

        internal static bool IsStatusLine(string line) =>
            line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && line[8] == ' '
            && int.TryParse(line.Substring(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out _);

        /// <summary>What follows the scheme's name in the challenge for it, or null.</summary>
        internal string? Challenge(string scheme)
        {
            string? challenge = Values("Proxy-Authenticate").Find(
                value => value.StartsWith(scheme + " ", StringComparison.OrdinalIgnoreCase));
            return challenge?.Substring(scheme.Length + 1).Trim();
        }

        /// <summary>Its cookies by name, as they are sent back.</summary>
        internal void AddCookiesTo(Dictionary<string, string> cookies)
        {
            foreach (string value in Values("Set-Cookie"))
            {
                string pair = value.Split(';')[0].Trim();
                int equals = pair.IndexOf('=');
                if (equals > 0) cookies[pair.Substring(0, equals)] = pair;
            }
        }

        private List<string> Values(string name)
        {
            var values = new List<string>();
            foreach (string field in fields)
            {
                int colon = field.IndexOf(':');
                if (colon > 0 && field.Substring(0, colon).Equals(name, StringComparison.OrdinalIgnoreCase))
                    values.Add(field.Substring(colon + 1).Trim());
            }

            return values;
        }
    }
}
