using System;
using System.IO;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>Who could change what a scheduler runs.</summary>
public sealed class ScheduleRightsTests : IDisposable
{
    private readonly ScheduleTrial _trial = new();

    private string Script => _trial.At("opt/checks/a.ps1");

    public void Dispose() => _trial.Dispose();

    [SkippableFact]
    public void A_script_of_this_account_in_its_folders_is_fine()
    {
        SkipWithoutRights();
        _trial.Make("opt/checks/a.ps1");

        ScheduleRights.Require(Script, UnixFile.CurrentUser);
        ScheduleRights.Require(_trial.At("opt/checks/absent/b.ps1"), UnixFile.CurrentUser);
    }

    [SkippableTheory]
    [InlineData("opt/checks/a.ps1", 0x1B6, "every account can write to it")]
    [InlineData("opt/checks", 0x1FF, "every account can write to its folder")]
    [InlineData("opt", 0x1FF, "every account can write to its folder")]
    public void What_everyone_can_change_is_refused(string open, int mode, string why)
    {
        SkipWithoutRights();
        _trial.Make("opt/checks/a.ps1");
        UnixNodes.SetMode(_trial.At(open), mode);

        Assert.Contains(why, Refused(Script).Message);
    }

    [SkippableTheory]
    [InlineData("opt/checks/a.ps1", 0x1B4)]
    [InlineData("opt/checks", 0x1FD)]
    public void What_a_group_can_change_is_refused(string open, int mode)
    {
        UnixNodes.SkipUnlessRoot();
        _trial.Make("opt/checks/a.ps1");
        UnixNodes.Give(_trial.At(open), 0, 990);
        UnixNodes.SetMode(_trial.At(open), mode);

        Assert.Contains("a group can write to it", Refused(Script).Message);
    }

    [SkippableTheory]
    [InlineData("opt/checks/a.ps1")]
    [InlineData("opt/checks")]
    public void What_another_account_owns_is_refused(string foreign)
    {
        UnixNodes.SkipUnlessRoot();
        _trial.Make("opt/checks/a.ps1");
        UnixNodes.Give(_trial.At(foreign), UnixNodes.SomebodyElse, 0);

        Assert.Contains("belongs to another account (user 65534)", Refused(Script).Message);
        // For that account itself it is its own.
        ScheduleRights.Require(Script, UnixNodes.SomebodyElse);
    }

    [SkippableTheory]
    [InlineData("opt/checks", "open/checks", true)]
    [InlineData("opt/checks/a.ps1", "../../open/checks/a.ps1", true)]
    [InlineData("opt/checks", "closed/checks", false)]
    public void A_link_is_followed_to_the_folders_of_its_target(string link, string target, bool isRefused)
    {
        SkipWithoutRights();
        _trial.Make("open/checks/a.ps1");
        _trial.Make("closed/checks/a.ps1");
        UnixNodes.SetMode(_trial.At("open"), 0x1FF);
        string path = _trial.At(link);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target.StartsWith('.') ? target : _trial.At(target));

        if (isRefused) Assert.Contains("every account can write to its folder", Refused(Script).Message);
        else ScheduleRights.Require(Script, UnixFile.CurrentUser);
    }

    [SkippableFact]
    public void Links_in_a_circle_are_refused()
    {
        SkipWithoutRights();
        File.CreateSymbolicLink(_trial.At("a"), _trial.At("b"));
        File.CreateSymbolicLink(_trial.At("b"), _trial.At("a"));

        Assert.Equal("FileUnreadable", Refused(_trial.At("a/x.ps1")).Id);
    }

    [SkippableFact]
    public void A_service_of_its_own_user_must_be_able_to_read()
    {
        SkipWithoutRights();
        _trial.Make("opt/checks/a.ps1", mode: 0x1A0);

        Fault fault = Assert.Throws<PinningException>(() => ScheduleRights.RequireReadable(Script)).Fault;

        Assert.Equal(("ScheduleNotReadable", $"chmod o+r '{Script}'"), (fault.Id, fault.Advice));
        UnixNodes.SetMode(Script, 0x1A4);
        ScheduleRights.RequireReadable(Script);
    }

    private static void SkipWithoutRights()
    {
        UnixNodes.SkipElsewhere();
        Skip.IfNot(UnixFile.IsAvailable, "This runtime does not tell the rights of files.");
    }

    private static Fault Refused(string path) =>
        Assert.Throws<PinningException>(() => ScheduleRights.Require(path, UnixFile.CurrentUser)).Fault;
}
