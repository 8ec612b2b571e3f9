using System;
using System.Net;

namespace PinningTools.Internal;

/// <summary>A name that a certificate request asks for: a host, an address, or a wildcard of one label.</summary>
internal sealed class RequestedName
{
    private const string Wildcard = "*.";

    private RequestedName(string text, IPAddress? address)
    {
        Text = text;
        Address = address;
    }

    internal string Text { get; }

    internal IPAddress? Address { get; }

    /// <exception cref="PinningException">The text is none of these.</exception>
    internal static RequestedName Parse(string text)
    {
        string given = text.Trim();
        bool wild = given.StartsWith(Wildcard, StringComparison.Ordinal);
        HostName host = HostName.Parse(wild ? given.Substring(Wildcard.Length) : given);
        return wild && host.IsAddress
            ? throw new PinningException(Faults.HostInvalid(text, "there are no names below an IP address"))
            : new RequestedName(wild ? Wildcard + host.Value : host.Value, host.Address);
    }
}
