using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Testing;
using PinningTools.TestServer;

// Prints one line of JSON that says where everything is, and serves until its standard input ends. What a server
// received is its answer to /_requests, which is not counted itself.
string folder = Directory.CreateTempSubdirectory("pinning-tools-").FullName;
try
{
    TestCertificate root = TestCertificate.Root("Test Root");
    // The second name is for requests through a proxy, whose tunnels all lead here: loopback addresses go without one.
    TestCertificate leaf = root.Issue("localhost", new CertificateOptions { DnsNames = ["localhost", "server.test"] });
    TestCertificate other = root.Issue("localhost");
    TestCertificate client = root.Issue(
        "client", new CertificateOptions { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });
    root.WritePem(Path.Combine(folder, "root.pem"));
    leaf.WriteTo(folder);
    string clientPath = Path.Combine(folder, "client.pfx");
    await File.WriteAllBytesAsync(clientPath, client.Certificate.Export(X509ContentType.Pfx));

    await using HttpTestServer server = await HttpTestServer.StartAsync(
        leaf, new HttpServerOptions { PlainHttp = true });
    await using HttpTestServer impostor = await HttpTestServer.StartAsync(other);
    await using HttpTestServer asking = await HttpTestServer.StartAsync(
        leaf, new HttpServerOptions { RequireClientCertificate = true });
    await using ConnectProxy proxy = ConnectProxy.Start();
    await using ConnectProxy askingProxy = ConnectProxy.Start(
        new ConnectProxyOptions { Credential = new NetworkCredential("me", "pw") });
    string socket = Path.Combine(folder, "nginx.socket");
    await using NginxServer? nginx = NginxServer.IsAvailable ? await NginxSite.StartAsync(leaf, folder, socket) : null;
    foreach (HttpTestServer one in new[] { server, impostor, asking })
    {
        Pages.MapTo(one);
        one.Map("/_requests", context => TellAsync(context, one));
    }

    Console.WriteLine(JsonSerializer.Serialize(new
    {
        Uri = server.Uri.ToString().TrimEnd('/'),
        PlainUri = server.PlainUri.ToString().TrimEnd('/'),
        ImpostorUri = impostor.Uri.ToString().TrimEnd('/'),
        ClientCertificateUri = asking.Uri.ToString().TrimEnd('/'),
        ProxyUri = proxy.Uri.ToString().TrimEnd('/'),
        AskingProxyUri = askingProxy.Uri.ToString().TrimEnd('/'),
        NginxUri = nginx?.Uri.ToString().TrimEnd('/'),
        NginxSocket = socket,
        server.Port,
        Pin = leaf.Pin,
        ImpostorPin = other.Pin,
        RootPin = root.Pin,
        Root = Path.Combine(folder, "root.pem"),
        ClientCertificate = clientPath,
        Folder = folder,
    }));
    while (await Console.In.ReadLineAsync() is { } line)
    {
        if (line == "proxy") Console.WriteLine(JsonSerializer.Serialize(proxy.Heads.Select(Encoding.Latin1.GetString)));
        if (line == "nginx") Console.WriteLine(JsonSerializer.Serialize(nginx?.AccessLog));
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static bool IsCounted(RecordedRequest request) => !request.Target.StartsWith("/_", StringComparison.Ordinal);

static Task TellAsync(HttpContext context, HttpTestServer server) => context.Response.WriteAsJsonAsync(new
{
    connections = server.ConnectionCount,
    requests = server.Requests.Where(IsCounted).Select(request => new
    {
        request.Method,
        request.Target,
        request.Protocol,
        request.Headers,
        Body = request.BodyText,
        ClientCertificate = request.ClientCertificate is not null,
    }),
});
