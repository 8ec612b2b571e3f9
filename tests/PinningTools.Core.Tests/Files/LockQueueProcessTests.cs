using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>The queue of a lock among processes: each notes its name while it has the lock.</summary>
public sealed class LockQueueProcessTests : IDisposable
{
    private static readonly TimeSpan s_hours = TimeSpan.FromHours(3);

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("pins.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_busy_process_comes_after_those_that_wait()
    {
        FileLock held = await TakeAsync();
        using Process first = await WaitingAsync("first", place: 1);
        using Process second = await WaitingAsync("second", place: 2);

        held.Dispose();
        using (await TakeAsync()) Note("busy");

        Assert.Equal(["first", "second", "busy"], File.ReadAllLines(Store + ".order"));
        await EndedAsync(first);
        await EndedAsync(second);
        Assert.Empty(Tickets());
    }

    [Fact]
    public async Task A_process_that_was_killed_while_it_waited_keeps_nobody_waiting()
    {
        FileLock held = await TakeAsync();
        using Process killed = await WaitingAsync("killed", place: 1);
        killed.Kill();
        await killed.WaitForExitAsync();
        // As after any sudden death; the next one that looks at the queue removes it.
        string dead = Assert.Single(Tickets());
        using Process second = ChildProcess.Start("wait", Store, "second");
        await Patience.UntilAsync(() => Tickets() is [string alive] && alive != dead);

        held.Dispose();
        using (await TakeAsync()) Note("busy");

        Assert.Equal(["second", "busy"], File.ReadAllLines(Store + ".order"));
        await EndedAsync(second);
        Assert.Empty(Tickets());
    }

    private Task<FileLock> TakeAsync() => FileLock.TakeAsync(Store + ".lock", s_hours, CancellationToken.None);

    private async Task<Process> WaitingAsync(string name, int place)
    {
        Process process = ChildProcess.Start("wait", Store, name);
        await Patience.UntilAsync(() => Tickets().Length == place);
        return process;
    }

    private static async Task EndedAsync(Process process)
    {
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private void Note(string name) => File.AppendAllLines(Store + ".order", [name]);

    private string[] Tickets() => Directory.GetFiles(_folder.Path, ".pins.json.lock.*.wait");
}
