using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The reports of RFC 7469, section 3, to the address that a pin set names for them, each by itself. One violation (the
/// endpoint, the chain and the pins) is reported to an address once in the time of a reminder, also by later commands. The
/// host that failed is told nothing.
/// </summary>
internal sealed class ViolationChannel(string pattern, SecretAddress address, ReceiverClient client) : ISendChannel
{
    public string Shown => address.Shown;

    /// <exception cref="PinningException">An address is not https.</exception>
    internal static IEnumerable<ViolationChannel> Of(IEnumerable<PinSet> sets, ReceiverClient client)
    {
        foreach (PinSet set in sets)
        {
            if (set.ReportUri is not { Length: > 0 } uri) continue;
            bool isHttps = UriText.TryRead(uri, out Uri? whole) && whole.Scheme == Uri.UriSchemeHttps;
            if (!isHttps) throw new PinningException(Faults.SendReportUriNotHttps(set.Pattern));
            yield return new ViolationChannel(set.Pattern, SecretAddress.Read(uri), client);
        }
    }

    public IReadOnlyList<SendPlan> Plan(SendOptions options, SendJob job, SentMarks marks)
    {
        if (job.IsDrill) return [Drill(job)];
        var plans = new List<SendPlan>();
        foreach (PinCheckDetail detail in job.Part.Details.Where(Rfc7469Report.IsViolation))
        {
            if (detail.Pattern != pattern) continue;
            if (IsHostThatFailed(detail))
            {
                options.Warn($"The violation at {ReportWords.Label(detail)} is not reported to {Shown}: that is the host "
                    + "that failed.");
                continue;
            }

            string id = "violation" + CheckId.Of(
                16, [detail.Key, detail.HostName, detail.Verdict, detail.LeafPin, .. detail.Chain.Select(one => one.Pin),
                    "pins", .. detail.KnownPins]);
            if (marks.Find(address.Id, id) is { } mark && !options.IsTimeAgain(mark.At)) continue;
            var report = new PinReport([job.Part], new PinReportOptions());
            string body = JsonWriter.WriteCompact(Rfc7469Report.Violation(report, job.Part, detail));
            foreach (string warning in report.Warnings) options.Warn(warning);
            plans.Add(new SendPlan
            {
                Text = body,
                SendAsync = cancel => client.PostAsync(address, body, cancel),
                Mark = () => marks.Put(new SentMark(address.Id, id) { At = options.Clock(), Run = job.Run.RunId, IsOver = true }),
            });
        }

        return plans;
    }

    private bool IsHostThatFailed(PinCheckDetail detail) =>
        detail.HostName.TrimEnd('.').Equals(address.Uri.Host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)
            || detail.HostName.TrimEnd('.').Equals(address.Uri.IdnHost.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    /// <summary>A report of a host that cannot be, so that no one mistakes it.</summary>
    private SendPlan Drill(SendJob job)
    {
        string body = JsonWriter.WriteCompact(JsonObject.From(
            ("date-time", JsonValue.From(CheckDate.Format(job.Run.Finished))),
            ("hostname", JsonValue.From(DrillReport.Host)),
            ("port", JsonValue.From(443)),
            ("include-subdomains", JsonValue.From(false)),
            ("noted-hostname", JsonValue.From(DrillReport.Host)),
            ("served-certificate-chain", JsonValue.Array([])),
            ("validated-certificate-chain", JsonValue.Array([])),
            ("known-pins", JsonValue.Array([])),
            ("drill", JsonValue.From(DrillReport.Sentence))));
        return new SendPlan { Text = body, SendAsync = cancel => client.PostAsync(address, body, cancel) };
    }
}
