using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>The file of a state: read back as it was, refused where it is not whole, and never half written.</summary>
public sealed class CheckStateTests : IDisposable
{
    private readonly SimulatedCheck _check = new();

    public void Dispose() => _check.Dispose();

    private string[] Lines
    {
        get => File.ReadAllLines(_check.State.State);
        set => File.WriteAllText(_check.State.State, string.Join("\n", value) + "\n");
    }

    private async Task<Fault> RefusedAsync() =>
        (await Assert.ThrowsAsync<PinningException>(() => _check.RunAsync())).Fault;

    [Fact]
    public async Task A_state_is_read_and_written_back_as_it_was()
    {
        _check.Add("b.example");
        _check.Add("a.example");
        _check.Servers["a.example"] = [_check.Servers["a.example"][0], SimulatedCheck.Leaf("a.example")];
        await _check.RunAsync();
        _check.Servers["b.example"] = [SimulatedCheck.Leaf("b.example")];
        await _check.RunAsync();
        _check.Servers["b.example"] = [null];
        await _check.RunAsync();
        string text = File.ReadAllText(_check.State.State);

        var again = new StringWriter { NewLine = "\n" };
        CheckStateText.Write(_check.Known, again);

        Assert.Equal(text, again.ToString());
        Assert.EndsWith("{\"end\":1}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        string[] keys = [.. Lines.Where(line => line.StartsWith("{\"key\":", StringComparison.Ordinal))];
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public async Task A_state_with_a_byte_order_mark_is_read()
    {
        _check.Add("a.example");
        await _check.RunAsync();
        File.WriteAllText(_check.State.State, File.ReadAllText(_check.State.State), new UTF8Encoding(true));

        Assert.Empty((await _check.RunAsync()).Changes);
    }

    [Fact]
    public async Task A_state_that_was_cut_off_anywhere_is_refused_and_stays()
    {
        _check.Add("a.example");
        _check.Add("b.example");
        await _check.RunAsync();
        string text = File.ReadAllText(_check.State.State);
        for (int length = 0; length < text.Length - 1; length += 1 + (text.Length / 97))
        {
            string cut = text[..length];
            File.WriteAllText(_check.State.State, cut);

            Fault fault = await RefusedAsync();

            Assert.True(fault.Id is "PinCheckStateCutOff" or "PinCheckStateUnreadable", $"{length}: {fault}");
            Assert.Equal(cut, File.ReadAllText(_check.State.State));
        }
    }

    [Theory]
    [InlineData("{\"pinCheckState\":2}", "PinCheckFromLater")]
    [InlineData("{\"name\":\"x\"}", "PinCheckStateUnreadable")]
    [InlineData("[]", "PinCheckStateUnreadable")]
    [InlineData("hello", "PinCheckStateUnreadable")]
    public async Task What_does_not_begin_as_a_state_is_refused(string head, string id)
    {
        _check.Add("a.example");
        await _check.RunAsync();
        Lines = [head, .. Lines.Skip(1)];

        Assert.Equal(id, (await RefusedAsync()).Id);
    }

    [Theory]
    [InlineData("drop", "PinCheckStateCutOff")]
    [InlineData("twice", "PinCheckStateUnreadable")]
    [InlineData("path", "PinCheckStateUnreadable")]
    [InlineData("date", "PinCheckStateUnreadable")]
    [InlineData("type", "PinCheckStateUnreadable")]
    [InlineData("after", "PinCheckStateUnreadable")]
    public async Task A_state_that_somebody_edited_badly_is_refused(string how, string id)
    {
        _check.Add("a.example");
        _check.Add("b.example");
        await _check.RunAsync();
        string[] lines = Lines;
        int key = Array.FindIndex(lines, line => line.StartsWith("{\"key\":", StringComparison.Ordinal));
        Lines = how switch
        {
            "drop" => [.. lines.Where((_, i) => i != key)],
            "twice" => [.. lines.Take(key), lines[key], .. lines.Skip(key)],
            "path" => [.. lines.Where(line => !line.StartsWith("{\"path\":", StringComparison.Ordinal))],
            "date" => [.. lines.Select(line => line.Replace("\"since\":\"2", "\"since\":\"x", StringComparison.Ordinal))],
            "type" => [.. lines.Select(line => line.Replace("\"spare\":1", "\"spare\":\"one\"", StringComparison.Ordinal))],
            _ => [.. lines, lines[key]],
        };

        Assert.Equal(id, (await RefusedAsync()).Id);
    }

