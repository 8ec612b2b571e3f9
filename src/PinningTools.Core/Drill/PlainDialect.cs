using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The words of a server of lines before TLS begins: as much as a client needs until it asks for TLS, or has to notice
/// that there is none.
/// </summary>
internal sealed class PlainDialect
{
    private static readonly Dictionary<StartTlsProtocol, PlainDialect> s_known = new()
    {
        [StartTlsProtocol.Smtp] = Mail("EHLO"),
        [StartTlsProtocol.Lmtp] = Mail("LHLO"),
        [StartTlsProtocol.Imap] = new()
        {
            Greeting = "* OK drill",
            Upgrade = "STARTTLS",
            Consent = "OK begin",
            Refusal = "BAD unknown command",
            IsTagged = true,
            Capabilities = new() { ["CAPABILITY"] = "* CAPABILITY IMAP4rev1{0}|OK done" },
            Offer = " STARTTLS",
            Harmless = new() { ["NOOP"] = "OK", ["ID"] = "OK", ["LOGOUT"] = "OK bye" },
        },
        [StartTlsProtocol.Pop3] = new()
        {
            Greeting = "+OK drill",
            Upgrade = "STLS",
            Consent = "+OK begin",
            Refusal = "-ERR unknown command",
            Capabilities = new() { ["CAPA"] = "+OK|USER{0}|." },
            Offer = "|STLS",
            Harmless = new() { ["NOOP"] = "+OK", ["QUIT"] = "+OK bye" },
        },
        [StartTlsProtocol.Sieve] = new()
        {
            Greeting = "\"IMPLEMENTATION\" \"drill\"{0}|OK",
            Upgrade = "STARTTLS",
            Consent = "OK begin",
            Refusal = "NO not available",
            Capabilities = new() { ["CAPABILITY"] = "\"IMPLEMENTATION\" \"drill\"{0}|OK" },
            Offer = "|\"STARTTLS\"",
            Harmless = new() { ["NOOP"] = "OK", ["LOGOUT"] = "OK bye" },
        },
        [StartTlsProtocol.Nntp] = new()
        {
            Greeting = "200 drill",
            Upgrade = "STARTTLS",
            Consent = "382 begin",
            Refusal = "580 not available",
            Capabilities = new() { ["CAPABILITIES"] = "101 these|VERSION 2|READER{0}|." },
            Offer = "|STARTTLS",
            Harmless = new() { ["MODE"] = "200 reader", ["QUIT"] = "205 bye" },
        },
        [StartTlsProtocol.Ftp] = new()
        {
            Greeting = "220 drill",
            Upgrade = "AUTH TLS",
            Consent = "234 begin",
            Refusal = "502 not available",
            Capabilities = new() { ["FEAT"] = "211-Features:{0}|211 End" },
            Offer = "| AUTH TLS",
            Harmless = new() { ["NOOP"] = "200 done", ["AUTH"] = "502 not available", ["QUIT"] = "221 bye" },
        },
    };

    internal required string Greeting { get; init; }

    /// <summary>The command that asks for TLS, and the two responses to it.</summary>
    internal required string Upgrade { get; init; }

    internal required string Consent { get; init; }

    internal required string Refusal { get; init; }

    /// <summary>The commands that ask what the server can do, and their responses.</summary>
    internal required Dictionary<string, string> Capabilities { get; init; }

    /// <summary>What stands in them for TLS.</summary>
    internal required string Offer { get; init; }

    /// <summary>Commands that tell a server nothing.</summary>
    internal required Dictionary<string, string> Harmless { get; init; }

    /// <summary>Whether a tag stands before each command, and before the response to it.</summary>
    private bool IsTagged { get; init; }

    /// <summary>The dialect of a protocol, or null.</summary>
    internal static PlainDialect? Of(StartTlsProtocol protocol) =>
        s_known.TryGetValue(protocol, out PlainDialect? known) ? known : null;

    internal string Greet(bool offersTls) => Lines(Greeting, "", offersTls);

    /// <summary>What a command of the client means, and the response to it.</summary>
    internal (PlainStep Step, string Response) Answer(string line, bool offersTls)
    {
        string[] words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        string tag = IsTagged && words.Length > 0 ? words[0] + " " : "";
        string command = string.Join(" ", words.Skip(IsTagged ? 1 : 0)).ToUpperInvariant();
        string verb = command.Split(' ')[0];
        if (command == Upgrade)
            return offersTls
                ? (PlainStep.Tls, Lines(Consent, tag, true))
                : (PlainStep.Next, Lines(Refusal, tag, false));
        if (Capabilities.TryGetValue(verb, out string? told)) return (PlainStep.Next, Lines(told, tag, offersTls));
        return Harmless.TryGetValue(verb, out string? done)
            ? (PlainStep.Next, Lines(done, tag, offersTls))
            : (PlainStep.Leak, "");
    }

    private static PlainDialect Mail(string hello) => new()
    {
        Greeting = "220 drill.example ready",
        Upgrade = "STARTTLS",
        Consent = "220 begin",
        Refusal = "454 not available",
        Capabilities = new() { [hello] = "250-drill.example{0}|250 8BITMIME" },
        Offer = "|250-STARTTLS",
        Harmless = new()
        {
            ["HELO"] = "250 drill.example", ["NOOP"] = "250 done", ["RSET"] = "250 done", ["QUIT"] = "221 bye",
        },
    };

    /// <summary>The tag stands before the last line, which alone is the response to the command.</summary>
    private string Lines(string form, string tag, bool offersTls)
    {
        string[] lines = form.Replace("{0}", offersTls ? Offer : "").Split('|');
        lines[lines.Length - 1] = tag + lines[lines.Length - 1];
        return string.Concat(lines.Select(line => line + "\r\n"));
    }
}

/// <summary>What a command before TLS means.</summary>
internal enum PlainStep
{
    /// <summary>The client can go on.</summary>
    Next,

    /// <summary>TLS begins.</summary>
    Tls,

    /// <summary>The client says in plaintext what belongs into TLS.</summary>
    Leak,
}
