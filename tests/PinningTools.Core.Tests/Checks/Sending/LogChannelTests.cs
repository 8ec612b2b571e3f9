using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Sending;

/// <summary>The event log of Windows and the system's log of Linux: what is written to them.</summary>
public sealed class LogChannelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PinMismatch", "new", "Critical", 300, LogEventType.Error)]
    [InlineData("NotProven", "new", "Critical", 300, LogEventType.Error)]
    [InlineData("VetoedPin", "new", "Critical", 301, LogEventType.Error)]
    [InlineData("UntrustedChain", "standing", "Critical", 302, LogEventType.Error)]
    [InlineData("NameMismatch", "new", "Critical", 303, LogEventType.Error)]
    [InlineData("CertificateExpired", "new", "Critical", 304, LogEventType.Error)]
    [InlineData("PinSetExpired", "new", "Critical", 304, LogEventType.Error)]
    [InlineData("ExpiresSoon", "new", "Warning", 310, LogEventType.Warning)]
    [InlineData("ExpiresSoon", "worse", "Critical", 305, LogEventType.Error)]
    [InlineData("NoBackupPin", "new", "Warning", 311, LogEventType.Warning)]
    [InlineData("Inspected", "new", "Warning", 313, LogEventType.Warning)]
    [InlineData("Warning", "new", "Warning", 312, LogEventType.Warning)]
    [InlineData("ConnectFailed", "new", "Unknown", 320, LogEventType.Warning)]
    [InlineData("TimedOut", "new", "Unknown", 320, LogEventType.Warning)]
    [InlineData("HandshakeFailed", "new", "Critical", 305, LogEventType.Error)]
    [InlineData("NotReadable", "new", "Unknown", 321, LogEventType.Warning)]
    [InlineData("AddressesDiffer", "new", "Warning", 330, LogEventType.Error)]
    [InlineData("KeyChanged", "new", "Warning", 201, LogEventType.Warning)]
    [InlineData("PinMismatch", "recovered", "Ok", 390, LogEventType.Information)]
    [InlineData("MissedRuns", "new", "Warning", 902, LogEventType.Warning)]
    public void An_event_has_the_number_of_its_reason(string reason, string state, string level, int id, object type)
    {
        PinCheckAlert alert = Outbox.Alert("a", state, level, reason);
        LogEvent[] events = [.. EventLogChannel.Events(new SendNotice { Run = SampleSummary.AllOk(), Alerts = [alert] })];

        Assert.Equal((2, 100), (events.Length, events[0].Id));
        Assert.Equal((id, type), (events[1].Id, events[1].Type));
        Assert.Equal(7, events[1].Strings.Count);
        Assert.Equal(
            ["a.example.com:443", reason, alert.LeafPin, "web team", "3f9c1c52"], events[1].Strings.Skip(1).Take(5));
        Assert.Equal("a", JsonReader.Parse(events[1].Strings[6], "the string").Find("id")!.Text);
    }

    [Theory]
    [InlineData("Ok", true, 100)]
    [InlineData("Warning", true, 101)]
    [InlineData("Critical", false, 102)]
    [InlineData("Unknown", true, 103)]
    [InlineData("Ok", false, 103)]
    public void The_run_has_an_event_of_its_own(string level, bool isComplete, int id) => Assert.Equal(
        id,
        EventLogChannel.Events(new SendNotice { Run = SampleSummary.AllOk() with { Level = level, IsComplete = isComplete } })
            .Single().Id);

    [Fact]
    public void Changes_are_events_too()
    {
        PinCheckSummary run = SampleSummary.Create();
        LogEvent[] events = [.. EventLogChannel.Events(new SendNotice { Run = run, Changes = run.Changes })];

        Assert.Equal(run.Changes.Length + 1, events.Length);
        Assert.Equal(run.Changes.Count(one => one.Expected), events.Count(one => one.Id == 200));
    }

    [Theory]
    [InlineData("100%1 a\0b%%2 %n", "100% 1 ab%% 2 %n")]
    [InlineData("fe80::1%3", "fe80::1% 3")]
    public void No_string_is_taken_for_a_place_of_another(string text, string plain) =>
        Assert.Equal(plain, WindowsEventLog.Plain(text));

    [SkippableFact]
    public void Where_there_is_no_event_log_it_is_told()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has one.");

        Assert.Equal("EventLogUnavailable", Assert.Throws<PinningException>(() => WindowsEventLog.Write([])).Fault.Id);
    }

    [Fact]
    public void A_line_has_the_severity_of_its_level()
    {
        PinCheckSummary run = SampleSummary.Create();
        LogLine[] lines = [.. SyslogChannel.Lines(MessageTests.Notice(run))];

        Assert.Equal(2, lines[0].Severity);
        Assert.StartsWith("Pin check nightly: CRITICAL: ", lines[0].Text, StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Severity == 4 && line.Text.StartsWith("expires soon (worse", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Severity == 6 && line.Text.StartsWith("timed out (recovered", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain(line.Text, char.IsControl));
    }

#if !NETSTANDARD_LEG
    [SkippableFact]
    public void The_socket_gets_a_datagram_for_each_line_as_syslog_writes_them()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such sockets.");
        string path = _folder.File("log");
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(path));
        daemon.ReceiveTimeout = 20_000;
        var log = new SystemLog
        {
            Socket = path,
            Variable = _ => null,
            Clock = () => new DateTime(2026, 11, 7, 2, 17, 9, DateTimeKind.Local),
        };

        log.Write([new LogLine(2, "wrong key"), new LogLine(6, "\u00fcber")]);

        Assert.Equal($"<26>Nov  7 02:17:09 PinningTools[{Environment.ProcessId}]: wrong key", Receive());
        Assert.Equal($"<30>Nov  7 02:17:09 PinningTools[{Environment.ProcessId}]: \u00fcber", Receive());

        string Receive()
        {
            byte[] data = new byte[4096];
            return Encoding.UTF8.GetString(data, 0, daemon.Receive(data));
        }
    }
