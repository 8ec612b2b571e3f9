using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>
/// Writers take their turns in the order in which they came. The order is made by hand here: a ticket that the test
/// holds is a writer that waits and whose turn no clock decides.
/// </summary>
public sealed class LockQueueTests : IDisposable
{
    /// <summary>So long that no loaded machine makes a test's writer lose its patience.</summary>
    private static readonly TimeSpan s_hours = TimeSpan.FromHours(3);

    private readonly TemporaryFolder _folder = new();

    private string Lock => _folder.File("pins.json.lock");

    public void Dispose() => _folder.Dispose();

    /// <summary>Without the queue the lock, which is free, is theirs before the call returns.</summary>
    [Fact]
    public async Task A_free_lock_belongs_to_the_one_who_waits_longest()
    {
        LockTicket waiting = LockTicket.TryDraw(Lock)!;

        Task<FileLock> newcomer = TakeAsync();
        Assert.False(newcomer.IsCompleted);
        await UntilAsync(() => Tickets().Length == 2);
        Assert.False(newcomer.IsCompleted);

        waiting.Dispose();
        (await newcomer).Dispose();
        Assert.Empty(Tickets());
    }

    /// <summary>A writer in a loop lets go of the lock and asks for it at once.</summary>
    [Fact]
    public async Task A_busy_writer_comes_after_those_who_waited_for_it()
    {
        for (int round = 0; round < 10; round++)
        {
            var order = new List<string>();
            FileLock held = await TakeAsync();
            Task first = NoteAsync(order, "first");
            await UntilAsync(() => Tickets().Length == 1);
            Task second = NoteAsync(order, "second");
            await UntilAsync(() => Tickets().Length == 2);

            held.Dispose();
            Task busy = NoteAsync(order, "busy");
            await Task.WhenAll(first, second, busy);

            Assert.Equal(["first", "second", "busy"], order);
        }
    }

    /// <summary>The lock is free all the while until the one before them goes.</summary>
    [Fact]
    public async Task Eight_who_wait_are_served_in_the_order_in_which_they_came()
    {
        var order = new List<string>();
        var waiting = new List<Task>();
        LockTicket before = LockTicket.TryDraw(Lock)!;
        for (int i = 0; i < 8; i++)
        {
            waiting.Add(NoteAsync(order, $"{i}"));
            Assert.Empty(order);
            await UntilAsync(() => Tickets().Length == i + 2);
        }

        before.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"{i}"), order);
        Assert.Empty(Tickets());
    }

    [Fact]
    public void A_ticket_is_next_when_those_before_it_are_gone()
    {
        var tickets = new Queue<LockTicket>(Enumerable.Range(0, 3).Select(_ => LockTicket.TryDraw(Lock)!));

        while (tickets.Count > 0)
        {
            Assert.Same(tickets.Peek(), Assert.Single(tickets, one => LockTicket.Ahead(Lock, one, out _) is null));
            Assert.NotNull(LockTicket.Ahead(Lock, null, out _));
            tickets.Dequeue().Dispose();
        }

        Assert.Null(LockTicket.Ahead(Lock, null, out _));
    }

    [Fact]
    public async Task A_ticket_that_nobody_holds_keeps_nobody_waiting()
    {
        string dead = _folder.File($".pins.json.lock.{1:D19}{Guid.NewGuid():N}.wait");
        File.WriteAllText(dead, "");

        Task<FileLock> newcomer = TakeAsync();
        Assert.True(newcomer.IsCompleted);
        (await newcomer).Dispose();

        Assert.False(File.Exists(dead));
    }

    /// <summary>A process that was stopped, or one of another account whose file cannot be looked at.</summary>
    [Fact]
    public async Task A_writer_that_waits_and_never_comes_is_passed_by()
    {
        string asleep = _folder.File($".pins.json.lock.{1:D19}{Guid.NewGuid():N}.wait");
        using var file = new FileStream(asleep, FileMode.CreateNew, FileAccess.Write, FileShare.None);

        // Thirty seconds, of which it is given one.
        (await FileLock.TakeAsync(Lock, TimeSpan.FromSeconds(30), CancellationToken.None)).Dispose();

        Assert.True(File.Exists(asleep));
    }

    /// <summary>
    /// Something cleaned the folder: a writer that lost its place would otherwise stay behind every newcomer.
    /// </summary>
    [SkippableFact]
    public async Task A_ticket_that_was_swept_away_is_drawn_again()
    {
        Skip.If(MonoRuntime.IsRunning || Path.DirectorySeparatorChar != '/', "No open file can be deleted.");
        FileLock held = await TakeAsync();
        Task<FileLock> waiting = TakeAsync();
        await UntilAsync(() => Tickets().Length == 1);
        string swept = Tickets()[0];

        File.Delete(swept);

        await UntilAsync(() => Tickets().Length == 1 && Tickets().All(ticket => ticket != swept));
        held.Dispose();
        (await waiting).Dispose();
        Assert.Empty(Tickets());
    }

    private Task<FileLock> TakeAsync() => FileLock.TakeAsync(Lock, s_hours, CancellationToken.None);

    private async Task NoteAsync(List<string> order, string name)
    {
        using FileLock mine = await TakeAsync();
        order.Add(name);
    }

    private string[] Tickets() => Directory.GetFiles(_folder.Path, ".pins.json.lock.*.wait");

    private static Task UntilAsync(Func<bool> isSo) => Patience.UntilAsync(isSo);
}
