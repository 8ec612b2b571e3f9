namespace PinningTools.Internal;

/// <summary>Anything that contains a public key and therefore has a pin.</summary>
internal interface IKeyHolder
{
    PinRecordKind Kind { get; }

    SpkiPin Pin { get; }

    PublicKeyDescription Key { get; }
}
