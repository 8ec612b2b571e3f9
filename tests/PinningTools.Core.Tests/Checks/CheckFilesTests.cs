using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>Names of checks, where their files are, and who may read them.</summary>
public sealed class CheckFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nightly", true)]
    [InlineData("a.b_c-1", true)]
    [InlineData("1", true)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    [InlineData("-rf", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a%b", false)]
    [InlineData("nul", false)]
    [InlineData("COM1.x", false)]
    [InlineData("end.", false)]
    [InlineData("\u00e9", false)]
    public void A_name_means_nothing_anywhere(string name, bool isValid)
    {
        Assert.Equal(isValid, CheckName.IsValid(name));
        if (isValid) Assert.Equal(name, CheckName.Require(name));
        else
            Assert.Equal(
                "PinCheckNameInvalid", Assert.Throws<PinningException>(() => CheckName.Require(name)).Fault.Id);
    }

    [Fact]
    public void A_name_has_64_characters_at_most()
    {
        Assert.True(CheckName.IsValid(new string('a', 64)));
        Assert.False(CheckName.IsValid(new string('a', 65)));
    }

    [Theory]
    [InlineData("/etc/pincheck/nightly.csv", "nightly")]
    [InlineData("our hosts (new).csv", "our-hosts--new-")]
    [InlineData("nul.csv", "check")]
    [InlineData("---.csv", "check")]
    [InlineData(null, "check")]
    public void A_list_gives_its_check_a_name(string? source, string name) => Assert.Equal(name, CheckName.Of(source));

    [SkippableFact]
    public void A_state_has_its_folder_by_the_environment()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has another folder.");
        string Default(string? own, string? service, string? home) => CheckFiles.Default("n", name => name switch
        {
            "PINNINGTOOLS_STATE" => own,
            "STATE_DIRECTORY" => service,
            "XDG_STATE_HOME" => home,
            _ => null,
        });

        Assert.Equal("/own/n.state.jsonl", Default("/own", "/service:/other", "/home"));
        Assert.Equal("/service/n.state.jsonl", Default(null, "/service:/other", "/home"));
        Assert.Equal("/home/pinningtools/n/n.state.jsonl", Default("", "", "/home"));
        Assert.EndsWith("/.local/state/pinningtools/n/n.state.jsonl", Default(null, null, "relative"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nightly.state.jsonl", "nightly.changes.jsonl", "nightly.evidence")]
    [InlineData("state.jsonl", "state.changes.jsonl", "state.evidence")]
    public void All_files_of_a_check_are_beside_its_state(string state, string changes, string evidence)
    {
        var files = new CheckFiles(_folder.File(state));

        Assert.Equal(_folder.File(changes), files.Changes);
        Assert.Equal(_folder.File(evidence), files.Evidence);
        Assert.Equal(_folder.File(state) + ".lock", files.Lock);
    }

    [Theory]
    [InlineData("nightly", true)]
    [InlineData("nightly.jsonl", false)]
    [InlineData("./nightly", false)]
    public void A_bare_name_is_a_check_and_a_path_is_a_file(string given, bool isName) =>
        Assert.Equal(isName, CheckFiles.IsName(given));

    [Fact]
    public void An_account_without_a_home_is_told_what_to_give()
    {
        var error = Assert.Throws<PinningException>(() => CheckFiles.Default("n", _ => null, home: ""));

        Assert.Equal("PinCheckNoStateFolder", error.Fault.Id);
        Assert.Contains("PINNINGTOOLS_STATE", error.Fault.Advice, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_missing_folder_is_made_for_its_owner_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has an access list in place of a mode.");
        string folder = Path.Combine(_folder.Path, "new", "deeper");
        var files = new CheckFiles(Path.Combine(folder, "x.state.jsonl"));

        using CheckStateFile file = await CheckStateFile.OpenAsync(files, TimeSpan.Zero, CancellationToken.None);

        Assert.Null(file.Last);
#if !NETSTANDARD_LEG // Windows' leg makes folders without a mode.
#pragma warning disable CA1416
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
#pragma warning restore CA1416
#endif
    }

    [Fact]
    public void A_state_that_is_not_there_has_nothing_to_tell()
    {
        var files = new CheckFiles(_folder.File("x.state.jsonl"));

        Assert.Equal("PinCheckStateMissing", Assert.Throws<PinningException>(() => CheckHistory.Changes(files)).Fault.Id);
        Assert.Equal("PinCheckStateMissing", Assert.Throws<PinningException>(() => CheckHistory.Current(files)).Fault.Id);
    }
}
