// A program that knows the package alone: arguments are a file of anchors, a pin, and the ports of three servers.
using System.Security.Cryptography.X509Certificates;
using PinningTools;

var anchors = new X509Certificate2Collection();
anchors.ImportFromPemFile(args[0]);
var verifier = new PinVerifier { Pins = [SpkiPin.Parse(args[1])], TrustAnchors = [.. anchors] };
using var client = new HttpClient(verifier.CreateHandler());

Console.WriteLine(await client.GetStringAsync($"https://localhost:{args[2]}/"));

try
{
    await client.PostAsync($"https://localhost:{args[3]}/", new StringContent("a secret"));
    Console.WriteLine("sent");
}
catch (HttpRequestException error) when (error.InnerException is PinRefusedException { Verdict: { } verdict })
{
    Console.WriteLine($"refused: {verdict.Verdict}");
}

PinVerdict mail = await verifier.CheckAsync("localhost", int.Parse(args[4]), StartTlsProtocol.Smtp);
Console.WriteLine($"mail: {mail.Verdict}, {mail.MatchedRole}");
