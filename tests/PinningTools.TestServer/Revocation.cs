using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Testing;

namespace PinningTools.TestServer;

/// <summary>A certificate that its authority has taken back, and the list that says so.</summary>
internal static class Revocation
{
    internal static TestCertificate Issue(TestCertificate root, HttpTestServer server)
    {
        // A place of its own: platforms keep lists by their address.
        string path = $"/_{Guid.NewGuid():N}.crl";
        string[] urls = [new Uri(server.PlainUri, path).ToString()];
        TestCertificate leaf = root.Issue("localhost", new CertificateOptions { CrlUrls = urls });
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry(leaf.Certificate);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        byte[] list = builder.Build(
            root.Certificate, 1, now.AddDays(1), HashAlgorithmName.SHA256, null, now.AddDays(-1));
        server.Map(path, context => context.Response.Body.WriteAsync(list).AsTask());
        return leaf;
    }
}
