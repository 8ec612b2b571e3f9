namespace PinningTools.Internal;

/// <summary>Makes pins of a pin set out of what was seen.</summary>
internal static class PinSetEntries
{
    /// <summary>
    /// The pin of a certificate, with its place in the chain and its subject as the note. A request or a key is in no
    /// chain yet, so it has no role of its own.
    /// </summary>
    internal static PinSetPin From(PinRecord record) => new(record.ToSpkiPin())
    {
        Role = record.Kind != PinRecordKind.Certificate ? PinRole.Unspecified : record.Role switch
        {
            CertificateRole.Leaf => PinRole.Leaf,
            CertificateRole.Intermediate => PinRole.Intermediate,
            CertificateRole.Root => PinRole.Root,
            _ => PinRole.Unspecified,
        },
        Note = string.IsNullOrEmpty(record.Subject) ? null : record.Subject,
    };

    /// <summary>What a pin set calls a protocol; null if nothing was said, or to go by the port.</summary>
    internal static string? NameOf(StartTlsProtocol? protocol) =>
        protocol is null or StartTlsProtocol.Auto ? null : protocol.Value.ToString().ToLowerInvariant();

    /// <summary>
    /// What was spoken with a target, for its pin set; null if the set needs no word of it: TLS from the first byte, on
    /// a port that is known for nothing else.
    /// </summary>
    internal static string? Spoken(TlsTarget target) =>
        target.StartTls == StartTlsTable.OfPort(target.Port) && target.StartTls == StartTlsProtocol.None
            ? null
            : NameOf(target.StartTls);
}
