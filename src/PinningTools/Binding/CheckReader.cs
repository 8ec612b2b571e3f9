using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Makes the check of each host or chain from the parameters of a command.</summary>
internal sealed class CheckReader
{
    private readonly ICheckParameters _given;
    private readonly ConnectionOptions _options;
    private readonly bool _isPinGiven;
    private readonly OverriddenPolicies _policies;
    private readonly Lazy<IPolicySource> _stored;

    /// <param name="cmdlet">The command.</param>
    /// <param name="pump">The pump of the command.</param>
    /// <param name="given">The parameters.</param>
    /// <param name="options">How to connect.</param>
    /// <exception cref="PinningException">A value cannot be read, or two values conflict.</exception>
    internal CheckReader(PSCmdlet cmdlet, CmdletPump pump, ICheckParameters given, ConnectionOptions options)
    {
        _given = given;
        _options = options;
        _isPinGiven = cmdlet.FirstGiven(nameof(given.Pin)) is not null;
        if (_isPinGiven && given.Pin.Length == 0) throw new PinningException(Faults.PinsMissing("-Pin"));
        _policies = PolicyReader.Overriding(cmdlet, given) with
        {
            At = given.At is { } day ? UtcDate.Truncate(day) : null,
            AllowInspected = given.AllowInspected,
        };
        _stored = PolicyReader.IsStoreGiven(given)
            ? Known(PolicyReader.Read(cmdlet, pump, given, options.Timeout))
            // Read for the first host; if it cannot be read, that is found out once.
            : new(() => PolicyReader.Read(cmdlet, pump, given, options.Timeout));
    }

    /// <summary>On the pipeline thread.</summary>
    /// <exception cref="PinningException">
    /// There is no name to look a policy up for, or the policy must not be used.
    /// </exception>
    internal PinCheck Read(TlsTarget target)
    {
        PinArgument[] expected = Expected(isHost: target.Label is null);
        if (expected.Length == 0 && !target.IsNamed)
            throw new PinningException(Faults.OfflineNameMissing(target.ToString()));
        IPolicySource source = expected.Length == 0 ? _stored.Value : new InlinePins(target, new PinPolicy
        {
            Pins = PinArgumentReader.Read(expected, target), NoBackup = _given.NoBackup,
        }, PolicyReader.IsStoreGiven(_given) ? _stored.Value : null);
        (TlsTarget asked, PinPolicy policy) = (_policies with { Policies = source }).FindEndpoint(target);
        return new PinCheck(asked, policy, _options)
        {
            Retries = _given.MaximumRetryCount, RetryInterval = TimeSpan.FromSeconds(_given.RetryIntervalSec),
            Inspects = !_given.NoInspection,
        };
    }

    /// <summary>
    /// The pins of the command line, or those of a row of hosts. The Pin of a piped certificate record is the
    /// certificate's own pin: compared with it, everything would match.
    /// </summary>
    private PinArgument[] Expected(bool isHost) => _isPinGiven || isHost ? _given.Pin : [];

    private static Lazy<IPolicySource> Known(IPolicySource source) => new(() => source);
}
