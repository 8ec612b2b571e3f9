#if !NETSTANDARD_LEG
using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

[UnsupportedOSPlatform("windows")]
public sealed class StoreRulesTests
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [SkippableFact]
    public void A_store_that_every_account_may_write()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no mode bits");

        AssertFires("OthersMayWrite", Mine | UnixFileMode.OtherWrite, Mine);
        AssertFires("OthersMayWrite", Mine, Mine | UnixFileMode.OtherWrite);
        AssertQuiet("OthersMayWrite", Mine | UnixFileMode.OtherRead, Mine);
        AssertQuiet("OthersMayWrite", Mine, Mine | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
    }

    [SkippableFact]
    public void A_store_that_a_whole_group_may_write()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no mode bits");

        AssertFires("GroupMayWrite", Mine | UnixFileMode.GroupWrite, Mine);
        AssertFires("GroupMayWrite", Mine, Mine | UnixFileMode.GroupWrite);
        AssertQuiet("GroupMayWrite", Mine | UnixFileMode.GroupRead, Mine | UnixFileMode.GroupRead);
        AssertQuiet("GroupMayWrite", Mine, Mine | UnixFileMode.GroupWrite | UnixFileMode.StickyBit);
    }

    [SkippableFact]
    public void A_folder_further_up_counts_and_so_does_whose_group_it_is()
    {
        UnixNodes.SkipUnlessRoot();
        using var temporary = new TemporaryFolder();
        string folder = Directory.CreateDirectory(temporary.File("below")).FullName;
        string path = Path.Combine(folder, "pins.json");
        File.WriteAllText(path, "");
        File.SetUnixFileMode(temporary.Path, Mine | UnixFileMode.GroupWrite);
        Assert.Equal(FindingSeverity.Information, Assert.Single(StoreRules.Find(new PinStore(), path)).Severity);

        UnixNodes.Give(temporary.Path, 0, 34);
        Assert.Equal(FindingSeverity.Warning, Assert.Single(StoreRules.Find(new PinStore(), path)).Severity);
    }

    private static void AssertFires(string id, UnixFileMode file, UnixFileMode folder) =>
        Assert.Equal(id, Assert.Single(Find(file, folder)).Id);

    private static void AssertQuiet(string id, UnixFileMode file, UnixFileMode folder) =>
        Assert.DoesNotContain(id, Find(file, folder).Select(finding => finding.Id));

    private static PinSetFinding[] Find(UnixFileMode file, UnixFileMode folder)
    {
        using var temporary = new TemporaryFolder();
        string path = temporary.File("pins.json");
        File.WriteAllText(path, "");
        File.SetUnixFileMode(path, file);
        File.SetUnixFileMode(Path.GetDirectoryName(path)!, folder);
        return [.. StoreRules.Find(new PinStore(), path)];
    }
}
#endif