    [Fact]
    public async Task Members_and_lines_of_a_later_time_are_passed_over()
    {
        _check.Add("a.example");
        await _check.RunAsync();
        Lines = [.. Lines.Select(line => line.Replace("{\"key\":\"a", "{\"key\":\"a", StringComparison.Ordinal)
            .Replace("\"level\":\"Ok\"", "\"level\":\"Ok\",\"later\":{\"x\":[1]}", StringComparison.Ordinal))
            .SelectMany(line => line.StartsWith("{\"end\"", StringComparison.Ordinal) ? ["{\"later\":1}", line] : (string[])[line])];

        Assert.Empty((await _check.RunAsync()).Changes);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_is_told_and_nothing_is_written()
    {
        _check.Add("a.example");
        await _check.RunAsync();
        string before = File.ReadAllText(_check.State.State);

        Fault fault = (await Assert.ThrowsAsync<PinningException>(() => _check.RunAsync(days: -2))).Fault;

        Assert.Equal("PinCheckClockBack", fault.Id);
        Assert.Equal(before, File.ReadAllText(_check.State.State));
    }

    [Fact]
    public async Task Two_runs_at_once_are_not_possible()
    {
        _check.Add("a.example");
        await _check.RunAsync();
        using CheckStateFile other =
            await CheckStateFile.OpenAsync(_check.State, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal("PinCheckBusy", (await RefusedAsync()).Id);
    }

    [SkippableFact]
    [UnsupportedOSPlatform("windows")]
    public async Task What_others_could_have_written_is_not_believed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other rights.");
        _check.Add("a.example");
        await _check.RunAsync();
        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
#if !NETSTANDARD_LEG // Windows' leg makes files without a mode.
        Assert.Equal(Owners, File.GetUnixFileMode(_check.State.State));
        Assert.Equal(Owners, File.GetUnixFileMode(_check.State.Changes));
#endif
        foreach (string path in new[] { _check.State.State, _check.State.Changes })
        {
            foreach (UnixFileMode more in new[] { UnixFileMode.OtherWrite, UnixFileMode.GroupWrite })
            {
                File.SetUnixFileMode(path, Owners | more);
                Fault fault = await RefusedAsync();
                Assert.Equal("PinCheckOpenToOthers", fault.Id);
                Assert.StartsWith("chmod ", fault.Advice, StringComparison.Ordinal);
                File.SetUnixFileMode(path, Owners);
            }
        }

        File.SetUnixFileMode(_check.State.Folder, Owners | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        Assert.Equal("PinCheckOpenToOthers", (await RefusedAsync()).Id);
        File.SetUnixFileMode(_check.State.Folder, Owners | UnixFileMode.UserExecute);
        Assert.Empty((await _check.RunAsync()).Changes);
    }

    [SkippableFact]
    public async Task A_state_of_another_account_is_not_believed()
    {
        string? chown = Tool.Find("chown");
        Skip.If(!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || chown is null, "It takes root and chown.");
        _check.Add("a.example");
        await _check.RunAsync();
        Assert.Equal(0, (await Tool.RunAsync(chown!, ["65534", _check.State.State])).ExitCode);

        Fault fault = await RefusedAsync();

        Assert.Equal("PinCheckOpenToOthers", fault.Id);
        Assert.Contains("65534", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sights_of_pins_are_kept_when_nobody_sees_them_any_more()
    {
        TestCertificate next = SimulatedCheck.Leaf("a.example");
        TestCertificate leaf = _check.Add("a.example", next.Pin);
        await _check.RunAsync();
        DateTime first = _check.Now;
        _check.Servers["a.example"] = [next];
        await _check.RunAsync();

        CheckPolicy policy = _check.Known.Records["a.example:443"].Policy!;

        Assert.Equal(first, policy.Seen(leaf.Pin));
        Assert.Equal(_check.Now, policy.Seen(next.Pin));
    }
}
