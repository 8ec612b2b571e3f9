using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
#if NET
using System.Net.Sockets;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Where the lines of the system's log go. In a service of systemd the output of the process is the journal, which reads
/// the severity in front of each line. Else they go to the socket of the log daemon, in the form in which syslog(3) writes
/// there: the journal's own reader of that socket does not know the form of RFC 5424.
/// </summary>
internal sealed record SystemLog
{
    private const string Name = "PinningTools";

    /// <summary>The facility of daemons.</summary>
    private const int Facility = 3;

    internal string Socket { get; init; } = "/dev/log";

    internal Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>What an open file of this process is, by its number, such as "socket:[1234]"; null if that is not known.</summary>
    internal Func<int, string?> LinkOf { get; init; } = ReadLink;

    /// <summary>The stream of an open file, by its number.</summary>
    internal Func<int, Stream> Open { get; init; } =
        number => number == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();

    internal Func<DateTime> Clock { get; init; } = () => PinningTools.Internal.Clock.Now;

    /// <exception cref="PinningException">There is no log, or it does not take the lines.</exception>
    internal void Write(IReadOnlyList<LogLine> lines)
    {
        try
        {
            if (JournalStream() is { } number) WriteTo(Open(number), lines);
            else WriteToSocket(lines);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.SyslogUnavailable(Socket, WriteError.Why(error)), error);
        }
    }

    /// <summary>
    /// The output that is the journal. The variable alone does not tell: what was started from a service has it too, with
    /// another output.
    /// </summary>
    internal int? JournalStream()
    {
        string[] place = (Variable("JOURNAL_STREAM") ?? "").Split(':');
        if (place.Length != 2 || place[1].Length == 0) return null;
        foreach (int number in new[] { 1, 2 })
            if (LinkOf(number)?.EndsWith($"socket:[{place[1]}]", StringComparison.Ordinal) == true) return number;
        return null;
    }

    private static void WriteTo(Stream stream, IReadOnlyList<LogLine> lines)
    {
        byte[] data = Encoding.UTF8.GetBytes(string.Concat(
            lines.Select(line => $"<{line.Severity.ToString(CultureInfo.InvariantCulture)}>{Name}: {line.Text}\n")));
        stream.Write(data, 0, data.Length);
        stream.Flush();
    }

    /// <summary>As syslog(3) writes it to the local socket: without a host, with the local time.</summary>
    internal string Datagram(LogLine line)
    {
        DateTime now = Clock().ToLocalTime();
        string day = now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        string time = now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        string month = now.ToString("MMM", CultureInfo.InvariantCulture);
        int priority = (Facility * 8) + line.Severity;
        return $"<{priority.ToString(CultureInfo.InvariantCulture)}>{month} {day} {time} {Name}[{ProcessId()}]: {line.Text}";
    }

#if NET
    private static string ProcessId() => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private static string? ReadLink(int number)
    {
        try
        {
            string path = $"/proc/self/fd/{number.ToString(CultureInfo.InvariantCulture)}";
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void WriteToSocket(IReadOnlyList<LogLine> lines)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            throw new PinningException(Faults.SyslogUnavailable(Socket, "this system has none."));
        if (!Presence.Exists(Socket)) throw new PinningException(Faults.SyslogUnavailable(Socket, "there is no such socket."));
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTimeout = 10_000;
            socket.Connect(new UnixDomainSocketEndPoint(Socket));
            foreach (LogLine line in lines) socket.Send(Encoding.UTF8.GetBytes(Datagram(line)));
        }
        catch (SocketException error)
        {
            throw new PinningException(Faults.SyslogUnavailable(Socket, error.Message), error);
        }
    }
#else
    private static string ProcessId()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Id.ToString(CultureInfo.InvariantCulture);
    }

    private static string? ReadLink(int number) => null;

    private void WriteToSocket(IReadOnlyList<LogLine> lines) => throw new PinningException(
        Faults.SyslogUnavailable(Socket, "Windows PowerShell has no sockets of this kind."));
#endif
}
