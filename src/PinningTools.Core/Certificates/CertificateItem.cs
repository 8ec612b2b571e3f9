namespace PinningTools.Internal;

/// <summary>One certificate of a file, or why one of its blocks could not be read.</summary>
internal sealed class CertificateItem
{
    internal required int Index { get; init; }

    internal DerCertificate? Certificate { get; init; }

    internal Fault? Fault { get; init; }
}
