using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>
/// XMPP: RFC 6120 section 5.4. Elements are recognized by their namespaces, with any prefix. The reader builds
/// nothing, follows nothing, and has the channel's bounds.
/// </summary>
internal sealed class XmppStartTls(string streamNamespace) : IStartTls
{
    internal const string Protocol = "XMPP";

    private const string Streams = "http://etherx.jabber.org/streams";
    private const string StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";
    private const string Tls = "urn:ietf:params:xml:ns:xmpp-tls";
    private const string OtherName = "Give the domain that the server serves as -ServerName.";

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        string to = target.JudgedName.IsAddress ? "" : $" to='{target.JudgedName}'";
        await channel.SendAsync(
            $"<?xml version='1.0'?><stream:stream{to} xmlns='{streamNamespace}' "
            + $"xmlns:stream='{Streams}' version='1.0'>").ConfigureAwait(false);
        var source = new XmppSource(channel);
        using XmlReader reader = Open(source);
        try
        {
            await ReadOpeningAsync(reader, source).ConfigureAwait(false);
            if (!await IsOfferedAsync(reader, source).ConfigureAwait(false)) throw StartTlsRefusal.NotOffered();
            await channel.SendAsync($"<starttls xmlns='{Tls}'/>").ConfigureAwait(false);
            await NextElementAsync(reader, source).ConfigureAwait(false);
            if (reader is not { NamespaceURI: Tls, LocalName: "proceed" or "failure" })
                throw StartTlsRefusal.Violation(Protocol, $"<{reader.Name}>");
            if (reader.LocalName == "failure") throw StartTlsRefusal.Refused("failure");
            await WalkAsync(reader, () => Task.CompletedTask).ConfigureAwait(false);
            return channel.Stream;
        }
        catch (XmlException)
        {
            throw StartTlsRefusal.Violation(Protocol);
        }
    }

    /// <summary>A prefix that servers leave undeclared has its usual meaning.</summary>
    private static XmlReader Open(XmppSource source)
    {
        var names = new XmlNamespaceManager(new NameTable());
        names.AddNamespace("stream", Streams);
        var settings = new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = PlainChannel.MaxBytes,
            NameTable = names.NameTable,
        };
        return XmlReader.Create(source, settings, new XmlParserContext(null, names, null, XmlSpace.None));
    }

    private static async Task ReadOpeningAsync(XmlReader reader, XmppSource source)
    {
        source.ExpectElement();
        await reader.MoveToContentAsync().ConfigureAwait(false);
        if (reader is not { NamespaceURI: Streams, LocalName: "stream" } || reader.IsEmptyElement)
            throw StartTlsRefusal.Violation(Protocol);
        // A server without a version predates features and sends none (section 4.7.5).
        if (reader.GetAttribute("version") is not { } version || version.StartsWith("0", StringComparison.Ordinal))
            throw StartTlsRefusal.NotOffered();
    }

    private static async Task<bool> IsOfferedAsync(XmlReader reader, XmppSource source)
    {
        await NextElementAsync(reader, source).ConfigureAwait(false);
        if (reader is not { NamespaceURI: Streams, LocalName: "features" })
            throw StartTlsRefusal.Violation(Protocol, $"<{reader.Name}>");
        bool offered = false;
        int depth = reader.Depth + 1;
        await WalkAsync(reader, () =>
        {
            offered |= reader.Depth == depth
                && reader is { NodeType: XmlNodeType.Element, NamespaceURI: Tls, LocalName: "starttls" };
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        return offered;
    }

    /// <summary>The next element of the stream; an error element, or the end of the stream, is reported.</summary>
    private static async Task NextElementAsync(XmlReader reader, XmppSource source)
    {
        do
        {
            source.ExpectElement();
            await reader.ReadAsync().ConfigureAwait(false);
        }
        while (reader.NodeType is not (XmlNodeType.Element or XmlNodeType.EndElement));
        if (reader.NodeType == XmlNodeType.EndElement) throw StartTlsRefusal.Refused("the end of the stream");
        if (reader is { NamespaceURI: Streams, LocalName: "error" })
            throw await ReadErrorAsync(reader).ConfigureAwait(false);
    }

    /// <summary>Section 4.9: a condition, which may have content of its own, and perhaps a text.</summary>
    private static async Task<PreludeException> ReadErrorAsync(XmlReader reader)
    {
        string condition = "stream error";
        var words = new StringBuilder();
        await WalkAsync(reader, async () =>
        {
            if (reader is { NodeType: XmlNodeType.Element, NamespaceURI: StreamErrors, LocalName: not "text" })
                condition = PreludeException.Quote(reader.LocalName);
            if (reader.NodeType == XmlNodeType.Text)
                words.Append(await reader.GetValueAsync().ConfigureAwait(false)).Append(' ');
        }).ConfigureAwait(false);
        bool isAboutName = condition is "'host-unknown'" or "'host-gone'" or "'improper-addressing'";
        return StartTlsRefusal.Refused(condition, words.ToString(), isAboutName ? OtherName : null);
    }

    /// <summary>Reads what is in an element, to its end and no further.</summary>
    private static async Task WalkAsync(XmlReader reader, Func<Task> visit)
    {
        if (reader.IsEmptyElement) return;
        int depth = reader.Depth;
        while (await reader.ReadAsync().ConfigureAwait(false) && reader.Depth > depth)
            await visit().ConfigureAwait(false);
    }
}
