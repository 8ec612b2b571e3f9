using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
#if NET
using System.Net.Security;
#endif

namespace PinningTools.Internal;

/// <summary>
/// What a client says of the host that it connects to, by the sender of its certificate callback. The name in the
/// certificate is checked regardless of it; but a callback that serves a connection to another host is a mistake, or a
/// header that was smuggled into a request.
/// </summary>
internal static class CallbackSender
{
    /// <summary>The first name that the sender gives and that is not the host; null if there is none.</summary>
    internal static string? OtherThan(HostName host, object? sender) =>
        NamesOf(sender).FirstOrDefault(name => !IsSame(name, host));

    private static IEnumerable<string> NamesOf(object? sender) => sender switch
    {
#if NET
        SslStream { TargetHostName: { Length: > 0 } name } => [name],
#endif
        HttpRequestMessage request => Given(request.RequestUri?.IdnHost, request.Headers.Host),
        HttpWebRequest request => Given(request.RequestUri.IdnHost, request.Host),
        // Of a client that passes a text of its own which names no host, nothing is known.
        string text when Parse(text) is not null => [text],
        _ => [],
    };

    private static IEnumerable<string> Given(params string?[] names) =>
        names.Where(name => !string.IsNullOrEmpty(name)).Select(name => name!);

    private static bool IsSame(string name, HostName host) => Parse(name) is { } named && named.IsSame(host);

    /// <summary>A host, or a host with a port.</summary>
    private static HostName? Parse(string text)
    {
        if (HostName.TryParse(text, out HostName? host, out _)) return host;
        try
        {
            return HostName.Parse(TlsTarget.SplitPort(text).Host);
        }
        catch (PinningException)
        {
            return null;
        }
    }
}
