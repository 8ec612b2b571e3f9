using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// XMPP: RFC 6120 section 5.4. What the server says is read tag by tag and no XML is built of it: before TLS nothing it
/// says is to be believed, and the tags that matter are empty or nearly so.
/// </summary>
internal sealed class XmppStartTls(string streamNamespace) : IStartTls
{
    private const string Protocol = "XMPP";

    public async Task<Stream> UpgradeAsync(PlainChannel channel, TlsTarget target)
    {
        string to = target.JudgedName.IsAddress ? "" : $" to='{target.JudgedName}'";
        await channel.SendAsync(
            $"<?xml version='1.0'?><stream:stream{to} xmlns='{streamNamespace}' "
            + "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>").ConfigureAwait(false);
        await ReadFeaturesAsync(channel).ConfigureAwait(false);
        await channel.SendAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").ConfigureAwait(false);
        Tag answer = await ReadTagAsync(channel).ConfigureAwait(false);
        if (answer.Name != "proceed") throw StartTlsRefusal.Refused(answer.Text);
        if (!answer.IsEmpty && (await ReadTagAsync(channel).ConfigureAwait(false)).Name != "/proceed")
            throw StartTlsRefusal.Violation(Protocol);
        return channel.Stream;
    }

    private static async Task ReadFeaturesAsync(PlainChannel channel)
    {
        bool offered = false;
        while (true)
        {
            Tag tag = await ReadTagAsync(channel).ConfigureAwait(false);
            if (tag.Name == "starttls") offered = true;
            if (tag.Name == "stream:error")
            {
                Tag condition = await ReadTagAsync(channel).ConfigureAwait(false);
                throw StartTlsRefusal.Refused(condition.Text);
            }

            if (tag.Name == "/stream:features" || tag is { Name: "stream:features", IsEmpty: true }) break;
        }

        if (!offered) throw StartTlsRefusal.NotOffered();
    }

    /// <summary>The next tag; text before it is skipped.</summary>
    private static async Task<Tag> ReadTagAsync(PlainChannel channel)
    {
        string text = await channel.ReadThroughAsync((byte)'>').ConfigureAwait(false);
        int start = text.IndexOf('<');
        if (start < 0) throw StartTlsRefusal.Violation(Protocol);
        string tag = Encoding.UTF8.GetString(Encoding.GetEncoding(28591).GetBytes(text.Substring(start)));
        return new Tag(tag);
    }

    private sealed class Tag(string text)
    {
        internal string Text { get; } = text;

        internal string Name { get; } =
            text.TrimStart('<').Split(' ', '\t', '\r', '\n', '>')[0] is { Length: > 1 } name ? name.TrimEnd('/') : "";

        internal bool IsEmpty { get; } = text.EndsWith("/>", StringComparison.Ordinal);
    }
}
