using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// TLSA records. Tlsa writes public keys, <c>3 1 1</c> for the server's own and <c>2 1 1</c> for an authority's;
/// TlsaCertificate writes hashes of whole certificates, <c>3 0 1</c> and <c>2 0 1</c>, for pins with a certificate.
/// </summary>
internal sealed class TlsaFormat : ForeignFormat
{
    private const int HttpsPort = 443;

    /// <summary>What dig +short prints, maybe below the names of aliases.</summary>
    private static readonly Regex s_short = new(
        @"\A\s*([A-Za-z0-9_.*-]+\.\s+){0,8}[0-9]{1,3}[ \t]+[0-9]{1,3}[ \t]+[0-9]{1,3}[ \t]+[(\s]*[0-9A-Fa-f]{2}",
        RegexOptions.CultureInvariant);

    private readonly bool _certificates;

    private TlsaFormat(string name, bool certificates)
        : base(name, SetParts.Hosts | SetParts.Port | SetParts.Roles | SetParts.RolesEnforced)
    {
        _certificates = certificates;
    }

    internal static TlsaFormat Keys { get; } = new("Tlsa", false);

    internal static TlsaFormat Certificates { get; } = new("TlsaCertificate", true);

    public override bool CanRead => !_certificates;

    public override bool Detect(FormatText text) =>
        (text.Has("._") && TlsaReader.Types.Any(type => Mentions(text, type)))
            || s_short.IsMatch(text.Content);

    protected override void Read(FormatText text, FormatImport import) => new TlsaReader(import).Read();

    protected override IReadOnlyList<PinSet> Prepare(IReadOnlyList<PinSet> sets, List<string> losses) =>
        _certificates ? WithCertificates(sets, losses) : sets;

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        if (sets.Any(set => set.Trust != TrustMode.PinOnly))
            losses.Add(
                $"The usages 2 and 3 of {Name} rely on DNSSEC: clients that follow them require no public authority.");
        var owners = new HashSet<string>(sets.Where(set => set.Hosts.Port is not null).Select(OwnerOf));
        var text = new StringBuilder();
        foreach (PinSet set in sets) WriteSet(text, set, owners, losses);
        return text.Length > 0 ? new FormatWriting(text.ToString(), losses)
            : throw new PinningException(Faults.NothingToWrite(Name, losses));
    }

    private void WriteSet(StringBuilder text, PinSet set, HashSet<string> owners, List<string> losses)
    {
        string owner = OwnerOf(set);
        if (set.Hosts.Port is null && owners.Contains(owner))
        {
            losses.Add($"'{set.Pattern}' is omitted: its records would be mixed with those of port {HttpsPort}.");
            return;
        }

        if (set.Hosts.Port is null)
            losses.Add(Sentence(set, $"ports other than {HttpsPort}, for which the records are written"));
        if (set.Entries.Any(pin => !pin.RoleEnforced)) losses.Add(RolesNarrow(set));
        foreach (PinRole role in set.Entries.Select(pin => pin.Role).Distinct())
            if (LostOf(role) is { } loss) losses.Add(Sentence(set, loss));
        foreach (PinSetPin pin in set.Entries)
            text.Append(owner).Append(" IN TLSA ")
                .Append(IsAuthority(pin) ? '2' : '3').Append(_certificates ? " 0 1 " : " 1 1 ")
                .Append(Data(pin)).Append('\n');
    }

    private string Data(PinSetPin pin) => _certificates
        ? Hex.ToLower(Base64Certificate.Parse(pin.Certificate!).Sha256Thumbprint()) : pin.Value.ToHexString();

    private static string OwnerOf(PinSet set) => $"_{set.Hosts.Port ?? HttpsPort}._tcp.{set.Hosts.Host}.";

    private static bool IsAuthority(PinSetPin pin) => pin.Role is PinRole.Intermediate or PinRole.Root;

    private static string? LostOf(PinRole role) => role switch
    {
        PinRole.Unspecified =>
            "pins without a role: they are written as usage 3, the server's own key, and may not match",
        PinRole.Backup => "the role Backup: it is written as usage 3",
        PinRole.Intermediate => "the role Intermediate: it is written as usage 2",
        _ => null,
    };

    private static bool Mentions(FormatText text, string type)
    {
        string content = text.Content;
        for (int at = 0; (at = content.IndexOf(type, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += type.Length)
        {
            int end = at + type.Length;
            if (at > 0 && char.IsWhiteSpace(content[at - 1]) && end < content.Length && char.IsWhiteSpace(content[end]))
                return true;
        }

        return false;
    }
}
