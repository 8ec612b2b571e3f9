using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>The library's client, which notes each message when it arrives and again when the library accepted it.</summary>
internal sealed class InspectionProtocol(HandshakeNotes notes, HandshakeBudget budget) : TlsClientProtocol
{
    private short _reading = -1;

    /// <summary>Whether a message is in work, or its work was not completed.</summary>
    internal bool IsReadingMessage => _reading >= 0;

    /// <summary>Whether that message carries a signature.</summary>
    internal bool IsReadingSignature =>
        _reading is HandshakeType.server_key_exchange or HandshakeType.certificate_verify;

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        // What follows the end in the same record is not read.
        if (notes.IsComplete) return;
        budget.AddMessage(type);
        _reading = type;
        switch (type)
        {
            case HandshakeType.certificate when notes.Version != 0:
                notes.Show(CertificateMessage.Read(buf.ToArray(), notes.Version));
                break;
            case HandshakeType.certificate_request:
                notes.WantsClientCertificate = true;
                break;
            // The key is known. What comes next would only tell whether the server is content without the certificate.
            case HandshakeType.server_hello_done when notes is { WantsClientCertificate: true, Proof: not HandshakeProof.None }:
                notes.IsComplete = true;
                return;
        }

        base.HandleHandshakeMessage(type, buf);
        if (type == HandshakeType.finished) notes.AcceptFinished();
        if (type == HandshakeType.server_hello)
        {
            SecurityParameters parameters = m_tlsClientContext.SecurityParameters;
            notes.Version = parameters.NegotiatedVersion.FullVersion;
            notes.CipherSuite = parameters.CipherSuite;
        }

        _reading = -1;
    }

    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        budget.AddWarning();
        // By these the server ends the handshake; the library treats them as a fault of its own.
        if (alertDescription is AlertDescription.close_notify or AlertDescription.no_certificate
            or AlertDescription.no_renegotiation)
            throw new TlsFatalAlertReceived(alertDescription);
        base.HandleAlertWarningMessage(alertDescription);
    }
}
