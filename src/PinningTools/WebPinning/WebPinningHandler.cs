using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Puts the module's command in place of PowerShell's own after each lookup of a command. It is compiled and throws
/// nothing, because the engine ignores the errors of a handler and runs what it found. The stock command is known by the
/// type that implements it: a function or cmdlet of the same name that the user or a module has is left alone.
/// </summary>
internal sealed class WebPinningHandler
{
    private readonly IReadOnlyDictionary<Type, CmdletInfo> _replacements;
    private readonly CmdletInfo _any;

    /// <param name="older">The handler that was set before, which still runs first; null if there was none.</param>
    /// <param name="replacements">The command for each type of stock command.</param>
    /// <param name="any">The command for what could not be found out: it sends nothing without a policy.</param>
    internal WebPinningHandler(
        EventHandler<CommandLookupEventArgs>? older, IReadOnlyDictionary<Type, CmdletInfo> replacements, CmdletInfo any)
    {
        Older = older;
        _replacements = replacements;
        _any = any;
        Action = OnLookup;
    }

    internal EventHandler<CommandLookupEventArgs>? Older { get; }

    internal EventHandler<CommandLookupEventArgs> Action { get; }

    /// <summary>
    /// Set when the session no longer uses the handler: one that was set later may keep calling it, and can only be
    /// removed by whoever set it.
    /// </summary>
    internal bool IsInert { get; set; }

    private void OnLookup(object? sender, CommandLookupEventArgs found)
    {
        try
        {
            Older?.Invoke(sender, found);
        }
        catch (Exception)
        {
            // As the engine does with the errors of a handler.
        }

        if (IsInert) return;
        try
        {
            if (Target(found.Command) is { } stock && _replacements.TryGetValue(stock.ImplementingType, out CmdletInfo? ours))
                found.Command = ours;
        }
        catch (CommandNotFoundException)
        {
            // An alias of nothing: the engine reports it.
        }
        catch (Exception)
        {
            found.Command = _any;
        }
    }

    /// <summary>
    /// An alias leads to nothing before the module of its command is loaded: the engine then loads it by looking up the
    /// command itself, which comes here again.
    /// </summary>
    private static CmdletInfo? Target(CommandInfo? found) =>
        found is AliasInfo alias ? alias.ResolvedCommand as CmdletInfo : found as CmdletInfo;
}
