using System;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>What happens to a store on a hostile or a broken machine, and what people put into one.</summary>
public sealed class PinStoreAttackTests : IDisposable
{
    private const string Pins = "\"pins\": [{\"pin\": \"sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\"}]";

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("pins.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_lock_file_of_a_dead_process_keeps_nobody_out()
    {
        using (Process writer = ChildProcess.Start("hold", Path))
        {
            await WaitForAsync(() => File.Exists(Path + ".held"));
            writer.Kill();
            await writer.WaitForExitAsync();
        }

        Assert.True(File.Exists(Path + ".lock"));
        await AddAsync("a.example");
        Assert.Equal(1, PinStoreFile.Read(Path).Count);
    }

    [SkippableFact]
    public async Task A_full_disk_leaves_the_old_store_and_no_litter()
    {
        string? bash = Tool.Find("bash");
        Skip.If(bash is null, "bash is not installed");
        await AddAsync("a.example");
        string before = File.ReadAllText(Path);
        // No file may grow over 8 blocks of 1024 bytes, as on a disk with no more room; the signal for it is ignored.
        string limits = "trap '' XFSZ; ulimit -f 8; export DOTNET_EnableWriteXorExecute=0; ";

        ToolResult result =
            await Tool.RunAsync(bash!, ["-c", limits + "exec " + ChildProcess.CommandLine("fill", Path)]);

        Assert.Equal("FileUnwritable", result.Output.Trim());
        Assert.Equal(before, File.ReadAllText(Path));
        Assert.Equal(["pins.json", "pins.json.lock"], _folder.Names());
        await AddAsync("b.example");
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_leaves_the_store_as_it_is()
    {
        await AddAsync("a.example");
        string before = File.ReadAllText(Path);
        File.Delete(Path + ".lock");
        // No one may open a folder as a file, not even who may do anything else.
        Directory.CreateDirectory(Path + ".lock");

        PinningException error = await Assert.ThrowsAsync<PinningException>(() => AddAsync("b.example"));

        Assert.Equal("FileUnwritable", error.Fault.Id);
        Assert.Equal(before, File.ReadAllText(Path));
    }

    [SkippableFact]
    public async Task A_store_behind_a_link_is_read_anew_when_it_changes()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a right of their own on Windows.");
        await AddAsync("a.example");
        string link = System.IO.Path.Combine(Directory.CreateDirectory(_folder.File("links")).FullName, "link.json");
        File.CreateSymbolicLink(link, Path);
        Assert.Equal(1, PinStoreCache.Read(link).Count);

        await AddAsync("b.example");

        Assert.Equal(2, PinStoreCache.Read(link).Count);
    }

    [SkippableFact]
    public void A_pipe_or_a_device_is_no_store()
    {
        Skip.IfNot(Directory.Exists("/proc/self/fd"), "Only Linux shows a process its open files.");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);

        Assert.Equal("FileUnreadable", TestSets.FaultOf(() => PinStoreFile.Read("/dev/null")));
        Assert.Equal("FileUnreadable", TestSets.FaultOf(() => PinStoreFile.Read(
            "/proc/self/fd/" + pipe.GetClientHandleAsString())));
        Assert.Equal("FileUnreadable", TestSets.FaultOf(() => PinStoreFile.Read(_folder.Path)));
    }

    [Fact]
    public void A_store_larger_than_the_bound_is_refused_before_it_is_read()
    {
        using (FileStream file = File.Create(Path)) file.SetLength(UnicodeFile.MaxLength + 1L);

        Assert.Equal("TextTooLarge", TestSets.FaultOf(() => PinStoreFile.Read(Path)));
    }

    [Theory]
    [InlineData("A.example", "a.example")]
    [InlineData("a.example.", "a.example")]
    [InlineData("b\u00fccher.example", "xn--bcher-kva.example")]
    [InlineData("b\u00fccher.example", "B\u00dcCHER.example.")]
    [InlineData("[2001:DB8::1]", "2001:db8:0:0:0:0:0:1")]
    [InlineData("**.A.example:443", "**.a.example:0443")]
    public void Two_spellings_of_one_pattern_are_one_pattern(string first, string second)
    {
        string json = $"{{\"pinStore\": 1, \"pinSets\": [{{\"pattern\": \"{first}\", {Pins}}},\n"
            + $"{{\"pattern\": \"{second}\", {Pins}}}]}}";
        PinningException error = Assert.Throws<PinningException>(() => PinStoreJson.Read(json, "test"));

        Assert.Equal("PinSetTwice", error.Fault.Id);
        Assert.StartsWith("'test', line 2, column 1: ", error.Fault.Message);
    }

    [Theory]
    [InlineData("utf-8", true, "\n")]
    [InlineData("utf-8", false, "\r\n")]
    [InlineData("utf-16", true, "\r\n")]
    [InlineData("utf-16BE", true, "\n")]
    public async Task A_store_in_any_form_of_Unicode_is_read_and_written_back_in_the_one_form(
        string encoding, bool mark, string newLine)
    {
        await AddAsync("b\u00fccher.example");
        string text = File.ReadAllText(Path);
        var form = Encoding.GetEncoding(encoding);
        byte[] content = [.. mark ? form.GetPreamble() : [], .. form.GetBytes(text.Replace("\n", newLine))];
        File.WriteAllBytes(Path, content);

        await PinStoreFile.UpdateAsync(Path, _ => true, CancellationToken.None);

        Assert.Equal(Encoding.UTF8.GetBytes(text), File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData("{\"pinStore\": 1, \"pinStore\": 1}", "line 1, column 17")]
    [InlineData("{\"pinStore\": 1, \"pinSets\": [{\"pattern\": \"a\", \"p\\u0061ttern\": \"b\"}]}", "duplicate member 'pattern'")]
    [InlineData("{\"pinStore\": 1, // why\n \"pinSets\": []}", "line 1, column 17")]
    [InlineData("{\"pinStore\": 1, \"x\": \"\u0001\"}", "line 1, column 2")]
    [InlineData("{\"pinStore\": 1}\u0000", "line 1, column 16")]
    public void What_readers_differ_in_is_refused(string json, string message)
    {
        Fault fault = Assert.Throws<PinningException>(() => PinStoreJson.Read(json, "test")).Fault;

        Assert.Equal("JsonMalformed", fault.Id);
        Assert.Contains(message, fault.Message);
    }

    [Fact]
    public async Task A_store_that_somebody_broke_is_not_overwritten()
    {
        File.WriteAllText(Path, "{\"pinStore\": 1, \"pinSets\": [");

        await Assert.ThrowsAsync<PinningException>(() => AddAsync("a.example"));

        Assert.Equal("{\"pinStore\": 1, \"pinSets\": [", File.ReadAllText(Path));
    }

    private Task AddAsync(string pattern) => PinStoreFile.UpdateAsync(Path, store =>
    {
        store.Put(TestSets.Of(pattern));
        return true;
    }, CancellationToken.None);

    private static async Task WaitForAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "The writer did not begin.");
            await Task.Delay(5);
        }
    }
}
