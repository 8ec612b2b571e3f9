using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Turns the result of a rehearsal into an answer with the steps that make the switch safe.</summary>
/// <param name="set">The pin set.</param>
/// <param name="rehearsal">What is rehearsed.</param>
/// <param name="place">Where the set is kept.</param>
/// <param name="chainEnds">When the first certificate of the new chain expires, if that matters.</param>
internal sealed class RotationPlan(
    PinSet set, RotationRehearsal rehearsal, RotationPlace place, DateTime? chainEnds = null)
{
    internal DateTime At => rehearsal.At;

    private DateTime SafeFrom => At + rehearsal.Rollout;

    /// <summary>Whether the certificate will have expired before the last client knows its key.</summary>
    private bool IsTooLate => chainEnds <= SafeFrom;

    /// <param name="matches">The pinned keys.</param>
    internal PinRotation KeepsWorking(IReadOnlyList<(IKeyHolder Key, DerCertificate? Certificate)> matches)
    {
        // Clients keep working through the pin that is valid longest.
        (PinSetPin pin, DerCertificate? certificate) = matches
            .Select(match =>
                (Pin: set.Entries.First(entry => entry.Value == match.Key.Pin && !entry.Bad), match.Certificate))
            .OrderByDescending(match => match.Pin.NotAfter ?? DateTime.MaxValue).First();
        (DateTime? until, string? why) = Earliest(
            (pin.NotAfter, "the pin reaches its end date"),
            (set.OnExpired == ExpiredAction.Fail ? set.Expires : null, "the pin set expires"),
            (chainEnds, "a certificate of the chain expires"));
        string before = until is { } end ? $" until {UtcDate.Format(end)} ({why})" : "";
        List<string> plan = [.. BackupSteps(matches), $"Switch at any time{before}."];
        if (pin.Role == PinRole.Backup)
            plan.Add($"After the switch: {place.Change(set, "Promote", pin.Pin)}");
        return Answer(RotationOutcome.KeepsWorking, $"Clients keep working through {Name(pin)}.{ModeNote()}",
            plan, new PinRotation
        {
            MatchedPin = pin.Pin,
            MatchedRole = pin.Role,
            MatchedSubject = certificate?.Subject,
            Until = until,
            UntilReason = why,
            SwitchFrom = At,
        });
    }

    internal PinRotation Depends(IReadOnlyList<PinSetPin> others)
    {
        string pins = string.Join(" or ", others.Select(Name));
        return Answer(
            RotationOutcome.Depends,
            $"The server's key is not pinned; clients keep working only if the new chain contains {pins}.{ModeNote()}"
                + LateNote(),
            [
                $"Have the certificate issued under {pins} and rehearse again with the complete chain, or:",
                .. PublishSteps(),
            ],
            Published());
    }

    internal PinRotation NotPinned()
    {
        // If a mismatch does not refuse clients, the switch is harmless, but the pins should be published all the same.
        bool harmless = set.Mode == PinSetMode.ReportOnly || set.IsExpired(At);
        return Answer(
            harmless ? RotationOutcome.KeepsWorking : RotationOutcome.LocksOut,
            (rehearsal.IntermediateChanges ? "None of the keys that stay is pinned." : "None of the keys is pinned.")
                + ModeNote() + LateNote(), PublishSteps(), Published(harmless ? At : null));
    }

    /// <summary>A problem that no other pin would solve.</summary>
    internal PinRotation LockedOut(string reason) =>
        Answer(
            RotationOutcome.LocksOut, reason,
            ["Do not switch. Correct what the reason names and rehearse again."], new PinRotation());

    private PinRotation Published(DateTime? switchFrom = null) => new()
    {
        SwitchFrom = switchFrom ?? (IsTooLate ? null : SafeFrom),
        PinsToPublish = [rehearsal.Material.Key.Pin.ToString()],
    };

    /// <summary>Publish the pin, wait, then switch: in any other order clients are locked out.</summary>
    private List<string> PublishSteps()
    {
        string pin = rehearsal.Material.Key.Pin.ToString();
        var steps = new List<string> { $"Publish the new pin first: {place.Change(set, "Add", pin, " -Role Leaf")}" };
        int days = (int)Math.Ceiling(rehearsal.Rollout.TotalDays);
        if (days > 0)
            steps.Add($"Wait {days} day{(days == 1 ? "" : "s")}, until the last client has the new pin set.");
        if (set.Expires is { } expires && set.OnExpired == ExpiredAction.Fail && expires < SafeFrom)
            steps.Add($"Also extend the pin set: it expires on {UtcDate.Format(expires)}, before the switch.");
        if (IsTooLate)
            steps.Add("Have another certificate issued for the same key: this one expires on "
                + $"{UtcDate.Format(chainEnds!.Value)}, before the switch. Rehearse it again with -At "
                + $"{UtcDate.Day(SafeFrom)}.");
        steps.Add($"Switch on {UtcDate.Day(SafeFrom)} or later.");
        steps.Add(
            "Keep the old pins until the old certificate is out of service everywhere, then retire them with -Retire.");
        return steps;
    }

    /// <summary>There must be a spare key after the switch, and clients must know it before it is needed.</summary>
    private IEnumerable<string> BackupSteps(IReadOnlyList<(IKeyHolder Key, DerCertificate? Certificate)> matches)
    {
        bool spare = set.Entries.Any(pin =>
            pin.IsActive(At) && pin.Role == PinRole.Backup && matches.All(match => match.Key.Pin != pin.Value));
        if (!spare && !set.NoBackup)
            yield return "Make the next backup key with New-PinBackupKey and publish its pin: "
                + $"after the switch '{set.Pattern}' has none.";
    }

    private string ModeNote() => set.Mode == PinSetMode.ReportOnly
        ? " The set is report-only: a mismatch would be reported, but no one would be refused."
        : set.IsExpired(At) ? " The set has expired by the time of the switch, and its OnExpired is "
            + $"{set.OnExpired}." : "";

    private string LateNote() => IsTooLate
        ? $" The certificate expires on {UtcDate.Format(chainEnds!.Value)}, before the last client knows its key "
            + $"({UtcDate.Day(SafeFrom)}): there is no day on which you can switch to it."
        : "";

    private static string Name(PinSetPin pin) =>
        $"{pin.Pin} ({pin.Role}{(pin.Note is { } note ? ", " + TerminalText.Printable(note) : "")})";

    private static (DateTime? Date, string? Why) Earliest(params (DateTime? Date, string Why)[] ends)
    {
        (DateTime? Date, string Why) first =
            ends.Where(end => end.Date is not null).OrderBy(end => end.Date).FirstOrDefault();
        return (first.Date, first.Date is null ? null : first.Why);
    }

    private PinRotation Answer(
        RotationOutcome outcome, string reason, IReadOnlyList<string> steps, PinRotation facts) => new()
    {
        Pattern = set.Pattern,
        Outcome = outcome,
        MatchedPin = facts.MatchedPin,
        MatchedRole = facts.MatchedRole,
        MatchedSubject = facts.MatchedSubject,
        Until = facts.Until,
        UntilReason = facts.UntilReason,
        SwitchFrom = facts.SwitchFrom,
        PinsToPublish = facts.PinsToPublish,
        Reason = reason,
        Steps = [.. steps],
    };
}
