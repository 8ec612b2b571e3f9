namespace PinningTools.Internal;

/// <summary>One certificate, request or key of a file, or why one of its blocks could not be read.</summary>
internal sealed class KeyFileItem
{
    internal required int Index { get; init; }

    internal IKeyHolder? Holder { get; init; }

    /// <summary>The certificate, if the holder is one.</summary>
    internal DerCertificate? Certificate => Holder as DerCertificate;

    internal Fault? Fault { get; init; }
}
