namespace PinningTools.Testing;

/// <summary>How an <see cref="NginxServer"/> differs from the usual.</summary>
public sealed record NginxOptions
{
    /// <summary>The versions of TLS, as nginx writes them.</summary>
    public string Protocols { get; init; } = "TLSv1.2 TLSv1.3";

    /// <summary>Offers HTTP/2 too.</summary>
    public bool Http2 { get; init; }

    /// <summary>What the access log says of a request, as nginx writes it.</summary>
    public string LogFormat { get; init; } = "'$ssl_protocol $ssl_cipher $ssl_server_name \"$request\" $status'";

    /// <summary>More directives for the server, each with its semicolon.</summary>
    public string ServerDirectives { get; init; } = string.Empty;

    /// <summary>A second certificate with another kind of key, as PEM; its chain may follow.</summary>
    public string? SecondCertificatePem { get; init; }

    /// <summary>The private key of the second certificate, as PEM.</summary>
    public string? SecondKeyPem { get; init; }
}
