namespace PinningTools.Internal;

/// <summary>Makes pins of a pin set from what was seen.</summary>
internal static class PinSetEntries
{
    /// <summary>
    /// The pin of a certificate, with its place in the chain and its subject as the note. A request or a key is not in
    /// a chain yet, so it has no role.
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

    /// <summary>The name of a protocol in a pin set; null if none was given, or if the port determines it.</summary>
    internal static string? NameOf(StartTlsProtocol? protocol) =>
        protocol is null or StartTlsProtocol.Auto ? null : protocol.Value.ToString().ToLowerInvariant();

    /// <summary>
    /// The protocol that was used for a target, for its pin set; null if the set need not name it: TLS from the first
    /// byte, on a port without another usual protocol.
    /// </summary>
    internal static string? Spoken(TlsTarget target) =>
        target.StartTls == StartTlsTable.OfPort(target.Port) && target.StartTls == StartTlsProtocol.None
            ? null
            : NameOf(target.StartTls);
}
