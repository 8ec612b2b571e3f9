using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// Certificates that come down a pipeline in parts: the bytes of a file one by one, and the lines of PEM text.
/// </summary>
/// <param name="take">Takes each that is whole.</param>
internal sealed class CertificateStream(Action<CertificateArgument> take)
{
    private readonly CertificateText _text = new();
    private readonly List<byte> _bytes = [];

    internal void Add(CertificateArgument certificate)
    {
        if (certificate.IsPart) _bytes.AddRange(certificate.Data);
        else take(certificate);
    }

    /// <summary>Whether a string is, or belongs to, a certificate's text; what is not names a host.</summary>
    internal bool TryAdd(string text)
    {
        if (!_text.TryTake(text, out string? whole)) return false;
        if (whole is not null) take(CertificateArgument.FromText(whole));
        return true;
    }

    /// <summary>Nothing more comes: what has come is all there is.</summary>
    internal void End()
    {
        if (_bytes.Count > 0) take(CertificateArgument.TryFrom(_bytes.ToArray())!);
        if (_text.IsOpen) take(CertificateArgument.FromText(_text.Flush()));
    }
}
