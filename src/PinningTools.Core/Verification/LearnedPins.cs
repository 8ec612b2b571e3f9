using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The pins that a host shows, from which a set is made. They prove nothing until they are confirmed over another
/// channel.
/// </summary>
internal sealed class LearnedPins
{
    private readonly PinSetDraft _draft;
    private readonly TlsTarget _target;
    private readonly PinRecord[] _records;

    private LearnedPins(PinSetDraft draft, TlsTarget target, PinRecord[] records, string? warning)
    {
        _draft = draft;
        _target = target;
        _records = records;
        Warning = warning;
    }

    /// <summary>Why these pins should not be believed without asking elsewhere, or null.</summary>
    internal string? Warning { get; }

    /// <summary>The text that has to be confirmed.</summary>
    internal string Question
    {
        get
        {
            string pins = string.Join("\n", _records.Select(record =>
                $"  {record.Pin}  {record.Role}  {record.Subject} "
                    + $"({UtcDate.Day(record.NotBefore)} to {UtcDate.Day(record.NotAfter)})"));
            return $"{_target} shows these keys now; confirm them over another channel before you trust them:\n{pins}";
        }
    }

    /// <summary>Looks at a host.</summary>
    /// <param name="draft">What the set is to be; its trust is how the host's chain is validated.</param>
    /// <param name="target">The host.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="roles">Which certificates of the chain become pins; under key-only trust it is the leaf.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <exception cref="PinningException">
    /// There was no handshake, the host did not prove that it holds its key, or none of its keys can be pinned.
    /// </exception>
    internal static async Task<LearnedPins> LookAsync(
        PinSetDraft draft, TlsTarget target, ConnectionOptions options, IReadOnlyCollection<CertificateRole> roles,
        CancellationToken cancel)
    {
        var check = new PinCheck(target, PinPolicy.NotPinned(draft.Trust), options) { Inspects = true };
        PresentedPins host;
        try
        {
            host = await PinChecker.ReadAsync(check, cancel).ConfigureAwait(false);
        }
        catch (ConnectionFailure failure)
        {
            throw new PinningException(failure.Fault, failure);
        }

        // A set is a promise: it is not made of a key that the host did not prove.
        if (host.IsUnproven) throw new PinningException(Faults.KeyNotProven(target.ToString(), host.Warning));
        PinRecord[] chosen = Choose(draft, host, roles);
        if (chosen.Length == 0) throw new PinningException(Faults.NothingToLearn(target.ToString(), host.Warning));
        // A client that prefers another certificate of the host is locked out if only this one is pinned.
        (IReadOnlyList<PresentedPins> others, IReadOnlyList<string> unknown) =
            await KeyKinds.ReadOthersAsync(check, host.Records[0], cancel).ConfigureAwait(false);
        string?[] warnings =
            [host.Warning, .. others.Select(other => WarningOf(target, other, Choose(draft, other, roles))), .. unknown];
        PinRecord[] all = [.. chosen, .. others.SelectMany(other => Choose(draft, other, roles))];
        return new LearnedPins(
            draft, target, [.. all.GroupBy(record => record.Pin).Select(same => same.First())],
            warnings.Any(one => one is not null) ? string.Join(" ", warnings.OfType<string>()) : null);
    }

    /// <summary>The keys of one certificate's chain that become pins: none that is not proven.</summary>
    private static PinRecord[] Choose(
        PinSetDraft draft, PresentedPins host, IReadOnlyCollection<CertificateRole> roles) =>
        host.IsUnproven ? []
        : draft.Trust.Mode == TrustMode.PinOnly
            ? [.. host.Records.Where(record => record.Role == CertificateRole.Leaf)]
            : [.. host.Records.Where(record => record.InValidatedChain == true && roles.Contains(record.Role))];

    private static string? WarningOf(TlsTarget target, PresentedPins other, PinRecord[] chosen) => chosen.Length > 0
        ? other.Doubt
        : $"{target} also has a certificate with the key {other.Records[0].KeyAlgorithm}, of which nothing is pinned: clients "
            + $"that prefer it will be refused. {other.Doubt}".TrimEnd();

    /// <summary>The set, after the confirmation.</summary>
    /// <exception cref="PinningException">The set is one that must not be used.</exception>
    internal PinSet ToSet()
    {
        HostPattern hosts = _draft.Hosts ?? HostPattern.Parse(
            _target.Port == 443 ? _target.JudgedName.Bracketed : _target.ToString());
        PinSet learned = _draft.Make(hosts, _records.Select(record => _draft.Entry(
            PinSetEntries.From(record) with { LastSeen = UtcDate.Now }, record.Certificate)));
        // The set gets the protocol with which the pins were learned; Auto and the scheme of a URI are resolved by now.
        return learned with { StartTls = PinSetEntries.Spoken(_target) };
    }
}
