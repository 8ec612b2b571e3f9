using System;
using System.IO;
using System.Threading;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

public sealed class FileCacheTests : IDisposable
{
    /// <summary>Longer than the steps in which a file system counts a file's time.</summary>
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(4);

    private readonly TemporaryFolder _folder = new();
    private readonly FileCache<string> _cache;
    private int _made;

    public FileCacheTests()
    {
        _cache = new FileCache<string>(2, path =>
        {
            _made++;
            return File.ReadAllText(path);
        });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_once_while_it_is_unchanged()
    {
        string path = Write("a.txt", "first");

        Assert.Equal("first", _cache.Read(path));
        Assert.Same(_cache.Read(path), _cache.Read(path));
        Assert.Equal(1, _made);
    }

    /// <summary>The same text, written again, is no change; another of the same length and time is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_content_of_the_same_length_and_time_is_read(bool isSettled)
    {
        string path = Write("a.txt", "first");
        DateTime written = File.GetLastWriteTimeUtc(path);
        if (isSettled) Thread.Sleep(s_settled);
        Assert.Equal("first", _cache.Read(path));
        Assert.Equal("first", _cache.Read(path));

        Write("a.txt", "first");
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal("first", _cache.Read(path));
        Assert.Equal(1, _made);

        Write("a.txt", "other");
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal("other", _cache.Read(path));
        Assert.Equal(2, _made);
    }

    /// <summary>A file that replaces another may be older than it, and as long.</summary>
    [Fact]
    public void A_file_in_the_place_of_another_is_read()
    {
        string older = Write("older.txt", "older");
        string path = Write("a.txt", "first");
        Thread.Sleep(s_settled);
        Assert.Equal("first", _cache.Read(path));

        File.Delete(path);
        File.Move(older, path);

        Assert.Equal("older", _cache.Read(path));
    }

#if !NETSTANDARD_LEG
    /// <summary>Only Unix has a time that nobody can set back.</summary>
    [Fact]
    public void A_settled_file_is_not_even_read_again()
    {
        if (!UnixFile.IsAvailable) return;
        string path = typeof(FileCacheTests).Assembly.Location;
        FileStamp first = FileStamp.Read(path);
        string fresh = Write("a.txt", "first");

        Assert.Same(first, FileStamp.Read(path, first));
        FileStamp known = FileStamp.Read(fresh);
        Assert.NotSame(known, FileStamp.Read(fresh, known));
        Assert.Equal(known, FileStamp.Read(fresh, known));
    }
#endif

    [Fact]
    public void More_files_than_it_has_room_for_are_read_anew()
    {
        string[] paths = [Write("a.txt", "a"), Write("b.txt", "b"), Write("c.txt", "c")];

        foreach (string path in paths) _cache.Read(path);
        _cache.Read(paths[0]);
        Assert.Equal(4, _made);

        _cache.Clear();
        _cache.Read(paths[0]);
        Assert.Equal(5, _made);
    }

    [Fact]
    public void A_file_that_is_gone_is_missing()
    {
        string path = Write("a.txt", "first");
        _cache.Read(path);
        File.Delete(path);

        PinningException error = Assert.Throws<PinningException>(() => _cache.Read(path));

        Assert.Equal("FileNotFound", error.Fault.Id);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
