using System;
using System.Collections.Generic;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>
/// Which hosts a policy is for: <c>host</c>, <c>*.host</c> or <c>**.host</c>, each with or without a port. The host is
/// canonical, and so is the pattern's text: two patterns are equal if their texts are equal.
/// </summary>
internal sealed class HostPattern
{
    private const string OneLabelPrefix = "*.";
    private const string AnyDepthPrefix = "**.";

    internal HostPattern(HostPatternKind kind, HostName host, int? port)
    {
        Kind = kind;
        Host = host;
        Port = port;
        Text = TextOf(kind, host.Bracketed, port);
    }

    internal HostPatternKind Kind { get; }

    /// <summary>The host, without the wildcard.</summary>
    internal HostName Host { get; }

    /// <summary>The port, or null if the pattern is for every port.</summary>
    internal int? Port { get; }

    internal string Text { get; }

    public override string ToString() => Text;

    /// <exception cref="PinningException">The text is not a host pattern.</exception>
    internal static HostPattern Parse(string text)
    {
        string given = text.Trim();
        TlsTarget.RefuseSeveral(given);
        if (given.IndexOf('/') >= 0)
            throw new PinningException(Faults.PatternInvalid(
                text, "it is a URI or a path, but a pin set is for hosts: remove the scheme and the path"));
        HostPatternKind kind = given.StartsWith(AnyDepthPrefix, StringComparison.Ordinal) ? HostPatternKind.AnyDepth
            : given.StartsWith(OneLabelPrefix, StringComparison.Ordinal) ? HostPatternKind.OneLabel
            : HostPatternKind.Exact;
        string rest = given.Substring(kind switch
        {
            HostPatternKind.AnyDepth => AnyDepthPrefix.Length,
            HostPatternKind.OneLabel => OneLabelPrefix.Length,
            _ => 0,
        });
        if (rest.IndexOf('*') >= 0)
            throw new PinningException(
                Faults.PatternInvalid(text, "a wildcard is allowed only at the beginning, as '*.' or '**.'"));
        (string name, int? port) = TlsTarget.SplitPort(rest);
        if (port is < 1 or > 65535)
            throw new PinningException(Faults.PortInvalid(text, port.Value.ToString(CultureInfo.InvariantCulture)));
        if (!HostName.TryParse(name, out HostName? host, out Fault? fault)) throw new PinningException(fault);
        if (host.IsAddress && kind != HostPatternKind.Exact)
            throw new PinningException(Faults.PatternInvalid(text, "there are no names below an IP address"));
        return new HostPattern(kind, host, port);
    }

    internal bool Matches(HostName host, int port)
    {
        if (Port is { } own && own != port) return false;
        foreach (string candidate in Candidates(host))
            if (candidate == TextOf(Kind, Host.Bracketed, null)) return true;
        return false;
    }

    /// <summary>
    /// The texts of every pattern that covers a host, the most specific first: the host, <c>*.</c> and its parent, then
    /// <c>**.</c> and the host and all its parents. The cost of looking up each of them does not depend on the number
    /// of patterns.
    /// </summary>
    internal static IEnumerable<string> Candidates(HostName host)
    {
        yield return host.Bracketed;
        if (host.IsAddress) yield break;
        string name = host.Value;
        int dot = name.IndexOf('.');
        if (dot > 0) yield return OneLabelPrefix + name.Substring(dot + 1);
        yield return AnyDepthPrefix + name;
        for (; dot > 0; dot = name.IndexOf('.', dot + 1)) yield return AnyDepthPrefix + name.Substring(dot + 1);
    }

    /// <summary>Whether this pattern covers every host and port of the other pattern.</summary>
    internal bool Covers(HostPattern other)
    {
        if (Port is not null && Port != other.Port) return false;
        if (Kind == HostPatternKind.Exact || other.Kind == HostPatternKind.Exact)
            return other.Kind == HostPatternKind.Exact && Matches(other.Host, other.Port ?? Port ?? 0);
        string name = Host.Value;
        string below = other.Host.Value;
        if (Kind == HostPatternKind.OneLabel) return other.Kind == HostPatternKind.OneLabel && name == below;
        return below == name || below.EndsWith("." + name, StringComparison.Ordinal);
    }

    internal static string WithPort(string text, int port) => text + ":" + port.ToString(CultureInfo.InvariantCulture);

    private static string TextOf(HostPatternKind kind, string host, int? port)
    {
        string text = kind switch
        {
            HostPatternKind.OneLabel => OneLabelPrefix + host,
            HostPatternKind.AnyDepth => AnyDepthPrefix + host,
            _ => host,
        };
        return port is { } number ? WithPort(text, number) : text;
    }
}
