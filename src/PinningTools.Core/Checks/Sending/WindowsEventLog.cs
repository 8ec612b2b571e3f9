using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Writes to the log Application of Windows, by the system's own functions: an assembly for it is in one edition of
/// PowerShell and not in the other. Whether the source is registered is not asked, for that question fails for ordinary
/// accounts; without it Windows keeps the event and shows its strings with a remark.
/// </summary>
internal static class WindowsEventLog
{
    private const string Source = "PinningTools";

    /// <exception cref="PinningException">There is no event log, or it does not take the events.</exception>
    internal static void Write(IReadOnlyList<LogEvent> events)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            throw new PinningException(Faults.EventLogUnavailable("this system has none."));
        IntPtr log = RegisterEventSource(null, Source);
        if (log == IntPtr.Zero) throw Failed();
        try
        {
            foreach (LogEvent one in events)
            {
                string[] strings = [.. one.Strings.Select(Plain)];
                bool isWritten = ReportEvent(
                    log, (ushort)one.Type, 0, (uint)one.Id, IntPtr.Zero, (ushort)strings.Length, 0, strings, IntPtr.Zero);
                if (!isWritten) throw Failed();
            }
        }
        finally
        {
            _ = DeregisterEventSource(log);
        }
    }

    /// <summary>A percent sign with a digit would be taken for another string of the event.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\0') plain.Append(text[i]);
            if (text[i] == '%' && i + 1 < text.Length && char.IsDigit(text[i + 1])) plain.Append(' ');
        }

        return plain.ToString();
    }

    private static PinningException Failed() =>
        new(Faults.EventLogUnavailable(new Win32Exception(Marshal.GetLastWin32Error()).Message));

    [DllImport("advapi32", EntryPoint = "RegisterEventSourceW", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern IntPtr RegisterEventSource(string? server, string source);

    [DllImport("advapi32", EntryPoint = "ReportEventW", CharSet = CharSet.Unicode, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool ReportEvent(
        IntPtr log, ushort type, ushort category, uint id, IntPtr user, ushort count, uint size,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPWStr)] string[] strings, IntPtr data);

    [DllImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool DeregisterEventSource(IntPtr log);
}
