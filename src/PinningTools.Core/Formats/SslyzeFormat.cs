using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The JSON of an sslyze scan: the pins of the chains that it verified. Certificates that a server merely sent are not
/// proved to be its chain, so only the leaf of an unverified chain is imported.
/// </summary>
internal sealed class SslyzeFormat() : ForeignFormat("Sslyze", SetParts.None)
{
    private const string Pin = "hpkp_pin";
    private const string Verified = "verified_certificate_chain";

    private static readonly string[] s_lists = ["server_scan_results", "accepted_targets"];
    private static readonly string[] s_results = ["scan_result", "scan_commands_results", "commands_results"];

    public override bool CanWrite => false;

    public override bool Detect(FormatText text) => text.First == '{' && text.Has($"\"{Pin}\"");

    protected override void Read(FormatText text, FormatImport import)
    {
        var file = new FormatMembers(text, JsonReader.Parse(text.Content, text.Source), "the scan");
        JsonValue[] servers = [.. s_lists.SelectMany(list => file.List(list) ?? [])];
        if (servers.Length == 0) throw text.Error(file.Place, "the results contain no server");
        foreach (JsonValue server in servers) ReadServer(text, import, new FormatMembers(text, server, "a server"));
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options) =>
        throw new PinningException(Faults.FormatNotWritable(Name));

    private static void ReadServer(FormatText text, FormatImport import, FormatMembers server)
    {
        JsonValue place = server.Object("server_location") ?? server.Object("server_info")
            ?? throw text.Error(server.Place, "the server has no location");
        var location = new FormatMembers(text, place, "the location");
        string name = location.Text("hostname") ?? throw text.Error(location.Place, "the server has no host name");
        long port = location.Whole("port") ?? throw text.Error(location.Place, "the server has no port");
        if (port is < 1 or > 65535)
            throw text.Error(location.PlaceOf("port"),
                Faults.PortInvalid(name, port.ToString(CultureInfo.InvariantCulture)));
        HostPattern host = text.Host(location.PlaceOf("hostname"), name, false);
        var hosts = new HostPattern(HostPatternKind.Exact, host.Host, (int)port);
        var pins = new List<PinSetPin>();
        foreach (FormatMembers deployment in Deployments(text, server))
            pins.AddRange(ReadChain(text, import, deployment, hosts));
        if (pins.Count > 0)
            import.Add(server.Place, new PinSet(hosts) { Pins = [.. pins], StartTls = ReadProtocol(text, server) });
        else import.Lose($"The scan has no certificates of {hosts}.");
    }

    private static string? ReadProtocol(FormatText text, FormatMembers server) =>
        server.Object("network_configuration") is { } network
            ? new FormatMembers(text, network, "the network configuration")
                .Text("tls_opportunistic_encryption")?.ToLowerInvariant() : null;

    private static IEnumerable<FormatMembers> Deployments(FormatText text, FormatMembers server)
    {
        foreach (string name in s_results)
        {
            if (server.Object(name) is not { } results) continue;
            if (new FormatMembers(text, results, name).Object("certificate_info") is not { } info) continue;
            var members = new FormatMembers(text, info, "certificate_info");
            if (members.Object("result") is { } result) members = new FormatMembers(text, result, "the result");
            if (members.List("certificate_deployments") is not { } deployments) yield return members;
            else foreach (JsonValue deployment in deployments)
                yield return new FormatMembers(text, deployment, "a deployment");
        }
    }

    private static IEnumerable<PinSetPin> ReadChain(
        FormatText text, FormatImport import, FormatMembers deployment, HostPattern hosts)
    {
        IReadOnlyList<JsonValue> chain = deployment.List(Verified) ?? [];
        bool verified = chain.Count > 0;
        if (!verified) chain = [.. (deployment.List("received_certificate_chain") ?? []).Take(1)];
        if (!verified && chain.Count > 0)
            import.Lose($"No chain of {hosts} was verified: only the leaf's pin is imported, and nothing vouches for "
                + "it.");
        for (int i = 0; i < chain.Count; i++)
        {
            var members = new FormatMembers(text, chain[i], "a certificate");
            string base64 = members.Text(Pin) ?? throw text.Error(members.Place, $"the certificate has no {Pin}");
            PinSetPin pin = text.Base64Pin(members.PlaceOf(Pin), base64);
            DerCertificate? certificate = ReadCertificate(text, members, pin.Value);
            bool anchor = i > 0 && i == chain.Count - 1;
            yield return pin with
            {
                Role = i == 0 ? PinRole.Leaf
                    : anchor && certificate?.IsSelfIssued != false ? PinRole.Root
                    : PinRole.Intermediate,
                Note = certificate?.Subject is { Length: > 0 } subject ? subject : null,
            };
        }
    }

    private static DerCertificate? ReadCertificate(FormatText text, FormatMembers members, SpkiPin pin)
    {
        if (members.Text("as_pem") is not { } pem) return null;
        TextPlace place = members.PlaceOf("as_pem");
        PemBlock block = PemReader.Read(new StringReader(pem), text.Source).FirstOrDefault()
            ?? throw text.Error(place, "there is no PEM block");
        if (block.Fault is { } fault) throw text.Error(place, fault);
        DerCertificate certificate;
        try
        {
            certificate = DerCertificate.Parse(block.Data);
        }
        catch (PinningException error)
        {
            throw text.Error(place, error.Fault);
        }

        return certificate.Pin == pin ? certificate
            : throw text.Error(place, Faults.PinCertificateDiffers(pin.ToString()));
    }
}
