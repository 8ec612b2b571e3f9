using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>Each runtime says in its own words that someone has a file, and that no one ever will.</summary>
public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_has_the_lock_is_waited_for()
    {
        string path = _folder.File("pins.json.lock");
        FileLock held = await FileLock.TakeAsync(path, TimeSpan.Zero, CancellationToken.None);
        Task<FileLock> next = FileLock.TakeAsync(path, TimeSpan.FromMinutes(1), CancellationToken.None);

        await Task.Delay(50);
        Assert.False(next.IsCompleted);
        held.Dispose();

        (await next).Dispose();
    }

    [Fact]
    public async Task Who_keeps_the_lock_is_not_waited_for_without_end()
    {
        string path = _folder.File("pins.json.lock");
        using FileLock held = await FileLock.TakeAsync(path, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal("StoreLocked", await FaultAsync(path, TimeSpan.FromMilliseconds(20)));
    }

    [Theory]
    [InlineData(".pins.json.lock.wait")]
    [InlineData(".pins.json.lock.9223372036854775807ffffffffffffffffffffffffffffffff.wait")]
    [InlineData(".pins.json.lock.-000000000000000001ffffffffffffffffffffffffffffffff.wait")]
    [InlineData(".pins.json.lock.x0000000000000000000ffffffffffffffffffffffffffffff.wait")]
    public async Task What_only_looks_like_a_place_in_the_queue_stops_nobody(string name)
    {
        string path = _folder.File("pins.json.lock");
        File.WriteAllText(_folder.File(name), "");
        FileLock held = await FileLock.TakeAsync(path, TimeSpan.Zero, CancellationToken.None);
        Task<FileLock> next = FileLock.TakeAsync(path, TimeSpan.FromMinutes(5), CancellationToken.None);
        await Task.Delay(50);
        held.Dispose();

        (await next).Dispose();
    }

    /// <summary>As of a read-only file system, .NET says no more than that something went wrong.</summary>
    [Fact]
    public async Task A_lock_that_can_never_be_taken_is_not_waited_for()
    {
        string file = _folder.File("no folder");
        File.WriteAllText(file, "");

        string path = Path.Combine(file, "pins.json.lock");
        Assert.Equal("FileUnwritable", await FaultAsync(path, TimeSpan.FromMinutes(10)));
    }

    /// <summary>Whoever may write the folder could else have a file made, or held, wherever someone else may.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_in_the_place_of_the_lock_is_not_followed(bool isThere)
    {
        Skip.If(MonoRuntime.IsRunning || Path.DirectorySeparatorChar != '/', "Links are made by means of .NET on Unix.");
        string path = _folder.File("pins.json.lock");
        string elsewhere = _folder.File("elsewhere");
        if (isThere) File.WriteAllText(elsewhere, "");
        MakeLink(path, elsewhere);

        Assert.Equal("FileUnwritable", await FaultAsync(path, TimeSpan.FromMinutes(10)));

        Assert.Equal(isThere, File.Exists(elsewhere));
    }

    private static void MakeLink(string path, string target) =>
        typeof(File).GetMethod("CreateSymbolicLink")!.Invoke(null, new object[] { path, target });

    private static async Task<string> FaultAsync(string path, TimeSpan timeout) =>
        (await Assert.ThrowsAsync<PinningException>(
            () => FileLock.TakeAsync(path, timeout, CancellationToken.None))).Fault.Id;
}
