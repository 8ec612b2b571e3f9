namespace PinningTools.Internal;

/// <summary>Whatever holds a public key, and so has a pin.</summary>
internal interface IKeyHolder
{
    PinRecordKind Kind { get; }

    SpkiPin Pin { get; }

    PublicKeyDescription Key { get; }
}
