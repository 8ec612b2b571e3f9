// The room Drill: proves that a client refuses an impostor.
// - The interceptor is at the end of every connection: it listens on loopback, connects nowhere and passes nothing on.
// - The key of its authority exists in memory only, and clients trust the authority by their environment only. The
//   trust of the machine is not changed.
// - Being stopped proves nothing: EnforcementRule has the whole rule, and every proof needs its controls from the same
//   drill, with the same client and environment.
// - Each run of a client has ports of its own, a deadline, and limits on what it can send and write. At its end nothing
//   of it is left: no listener, no process, no file.
// - What an impostor received is told without secrets: LeakText.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>One drill: a client and a pinned host, in all modes.</summary>
internal sealed class PinDrill : IDisposable
{
    /// <summary>How long to read what a client that has ended left on its way.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly DrillPlan _plan;
    private readonly DrillAuthority _authority = new();
    private readonly DrillFolder _folder;
    private readonly IDrillClient _client;
    private readonly IImpostorHandshake _tls = LateLibrary.Create<IImpostorHandshake>("ImpostorHandshake");
    private readonly Dictionary<DrillMode, RunTrace> _controls = [];

    private PinDrill(DrillPlan plan)
    {
        _plan = plan;
        _folder = new DrillFolder(_authority.Certificate);
        try
        {
            _client = plan.Client(DerCertificate.Parse(_authority.Certificate));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <exception cref="PinningException">The plan or its client cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is left.</exception>
    internal static async Task<PinEnforcement> RunAsync(DrillPlan plan, CancellationToken stop)
    {
        if (plan.Target.StartTls != StartTlsProtocol.None && !StartTlsServer.Speaks(plan.Target.StartTls))
            throw new PinningException(Faults.DrillProtocolUnknown(plan.Target.StartTls.ToString()));
        if (plan.ControlHost.IsSame(plan.Target.Host))
            throw new PinningException(Faults.DrillControlIsPinned(plan.ControlHost.Value));
        var watch = Stopwatch.StartNew();
        using var drill = new PinDrill(plan);
        var rows = new List<PinEnforcementMode>();
        var notRun = new List<string>();
        foreach ((DrillMode mode, string? whyNot) in DrillModes.Of(plan, drill._client))
        {
            string? skipped = whyNot;
            if (skipped is null && await drill.RunAsync(mode, stop).ConfigureAwait(false) is { } row) rows.Add(row);
            else notRun.Add($"{mode}: {skipped ?? DrillModes.NotFollowed}.");
        }

        Enforcement worst = EnforcementRule.Worst(rows);
        return new PinEnforcement
        {
            HostName = plan.Target.Host.Value,
            Port = plan.Target.Port,
            Client = drill._client.Name,
            Result = worst.Result,
            Reason = worst.Reason,
            Message = EnforcementMessages.OfAll(worst, rows, drill._client.HasControl),
            Modes = [.. rows],
            NotRun = [.. notRun],
            Elapsed = watch.Elapsed,
        };
    }

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    /// <summary>The result of one mode; null if it turned out not to apply to the client.</summary>
    private async Task<PinEnforcementMode?> RunAsync(DrillMode mode, CancellationToken stop)
    {
        (RunTrace client, RunTrace? authority) = mode == DrillMode.RedirectToInterceptor
            ? await RedirectAsync(stop).ConfigureAwait(false)
            : (await RunAsync(mode, isControl: false, stop).ConfigureAwait(false), null);
        bool isNotFollowed = authority is { IsThrough: true } && client is { IsRouted: false, Exit.IsTimedOut: false };
        if (mode == DrillMode.RedirectToInterceptor && isNotFollowed) return null;
        RunTrace? sameMode = null;
        if (EnforcementRule.NeedsControl(mode, client))
        {
            authority ??= await ControlAsync(DrillMode.BogusChain, stop).ConfigureAwait(false);
            if (mode is DrillMode.SelfSigned or DrillMode.WrongHost)
                sameMode = await ControlAsync(mode, stop).ConfigureAwait(false);
        }

        Enforcement decided = EnforcementRule.Decide(mode, client, authority, sameMode);
        return new PinEnforcementMode
        {
            Mode = mode,
            Result = decided.Result,
            Reason = decided.Reason,
            Controls = decided.Controls,
            Message = EnforcementMessages.Of(decided, client, authority, _client.HasControl),
            Leaks = client.Leaks,
            Verdict = client.Exit.Verdict,
            ExitCode = client.Exit.Code,
            Output = client.Exit.Output,
        };
    }

    /// <summary>Each control is run at most once.</summary>
    private async Task<RunTrace> ControlAsync(DrillMode mode, CancellationToken stop)
    {
        if (_controls.TryGetValue(mode, out RunTrace? known)) return known;
        return _controls[mode] = await RunAsync(mode, isControl: true, stop).ConfigureAwait(false);
    }

    private async Task<RunTrace> RunAsync(DrillMode mode, bool isControl, CancellationToken stop)
    {
        HostName host = isControl && !_client.HasControl ? _plan.ControlHost : _plan.Target.Host;
        DrillScene scene = SceneOf(mode, host);
        (IReadOnlyList<InterceptedConnection> seen, ClientExit exit) =
            await PlayAsync(scene, host, isControl, stop).ConfigureAwait(false);
        return RunTrace.From(seen, host, _plan.Target.Port, exit);
    }

    /// <summary>The client asks the host that is not pinned, and is sent to the pinned one.</summary>
    private async Task<(RunTrace Client, RunTrace Control)> RedirectAsync(CancellationToken stop)
    {
        DrillScene scene = SceneOf(DrillMode.RedirectToInterceptor, _plan.Target.Host) with
        {
            RedirectingHost = _plan.ControlHost,
        };
        (IReadOnlyList<InterceptedConnection> seen, ClientExit exit) =
            await PlayAsync(scene, _plan.ControlHost, isControl: false, stop).ConfigureAwait(false);
        return (RunTrace.From(seen, _plan.Target.Host, _plan.Target.Port, exit),
            RunTrace.From(seen, _plan.ControlHost, _plan.Target.Port, exit));
    }

    private DrillScene SceneOf(DrillMode mode, HostName host) =>
        new(mode, host, _plan.Target.Port) { StartTls = _plan.Target.StartTls };

    private async Task<(IReadOnlyList<InterceptedConnection> Seen, ClientExit Exit)> PlayAsync(
        DrillScene scene, HostName asked, bool isControl, CancellationToken stop)
    {
        using var interceptor = new Interceptor(scene, (host, mode) => _authority.Identify(host, mode, _plan.Pinned), _tls);
        var place = new DrillPlace(_plan.UriOf(asked), interceptor.ProxyPort, interceptor.DirectPort, _folder);
        _plan.Verbose($"{scene.Mode}: {(isControl ? "control request" : "client")} for {asked}.");
        ClientExit exit = await _client.RunAsync(place, isControl, _plan.Timeout, stop).ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
        return (await interceptor.EndAsync(s_grace, stop).ConfigureAwait(false), exit);
    }
}
