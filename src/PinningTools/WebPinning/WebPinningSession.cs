using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PinningTools.Internal;

/// <summary>
/// The pins of one runspace: its policy, its log and its handler. Nothing of it is shared with other runspaces, and it
/// ends with its own.
/// </summary>
internal sealed class WebPinningSession
{
    private const string UtilityAssembly = "Microsoft.PowerShell.Commands.Utility";
    private const string Probe = @"Microsoft.PowerShell.Utility\Invoke-RestMethod";

    private static readonly ConditionalWeakTable<Runspace, WebPinningSession> s_sessions = new();

    private static readonly string[] s_notCovered =
    [
        "ForEach-Object -Parallel, Start-ThreadJob and other runspaces: call Enable-WebPinning inside",
        "Start-Job, Invoke-Command and other processes: call Enable-WebPinning inside",
        "HttpClient and other .NET classes, and cmdlets that use them",
        "a command object that was stored (& $command), programs such as curl",
    ];

    private CommandInvocationIntrinsics? _commands;
    private WebPinningHandler? _handler;

    private WebPinningSession()
    {
    }

    /// <summary>Null if the pins are not enabled.</summary>
    internal WebPinningPolicy? Policy { get; private set; }

    internal WebPinningLog Log { get; } = new();

    /// <summary>
    /// The type of PowerShell's own command, such as InvokeRestMethodCommand, from the assembly that has the version and the
    /// key of the engine: another one of that name is not it.
    /// </summary>
    internal static Type StockType(string name)
    {
        string engine = typeof(PSObject).Assembly.FullName!;
        string utility = UtilityAssembly + engine.Substring(engine.IndexOf(','));
        return Assembly.Load(utility).GetType("Microsoft.PowerShell.Commands." + name, throwOnError: true)!;
    }

    /// <summary>The session of the runspace in which the command runs.</summary>
    internal static WebPinningSession Current() =>
        s_sessions.GetValue(Runspace.DefaultRunspace, _ => new WebPinningSession());

    /// <summary>Sets the policy, in place of an earlier one.</summary>
    /// <param name="commands">The lookup of commands of this runspace.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="replacements">The command for each type of stock command.</param>
    internal void Enable(
        CommandInvocationIntrinsics commands, WebPinningPolicy policy, IReadOnlyDictionary<Type, CmdletInfo> replacements)
    {
        Policy = policy;
        _commands = commands;
        if (IsSet) return;
        // One that something else has wrapped stays in that chain, and must not be asked twice.
        if (_handler is not null) _handler.IsInert = true;
        _handler = new WebPinningHandler(commands.PostCommandLookupAction, replacements, replacements.Values.First());
        commands.PostCommandLookupAction = _handler.Action;
    }

    /// <summary>
    /// Puts back the handler that was set before. If something else was set since, it stays, and ours in its chain does
    /// nothing any more.
    /// </summary>
    internal void Disable()
    {
        Policy = null;
        if (_handler is null) return;
        _handler.IsInert = true;
        if (IsSet) _commands!.PostCommandLookupAction = _handler.Older;
        _handler = null;
    }

    /// <summary>The same when the module is removed.</summary>
    internal static void Forget()
    {
        if (Runspace.DefaultRunspace is not { } runspace) return;
        if (s_sessions.TryGetValue(runspace, out WebPinningSession? session)) session.Disable();
        s_sessions.Remove(runspace);
    }

    /// <summary>What is true now: the engine itself is asked what it would run.</summary>
    internal WebPinningState State() => new()
    {
        Status = Policy is null ? WebPinningStatus.Disabled
            : IsInForce() ? WebPinningStatus.Enabled
            : WebPinningStatus.Overwritten,
        Mode = Policy is { ReportOnly: true } ? PinSetMode.ReportOnly : PinSetMode.Enforce,
        UnpinnedHost = Policy?.UnpinnedHost ?? UnpinnedHostAction.Refuse,
        Policy = Policy?.Description,
        Since = Policy?.Since,
        NotCovered = Policy is null ? [] : [.. s_notCovered],
        Hosts = Log.Hosts(),
        Unlisted = Log.Unlisted,
    };

    private bool IsSet => _handler is not null && ReferenceEquals(_commands?.PostCommandLookupAction, _handler.Action);

    private bool IsInForce() =>
        _commands?.GetCommand(Probe, CommandTypes.Cmdlet) is CmdletInfo found
            && found.ImplementingType.Assembly == typeof(WebPinningSession).Assembly;
}
