using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>The library's client, which notes each message when it arrives and again when the library accepted it.</summary>
internal sealed class InspectionProtocol(HandshakeNotes notes, HandshakeBudget budget) : TlsClientProtocol
{
    private short _reading = -1;

    /// <summary>Whether the message in work is the one that carries the signature.</summary>
    internal bool IsReadingSignature =>
        _reading is HandshakeType.server_key_exchange or HandshakeType.certificate_verify;

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        // What follows in a record after the end is not read.
        if (notes.IsComplete) return;
        budget.AddMessage(type);
        _reading = type;
        Arrived(type, buf);
        if (notes.IsComplete) return;
        base.HandleHandshakeMessage(type, buf);
        Accepted(type);
        _reading = -1;
    }

    protected override void HandleAlertWarningMessage(short alertDescription)
    {
        budget.AddWarning();
        base.HandleAlertWarningMessage(alertDescription);
    }

    private void Arrived(short type, HandshakeMessageInput buf)
    {
        switch (type)
        {
            case HandshakeType.certificate when notes.Version != 0:
                notes.Show(CertificateMessage.Read(buf.ToArray(), notes.Version));
                break;
            case HandshakeType.certificate_request:
                notes.WantsClientCertificate = true;
                break;
            // The key is known. To go on, the server would have to be content without a client certificate.
            case HandshakeType.server_hello_done when notes is { WantsClientCertificate: true, Proof: not HandshakeProof.None }:
                notes.IsComplete = true;
                break;
        }
    }

    private void Accepted(short type)
    {
        switch (type)
        {
            case HandshakeType.server_hello:
                SecurityParameters parameters = m_tlsClientContext.SecurityParameters;
                notes.Version = parameters.NegotiatedVersion.FullVersion;
                notes.CipherSuite = parameters.CipherSuite;
                break;
            case HandshakeType.server_key_exchange:
                notes.AcceptSignature(HandshakeProof.ServerKeyExchange);
                break;
            case HandshakeType.certificate_verify:
                notes.AcceptSignature(HandshakeProof.CertificateVerify);
                break;
            case HandshakeType.finished:
                notes.AcceptFinished();
                break;
        }
    }
}