#endif

    [Fact]
    public void Where_there_is_no_log_it_is_told()
    {
        var log = new SystemLog { Socket = _folder.File("absent"), Variable = _ => null };

        PinningException error = Assert.Throws<PinningException>(() => log.Write([new LogLine(2, "x")]));

        Assert.Equal("SyslogUnavailable", error.Fault.Id);
#if !NETSTANDARD_LEG
        if (!OperatingSystem.IsWindows()) Assert.Contains("no such socket", error.Fault.Message);
#endif
    }

    [Theory]
    [InlineData("8:4711", "socket:[4711]", "socket:[1]", 1)]
    [InlineData("8:4711", "pipe:[1]", "/proc/self/fd/socket:[4711]", 2)]
    [InlineData("8:4711", "socket:[14711]", "pipe:[4711]", null)]
    [InlineData("8:4711", null, null, null)]
    [InlineData("8:", "socket:[]", null, null)]
    [InlineData("", "socket:[]", null, null)]
    [InlineData(null, "socket:[4711]", null, null)]
    public void The_output_is_the_journal_only_where_it_is(string? variable, string? output, string? error, int? number)
    {
        var log = new SystemLog { Variable = _ => variable, LinkOf = asked => asked == 1 ? output : error };

        Assert.Equal(number, log.JournalStream());
    }

    [Fact]
    public void The_journal_gets_lines_with_their_severity()
    {
        var opened = new List<int>();
        using var journal = new MemoryStream();
        var log = new SystemLog
        {
            Variable = _ => "8:4711",
            LinkOf = number => number == 2 ? "socket:[4711]" : "pipe:[1]",
            Open = number =>
            {
                opened.Add(number);
                return journal;
            },
        };

        log.Write([new LogLine(2, "wrong key"), new LogLine(6, "fine")]);

        Assert.Equal([2], opened);
        Assert.Equal("<2>PinningTools: wrong key\n<6>PinningTools: fine\n", Encoding.UTF8.GetString(journal.ToArray()));
    }
}
