using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using PinningTools;
using PinningTools.Examples;

// One machine that trusts two authorities. The first issued the real server's certificate; the second, by mistake,
// issued one for the same name to an impostor. Ordinary TLS accepts both. A pin tells them apart.
using var authority = new Authority("Example");
using var rogue = new Authority("Rogue");
using var server = new ExampleServer(authority);
using var impostor = new ExampleServer(rogue);

if (args is ["--serve"]) return Serve();
if (args.Length > 0)
{
    Console.Error.WriteLine("usage: PinCheck            run the example");
    Console.Error.WriteLine("       PinCheck --serve    serve for the scripts in examples/ until standard input ends");
    return 64;
}

var verifier = new PinVerifier { TrustAnchors = [authority.Root, rogue.Root] };

Console.WriteLine($"1. The pins of the server on localhost:{server.Port}, leaf first:\n");
IReadOnlyList<PinRecord> chain = await verifier.ReadAsync("localhost", server.Port);
foreach (PinRecord record in chain) Console.WriteLine($"   {record.Pin}  {record.Role,-12}  {record.Subject}");

SpkiPin[] pins = [chain[0].ToSpkiPin()];
PinVerdict match = await verifier.CheckAsync(pins, "localhost", server.Port);
Console.WriteLine($"\n2. With the leaf's pin the verdict is {match.Verdict}: {match.Message}");
foreach (string warning in match.Warnings) Console.WriteLine($"   Warning: {warning}");

PinVerdict refused = await verifier.CheckAsync(pins, "localhost", impostor.Port);
Console.WriteLine(
    $"\n3. An impostor on localhost:{impostor.Port} has a certificate for localhost that this machine trusts as well.");
Console.WriteLine($"   The verdict is {refused.Verdict}:\n");
Console.WriteLine("   " + refused.Message.Replace("\n", "\n   ", StringComparison.Ordinal));
Console.WriteLine($"\n   Bytes the impostor was sent after the handshake: {impostor.BytesReceived}");
return match.Passed && !refused.Passed && impostor.BytesReceived == 0 ? 0 : 1;

int Serve()
{
    string anchors = Path.Combine(Path.GetTempPath(), $"pincheck-{Environment.ProcessId}.pem");
    File.WriteAllLines(anchors, new[] { authority, rogue }.Select(one => one.Root.ExportCertificatePem()));
    try
    {
        Answer(new { server.Port, ImpostorPort = impostor.Port, TrustAnchor = anchors });
        while (Console.In.ReadLine() is { } line)
            if (line == "bytes")
                Answer(new { Received = server.BytesReceived, ImpostorReceived = impostor.BytesReceived });
    }
    finally
    {
        File.Delete(anchors);
    }

    return 0;
}

static void Answer<T>(T facts) => Console.WriteLine(JsonSerializer.Serialize(facts));
