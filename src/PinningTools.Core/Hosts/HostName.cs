// The room Hosts: names, addresses and endpoints as data. Nothing here opens a connection or asks a name server.
// - A host has one form: A-labels in lower case without a dot at the end, or an address in its shortest form. It is put
//   into this form before it is compared, searched or sent. Origin alone decides whether two addresses lead to the same
//   server.
// - An address matches no wildcard and is not sent as SNI.
// - The most specific pattern applies: exact, then *., then **.; longer before shorter; with a port before without.
// - One table has the schemes and ports of the protocols (StartTlsTable). A port given twice with different values is a
//   fault, and so is a scheme that conflicts with -StartTls.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// A host in its one canonical form: A-labels, lower case, one trailing dot removed (RFC 6066 section 3 forbids it in
/// SNI), or an IP address in its shortest form. Hosts are compared only in this form.
/// </summary>
internal sealed class HostName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;
    private const string NotInternational = "it is not a valid internationalized name";

    private HostName(string value, IPAddress? address)
    {
        Value = value;
        Address = address;
    }

    /// <summary>The host for certificates that come without one.</summary>
    internal static HostName None { get; } = new("", null);

    internal string Value { get; }

    /// <summary>
    /// The address if the host is an IP literal: such a host matches no wildcard, and no SNI is sent for it.
    /// </summary>
    internal IPAddress? Address { get; }

    internal bool IsAddress => Address is not null;

    /// <summary>The form for a URI or in front of a port: IPv6 in brackets.</summary>
    internal string Bracketed => Address?.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Value}]" : Value;

    public override string ToString() => Value;

    internal bool IsSame(HostName other) => Value == other.Value;

    /// <summary>
    /// Whether a name in a certificate is equal to a canonical one: ASCII letters are compared without case (RFC 9525
    /// section 6.3), and no other letter is equal to one of them.
    /// </summary>
    internal static bool IsSame(string name, string canonical)
    {
        if (name.Length != canonical.Length) return false;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i] is >= 'A' and <= 'Z' ? (char)(name[i] | 0x20) : name[i];
            if (c != canonical[i]) return false;
        }

        return true;
    }

    /// <exception cref="PinningException">The text is neither a host name nor an IP address.</exception>
    internal static HostName Parse(string text) =>
        TryParse(text, out HostName? host, out Fault? fault) ? host : throw new PinningException(fault);

    /// <exception cref="PinningException">The address does not have a host that can be resolved.</exception>
    internal static HostName From(Uri uri) =>
        TryFrom(uri, out HostName? host, out Fault? fault) ? host : throw new PinningException(fault);

    /// <summary>The host of an address; the platform accepts characters in it that no name can have.</summary>
    internal static bool TryFrom(
        Uri uri, [NotNullWhen(true)] out HostName? host, [NotNullWhen(false)] out Fault? fault)
    {
        string ascii;
        try
        {
            ascii = uri.IdnHost;
        }
        catch (UriFormatException)
        {
            host = null;
            return Refuse(Faults.HostInvalid(uri.Host, NotInternational), out fault);
        }

        return TryParse(ascii, out host, out fault);
    }

    internal static bool TryParse(
        string text, [NotNullWhen(true)] out HostName? host, [NotNullWhen(false)] out Fault? fault)
    {
        host = null;
        string given = text.Trim();
        if (given.Length > 1 && given[0] == '[' && given[given.Length - 1] == ']')
            return TryParseIPv6(text, given.Substring(1, given.Length - 2), out host, out fault);
        if (given.Contains(':')) return TryParseIPv6(text, given, out host, out fault);
        string? ascii = ToAscii(given);
        if (ascii is null) return Refuse(Faults.HostInvalid(text, NotInternational), out fault);
        // Only after the conversion, because there are other full stops than the ASCII one.
        if (ascii.EndsWith(".", StringComparison.Ordinal)) ascii = ascii.Substring(0, ascii.Length - 1);
        if (ascii.Length == 0) return Refuse(Faults.HostInvalid(text, "it is empty"), out fault);
        string[] labels = ascii.Split('.');
        if (EndsInNumber(labels[labels.Length - 1])) return TryParseIPv4(text, labels, out host, out fault);
        if (ascii.Length > MaxLength)
            return Refuse(Faults.HostInvalid(text, $"it is longer than {MaxLength} characters"), out fault);
        foreach (string label in labels)
        {
            if (label.Length is 0 or > MaxLabelLength)
                return Refuse(
                    Faults.HostInvalid(text, $"a label must have 1 to {MaxLabelLength} characters"), out fault);
            foreach (char c in label)
                if (!IsHostCharacter(c))
                    return Refuse(Faults.HostInvalid(text, $"'{c}' is not allowed in a host name"), out fault);
        }

        host = new HostName(ascii, null);
        fault = null;
        return true;
    }

    private static string? ToAscii(string name)
    {
        if (IsAscii(name)) return name.ToLowerInvariant();
        try
        {
            return new IdnMapping { UseStd3AsciiRules = false }.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsAscii(string name)
    {
        foreach (char c in name)
            if (c >= 0x80) return false;
        return true;
    }

    /// <summary>
    /// If the last label is a number, the host must be an IPv4 address: 127.1 and 0x7f.1 are refused.
    /// </summary>
    private static bool EndsInNumber(string label) =>
        label.Length > 0 && (label.All(char.IsDigit) || label.StartsWith("0x", StringComparison.Ordinal));

    private static bool TryParseIPv4(
        string text, string[] labels, out HostName? host, [NotNullWhen(false)] out Fault? fault)
    {
        host = null;
        bool dottedQuad = labels.Length == 4
            && labels.All(part => part.Length is > 0 and <= 3 && part.All(char.IsDigit)
                && (part.Length == 1 || part[0] != '0')
                && int.Parse(part, CultureInfo.InvariantCulture) <= 255);
        if (!dottedQuad)
            return Refuse(
                Faults.HostInvalid(text, "an IPv4 address has four decimal numbers from 0 to 255"), out fault);
        var address = IPAddress.Parse(string.Join(".", labels));
        host = new HostName(address.ToString(), address);
        fault = null;
        return true;
    }

    private static bool TryParseIPv6(
        string text, string given, out HostName? host, [NotNullWhen(false)] out Fault? fault)
    {
        host = null;
        // The platform also accepts [::1]:80 and returns the address without the port.
        bool isWhole = given.IndexOfAny(['[', ']']) < 0;
        if (!isWhole || !IPAddress.TryParse(given, out IPAddress? address)
            || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            string why = HasPort(given) ? "it has a port, but only a host is allowed" : "it is not an IPv6 address";
            return Refuse(Faults.HostInvalid(text, why), out fault);
        }

        host = new HostName(address.ToString(), address);
        fault = null;
        return true;
    }

    private static bool HasPort(string text)
    {
        int colon = text.LastIndexOf(':');
        bool isOnlyOne = colon > 0 && (text[colon - 1] == ']' || text.IndexOf(':') == colon);
        return isOnlyOne && colon < text.Length - 1 && text.Skip(colon + 1).All(char.IsDigit);
    }

    // Underscores are not allowed in host names (RFC 1123), but inside companies they are in use.
    private static bool IsHostCharacter(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_';

    private static bool Refuse(Fault reason, out Fault? fault)
    {
        fault = reason;
        return false;
    }
}
