using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The files that make clients trust the authority of a drill, and no client outside it: certificates without keys, in
/// a folder that is removed with the drill. The machine's own trust is never changed.
/// </summary>
internal sealed class DrillFolder : IDisposable
{
    private static readonly string[] s_proxies = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];
    private static readonly string[] s_bundles = ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"];

    private readonly string _path =
        Path.Combine(Path.GetTempPath(), "PinningTools-drill-" + Guid.NewGuid().ToString("N"));

    /// <exception cref="PinningException">The folder cannot be written to.</exception>
    internal DrillFolder(byte[] authority)
    {
        OwnerOnlyFolder.Create(_path);
        try
        {
            Write(Authority, [authority]);
            Write(Bundle, SystemRoots.Known.All.Select(root => root.Raw).Prepend(authority));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file with the certificate of the authority.</summary>
    internal string Authority => Path.Combine(_path, "authority.pem");

    /// <summary>The file with that certificate and the roots of the system.</summary>
    internal string Bundle => Path.Combine(_path, "bundle.pem");

    /// <summary>The environment in which clients take the interceptor as their proxy, and trust its authority.</summary>
    internal void Prepare(ProcessStartInfo start, string proxy)
    {
        foreach (string name in s_proxies)
        {
            // Programs differ in which they read; curl reads http_proxy in small letters only.
            start.Environment[name] = proxy;
            start.Environment[Small(name)] = proxy;
        }

        start.Environment.Remove("NO_PROXY");
        start.Environment.Remove("no_proxy");
        foreach (string name in s_bundles) start.Environment[name] = Bundle;
        start.Environment["NODE_EXTRA_CA_CERTS"] = Authority;
        // Node 24 and later takes the proxy from the environment only if it is told to.
        start.Environment["NODE_USE_ENV_PROXY"] = "1";
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // Certificates without a key, which no one trusts after the drill.
        }
    }

    private static string Small(string name) => name.ToLowerInvariant();

    private static void Write(string path, IEnumerable<byte[]> certificates) => OwnerOnlyFile.Write(path, file =>
    {
        foreach (byte[] one in certificates)
        {
            byte[] pem = PemWriter.Write("CERTIFICATE", one);
            file.Write(pem, 0, pem.Length);
        }
    });
}
