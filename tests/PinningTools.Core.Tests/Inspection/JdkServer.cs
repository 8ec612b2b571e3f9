using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Testing;
using PinningTools.Tests.Integration;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>The JDK's server, which still has what OpenSSL of today has not: RC4, 3DES, SSL 3.0 and fixed Diffie-Hellman.</summary>
internal sealed class JdkServer : IAsyncDisposable
{
    private const string Source = """
        import java.io.*;
        import java.net.*;
        import java.security.*;
        import java.security.cert.X509Certificate;
        import javax.net.ssl.*;

        public class Server {
            static KeyStore open(String path) throws Exception {
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = new FileInputStream(path)) { store.load(in, "secret".toCharArray()); }
                return store;
            }

            public static void main(String[] a) throws Exception {
                Security.setProperty("jdk.tls.disabledAlgorithms", "");
                Security.setProperty("jdk.tls.legacyAlgorithms", "");
                KeyStore shown = open(a[1]), held = open(a[2]);
                String alias = shown.aliases().nextElement();
                X509Certificate leaf = (X509Certificate) shown.getCertificate(alias);
                PrivateKey key = (PrivateKey) held.getKey(held.aliases().nextElement(), "secret".toCharArray());
                X509ExtendedKeyManager keys = new X509ExtendedKeyManager() {
                    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
                        return type.startsWith(leaf.getPublicKey().getAlgorithm()) || type.startsWith("EC_") ? alias : null;
                    }
                    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) { return alias; }
                    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) { return null; }
                    public String[] getClientAliases(String type, Principal[] issuers) { return null; }
                    public String[] getServerAliases(String type, Principal[] issuers) { return new String[] { alias }; }
                    public X509Certificate[] getCertificateChain(String name) { return new X509Certificate[] { leaf }; }
                    public PrivateKey getPrivateKey(String name) { return key; }
                };
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] { keys }, null, null);
                SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
                    .createServerSocket(Integer.parseInt(a[0]), 50, InetAddress.getByName("127.0.0.1"));
                server.setEnabledProtocols(a[3].split(","));
                server.setEnabledCipherSuites(a[4].split(","));
                server.setNeedClientAuth(a.length > 5);
                while (true) {
                    SSLSocket socket = (SSLSocket) server.accept();
                    new Thread(() -> {
                        try (socket) { socket.startHandshake(); socket.getInputStream().read(); }
                        catch (Exception error) { System.out.println(error); }
                    }).start();
                }
            }
        }
        """;

    private readonly Daemon _daemon;

    private JdkServer(Daemon daemon) => _daemon = daemon;

    internal int Port => _daemon.Port;

    /// <param name="certificate">What it shows.</param>
    /// <param name="protocols">Their names in Java, with commas.</param>
    /// <param name="suites">Their names in Java, the most wanted first.</param>
    /// <param name="wantsClientCertificate">Whether it ends the handshake without one.</param>
    /// <param name="holder">Whose key it holds, if not that of what it shows.</param>
    internal static async Task<JdkServer> StartAsync(
        TestCertificate certificate, string protocols, string suites, bool wantsClientCertificate = false,
        TestCertificate? holder = null)
    {
        Skip.If(Tool.Find("javac") is null, "no JDK is installed");
        Daemon daemon = Daemon.Of("java");
        try
        {
            daemon.Write("Server.java", Source);
            Save(daemon, "shown.p12", certificate);
            Save(daemon, "held.p12", holder ?? certificate);
            string[] more = wantsClientCertificate ? ["need"] : [];
            await daemon.StartAsync(
                ["Server.java", $"{daemon.Port}", "shown.p12", "held.p12", protocols, suites, .. more]);
            return new JdkServer(daemon);
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    private static void Save(Daemon daemon, string name, TestCertificate certificate) =>
        File.WriteAllBytes(daemon.PathOf(name), certificate.Certificate.Export(X509ContentType.Pkcs12, "secret"));
}
