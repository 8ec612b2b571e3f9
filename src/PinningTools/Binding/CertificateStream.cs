using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// Certificates that arrive through a pipeline in parts: the bytes of a file one by one, and the lines of PEM text.
/// </summary>
/// <param name="take">Receives each complete certificate.</param>
internal sealed class CertificateStream(Action<CertificateArgument> take)
{
    private readonly CertificateText _text = new();
    private readonly List<byte> _bytes = [];

    internal void Add(CertificateArgument certificate)
    {
        if (certificate.IsPart) _bytes.AddRange(certificate.Data);
        else take(certificate);
    }

    /// <summary>Whether a string is a certificate's text or a part of it; other strings name hosts.</summary>
    internal bool TryAdd(string text)
    {
        if (!_text.TryTake(text, out string? whole)) return false;
        if (whole is not null) take(CertificateArgument.FromText(whole));
        return true;
    }

    /// <summary>Ends the input: what has arrived is complete.</summary>
    internal void End()
    {
        if (_bytes.Count > 0) take(CertificateArgument.TryFrom(_bytes.ToArray())!);
        if (_text.IsOpen) take(CertificateArgument.FromText(_text.Flush()));
    }
}
