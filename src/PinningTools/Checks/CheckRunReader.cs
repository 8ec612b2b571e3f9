using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PinningTools.Internal;

/// <summary>Turns the parameters of Invoke-PinCheck into the options of a run.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="pump">The pump of the command.</param>
/// <param name="given">The parameters.</param>
/// <param name="progress">Shows the progress of the run.</param>
internal sealed class CheckRunReader(
    PSCmdlet cmdlet, CmdletPump pump, ICheckRunParameters given, SweepProgress progress)
{
    /// <exception cref="PinningException">A parameter cannot be read.</exception>
    internal CheckOptions Read()
    {
        string? listPath = given.LiteralPath ?? given.Path;
        string? file = listPath is null ? null : PinCheckRows.Find(cmdlet, listPath, given.LiteralPath is not null);
        bool isOfStore = file is null && given.InputObject is null;
        if (given.Name is not null) CheckName.Require(given.Name);
        string? store = given.PinStore is null && !isOfStore ? null : StoreArgument.ExistingPath(cmdlet, given.PinStore);
        WholeStore? policies = store is null ? null : StoreArgument.ReadWhole(
            cmdlet, pump, given.PinStore, TimeSpan.FromSeconds(given.TimeoutSec));
        List<ListRow> rows = file is not null ? CheckListFile.Read(file, given.Delimiter, pump.Warning)
            : isOfStore ? PinCheckRows.FromStore(policies!, pump.Warning)
            : [.. given.InputObject!.Select(PinCheckRows.From)];
        WildcardPattern[] tags = [.. given.Tag.Select(tag => WildcardPattern.Get(tag, WildcardOptions.IgnoreCase))];
        string? state = given.State is null ? null : PinCheckStates.PathOf(cmdlet, given.State);
        if (given.Session.Length == 0 && (given.IncludeLocal || given.CopyModule)) throw new PinningException(Faults.PinCheckNoSession());
        IReadOnlyList<SessionPlace> places = SessionPlaces.From(given.Session, given.CopyModule, pump.Warning);
        return new CheckOptions
        {
            Rows = rows,
            GiveUpRows = rows.Clear,
            Source = listPath ?? (isOfStore ? given.PinStore ?? "the default pin store" : null),
            ListFile = file,
            Folder = file is null
                ? cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath
                : Path.GetDirectoryName(file) ?? "",
            Name = given.Name ?? (given.State is { } named && CheckFiles.IsName(named) ? named : CheckName.Of(file ?? store)),
            IsWanted = tags.Length == 0 ? null : text => tags.Any(tag => tag.IsMatch(text)),
            Tags = string.Join(" or ", given.Tag),
            Policies = policies is null ? null : new StorePolicies(policies.All),
            Store = given.PinStore is null ? null : store,
            WarningDays = given.WarningDays,
            CriticalDays = given.CriticalDays,
            FailOn = given.FailOn,
            ThrottleLimit = given.ThrottleLimit,
            MaxRuntime = given.MaxRuntimeSec is { } most ? TimeSpan.FromSeconds(most) : null,
            IsSlim = given.Slim,
            Shard = given.Shard is null ? null : CheckShard.Parse(given.Shard),
            Order = new CheckOrder
            {
                Connection = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(given.TimeoutSec) },
                Retries = given.MaximumRetryCount,
                RetryInterval = TimeSpan.FromSeconds(given.RetryIntervalSec),
                EhloName = given.EhloName,
                At = given.At is { } day ? UtcDate.Truncate(day) : null,
                Inspects = !given.NoInspection,
                AllowInspected = given.AllowInspected,
            },
            State = state,
            LockTimeout = TimeSpan.FromSeconds(given.LockTimeoutSec),
            UnreachableRuns = given.UnreachableRuns,
            KeepDays = given.KeepDays,
            Places = places,
            IncludesLocal = places.Count == 0 || given.IncludeLocal,
            PlaceProgress = level => pump.Post(() => progress.Count(level == PinCheckLevel.Ok)),
            Warn = pump.Warning,
            Progress = (count, result, verdicts) => pump.Post(() =>
            {
                progress.Expect((long)count * (places.Count + 1));
                progress.Count(result.Level == PinCheckLevel.Ok);
                foreach (PinVerdict verdict in verdicts) cmdlet.Tell(VerdictTrace.Of(verdict));
            }),
        };
    }
}

/// <summary>The parameters of Invoke-PinCheck as they were given.</summary>
internal interface ICheckRunParameters
{
    string? Path { get; }

    string? LiteralPath { get; }

    object?[]? InputObject { get; }

    string? PinStore { get; }

    char? Delimiter { get; }

    string[] Tag { get; }

    string? Name { get; }

    string? State { get; }

    int LockTimeoutSec { get; }

    int KeepDays { get; }

    int UnreachableRuns { get; }

    int? WarningDays { get; }

    int? CriticalDays { get; }

    string[] FailOn { get; }

    int? MaxRuntimeSec { get; }

    SwitchParameter Slim { get; }

    string? Shard { get; }

    DateTime? At { get; }

    int ThrottleLimit { get; }

    int TimeoutSec { get; }

    int MaximumRetryCount { get; }

    int RetryIntervalSec { get; }

    string? EhloName { get; }

    SwitchParameter NoInspection { get; }

    SwitchParameter AllowInspected { get; }

    PSSession[] Session { get; }

    SwitchParameter IncludeLocal { get; }

    SwitchParameter CopyModule { get; }
}
