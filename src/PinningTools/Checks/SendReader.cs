using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace PinningTools.Internal;

/// <summary>From what Send-PinReport is told to the receivers and what they are sent.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="pump">The command's.</param>
/// <param name="given">What it is told.</param>
internal sealed class SendReader(PSCmdlet cmdlet, CmdletPump pump, ISendParameters given)
{
    private const int MaxLink = 1000;

    /// <summary>The receivers.</summary>
    /// <exception cref="PinningException">What was given contradicts itself, or cannot be used.</exception>
    internal IReadOnlyList<ISendChannel> ReadChannels()
    {
        if (given.Uri is not null && given.UriSecret is not null) throw new PinningException(Faults.SendTwoAddresses());
        var channels = new List<ISendChannel>();
        string? text = given.UriSecret is { } secret ? new NetworkCredential("", secret).Password : given.Uri;
        if (text is not null) channels.Add(ReadWeb(SecretAddress.Read(text)));
        if (given.ReportUri) channels.AddRange(ReadReports());
        if (given.EventLog) channels.Add(new EventLogChannel(WindowsEventLog.Write));
        if (given.Syslog) channels.Add(new SyslogChannel(new SystemLog().Write));
        return channels.Count > 0 ? channels : throw new PinningException(Faults.SendNoChannel());
    }

    /// <summary>What they are sent.</summary>
    /// <exception cref="PinningException">What was given cannot be used.</exception>
    internal SendOptions ReadOptions() => new()
    {
        When = given.When.ToUpperInvariant() switch
        {
            "CHANGE" => SendWhen.Change,
            "ALWAYS" => SendWhen.Always,
            _ => SendWhen.Problem,
        },
        Reminder = TimeSpan.FromHours(given.ReminderHours),
        Link = ReadLink(),
        IsOwner = ReadOwners(),
        State = given.State is { } state ? PinCheckStates.PathOf(cmdlet, state) : null,
        LockTimeout = TimeSpan.FromSeconds(given.LockTimeoutSec),
        Confirm = (shown, body) => pump.AskAsync(() => cmdlet.ShouldProcess(
            TerminalText.Message($"Send to {shown}:\n{body}"), TerminalText.Message($"Send this to {shown}?\n{body}"),
            "Send-PinReport")),
        Warn = pump.Warning,
        Tell = pump.Verbose,
    };

    /// <summary>
    /// The exit code of what is to be sent, which must be of one check where a state is given, and not name a state itself.
    /// </summary>
    /// <exception cref="PinningException">It is not, or does.</exception>
    internal int Check(IReadOnlyList<PinCheckSummary> runs, IReadOnlyCollection<PinCheckSummary> saved)
    {
        if (runs.Count == 0) throw new PinningException(Faults.ReportEmpty("Send-PinReport"));
        IReadOnlyList<PinCheckSummary> parts = given.Owner.Length > 0 ? ReportInput.OfOwners(runs, given.Owner) : runs;
        string[] names = [.. runs.Select(run => run.Name).Distinct()];
        if (given.State is { } state && names.Length > 1)
            throw new PinningException(Faults.SendStateOfOne(state, string.Join(", ", names)));
        if (given.State is null && saved.FirstOrDefault(run => run.StateFile is not null) is { } named)
            throw new PinningException(Faults.SendStateNeeded(named.Name));
        return ReportWords.WorstExitCode(parts.Select(run => run.ExitCode));
    }

    private WebChannel ReadWeb(SecretAddress address)
    {
        OverriddenPolicies policies = PolicyReader.Overriding(cmdlet, given) with { Policies = ReadPolicies(address.Uri) };
        ISendMessage form = given.As.ToUpperInvariant() switch
        {
            "TEAMS" => new TeamsMessage(),
            "SLACK" => new SlackMessage(),
            _ => new GenericMessage(),
        };
        return new WebChannel(address, form, Client(policies) with { AllowUnpinned = !given.PinOnly });
    }

    private IPolicySource ReadPolicies(Uri uri) => given.Pin.Length == 0
        ? PolicyReader.Read(cmdlet, pump, given, Timeout)
        : new InlinePins(
            PinnedWebRequest.TargetOf(uri),
            new PinPolicy { Pins = PinArgumentReader.Read(given.Pin, PinnedWebRequest.TargetOf(uri)) });

    /// <summary>-Pin and -PinOnly are of the receiver that is named; the others have their sets, or ordinary validation.</summary>
    private ViolationChannel[] ReadReports()
    {
        IEnumerable<PinSet> sets = PinSetArgument.Sets(given.PinSet);
        if (given.PinSet.Length == 0) sets = StoreArgument.ReadWhole(cmdlet, pump, given.PinStore, Timeout).InForce;
        var policies = new OverriddenPolicies(PolicyReader.Read(cmdlet, pump, given, Timeout))
        {
            Trust = TrustAnchors.ReadIfGiven(cmdlet, given.TrustAnchor, pinOnly: false),
            CheckRevocation = given.CheckRevocation,
        };
        ViolationChannel[] channels = [.. ViolationChannel.Of(sets, Client(policies))];
        return channels.Length > 0 ? channels : throw new PinningException(Faults.SendNoReportUri());
    }

    private ReceiverClient Client(OverriddenPolicies policies)
    {
        ProxySettings? proxy = ProxySettings.Read(
            given.Proxy, given.ProxyCredential == PSCredential.Empty ? null : Logon.Of(given.ProxyCredential), false);
        return new ReceiverClient
        {
            Policies = _ => policies,
            Proxy = uri => proxy ?? ProxyChoice.For(uri, null),
            Timeout = Timeout,
            Warn = pump.Warning,
            Tell = pump.Verbose,
        };
    }

    private TimeSpan Timeout => TimeSpan.FromSeconds(given.TimeoutSec);

    private Uri? ReadLink()
    {
        if (given.ReportLink is not { } text) return null;
        bool isWeb = text.Length <= MaxLink && UriText.TryRead(text, out Uri? uri) && uri.UserInfo.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
        return isWeb ? new Uri(text) : throw new PinningException(Faults.SendLinkInvalid(text));
    }

    private Func<string, bool>? ReadOwners()
    {
        WildcardPattern[] owners = [.. given.Owner.Select(one => new WildcardPattern(one, WildcardOptions.IgnoreCase))];
        return owners.Length == 0 ? null : owner => owners.Any(pattern => pattern.IsMatch(owner));
    }
}

/// <summary>What Send-PinReport is told, as it is told it.</summary>
internal interface ISendParameters : IPolicyParameters
{
    string? Uri { get; }

    SecureString? UriSecret { get; }

    string As { get; }

    SwitchParameter ReportUri { get; }

    SwitchParameter EventLog { get; }

    SwitchParameter Syslog { get; }

    string When { get; }

    string[] Owner { get; }

    int ReminderHours { get; }

    string? ReportLink { get; }

    string? State { get; }

    string? Proxy { get; }

    PSCredential? ProxyCredential { get; }

    int TimeoutSec { get; }

    int LockTimeoutSec { get; }
}
