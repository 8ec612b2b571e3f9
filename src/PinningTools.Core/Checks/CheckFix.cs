using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The line to paste into PowerShell for what needs action. For an unexpected key, the line inspects: it never pins a
/// key only because it was seen. The line contains no text of servers except pins, which are base64.
/// </summary>
/// <param name="store">The pin store that applied, or null.</param>
internal sealed class CheckFix(string? store)
{
    /// <param name="detail">What was found.</param>
    /// <param name="reason">The reason of the alert.</param>
    /// <param name="isExpected">Whether the key is new and was expected.</param>
    /// <param name="evidence">The file with the certificates, or null.</param>
    internal string Of(PinCheckDetail detail, string reason, bool isExpected, string? evidence) => reason switch
    {
        "" => "",
        "ExpiresSoon" => $"Test-PinRotation -Path ./new.pem {Policy(detail)}",
        "NoBackupPin" when detail.Pattern is { } pattern =>
            $"Update-PinSet {Quote(pattern)}{Store()} -Add (New-PinBackupKey -Path ./spare.pem).Pin -Role Backup -WhatIf",
        "NoBackupPin" => "New-PinBackupKey -Path ./spare.pem",
        "Inspected" when detail.Pattern is { } pattern => $"Update-PinSet {Quote(pattern)}{Store()} -AllowInspected -WhatIf",
        nameof(Verdict.PinSetExpired) when detail.Pattern is { } pattern =>
            $"Update-PinSet {Quote(pattern)}{Store()} -Expires (Get-Date).AddDays(400) -WhatIf",
        "Warning" when isExpected && detail.Pattern is { } pattern && detail.MatchedPin.Length > 0 =>
            $"Update-PinSet {Quote(pattern)}{Store()} -Promote '{detail.MatchedPin}' -WhatIf",
        nameof(Verdict.NotPinned) => $"New-PinSet -Pattern {Quote(detail.HostName)} -HostName {Quote(Address(detail))} -WhatIf",
        nameof(Verdict.ConnectFailed) or nameof(Verdict.TimedOut) or nameof(Verdict.StartTlsFailed)
            or nameof(Verdict.HandshakeFailed) => $"Get-SpkiPin -HostName {Where(detail)} -Verbose",
        "NotReadable" => "",
        _ when evidence is not null => $"Get-SpkiPin -Path {Quote(evidence)} | Format-List -Property Role, Subject, Issuer, NotBefore, Pin",
        ViewFinding.Kind when Wrong(detail) is { } view =>
            $"{Test(detail, view.Address)} | Format-List -Property Verdict, Reason, Message, Chain # on {DisplayText.Clean(view.VantagePoint)}",
        _ => $"{Test(detail)} | Format-List -Property Verdict, Reason, Message, Chain",
    };

    /// <summary>The view that differs: what it saw is seen again from its machine only.</summary>
    private static PinCheckView? Wrong(PinCheckDetail detail) => detail.Views.FirstOrDefault(ViewComparison.IsWrong);

    /// <summary>A command that checks the endpoint as the check did, as far as this fits into one line.</summary>
    private string Test(PinCheckDetail detail, string? address = null)
    {
        string at = address is { Length: > 0 } && detail.Key.IndexOf('@') < 0 ? $" -Address {Quote(address)}" : "";
        return $"Test-CertificatePin -HostName {Where(detail)}{at} {Policy(detail)}";
    }

    /// <summary>The host and the other parts of the endpoint's key, as parameters.</summary>
    private static string Where(PinCheckDetail detail)
    {
        string where = Quote(Address(detail));
        int plus = detail.Key.IndexOf('+');
        int hash = detail.Key.IndexOf('#');
        int at = detail.Key.IndexOf('@');
        if (plus >= 0) where += " -StartTls " + Part(plus);
        if (hash >= 0) where += " -ServerName " + Quote(Part(hash));
        return at >= 0 ? where + " -Address " + Quote(Part(at)) : where;

        string Part(int start)
        {
            int end = detail.Key.IndexOfAny(['#', '@'], start + 1);
            return detail.Key.Substring(start + 1, (end < 0 ? detail.Key.Length : end) - start - 1);
        }
    }

    private string Policy(PinCheckDetail detail) => detail.Pattern is not null || detail.KnownPins.Length == 0
        ? store is null ? "" : $"-PinStore {Quote(store)}"
        : "-Pin " + string.Join(", ", detail.KnownPins.Select(Quote));

    private string Store() => store is null ? "" : $" -PinStore {Quote(store)}";

    private static string Address(PinCheckDetail detail)
    {
        string host = detail.HostName.Contains(":") ? $"[{detail.HostName}]" : detail.HostName;
        return detail.Port is { } port ? host + ":" + port.ToString(CultureInfo.InvariantCulture) : host;
    }

    private static string Quote(string text) => CommandText.Quote(text);
}
