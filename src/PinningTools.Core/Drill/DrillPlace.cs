using System;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>What a client is told in one run: what to ask for, and where the interceptor is.</summary>
/// <param name="Uri">What to ask for.</param>
/// <param name="ProxyPort">The interceptor as a proxy.</param>
/// <param name="DirectPort">The interceptor for clients without a proxy.</param>
/// <param name="Folder">The files with certificates.</param>
internal sealed record DrillPlace(Uri Uri, int ProxyPort, int DirectPort, DrillFolder Folder)
{
    internal const string Address = "127.0.0.1";

    internal string Proxy => "http://" + Address + ":" + Text(ProxyPort);

    /// <summary>An argument in which the words in braces are replaced.</summary>
    internal string Fill(string argument) => argument
        .Replace("{Uri}", Uri.AbsoluteUri)
        .Replace("{Name}", Uri.IdnHost)
        .Replace("{Host}", Address)
        .Replace("{Port}", Text(DirectPort))
        .Replace("{Proxy}", Proxy)
        .Replace("{Authority}", Folder.Authority);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
