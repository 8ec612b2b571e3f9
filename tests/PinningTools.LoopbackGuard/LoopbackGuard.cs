using System;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PinningTools.Testing;

/// <summary>
/// No test, example or benchmark leaves 127.0.0.0/8 and ::1, with a name lookup neither: .NET tells of both before it
/// does them, whoever asks, and a process that would do another one is ended there and then, for nothing less keeps it
/// from being done.
/// </summary>
public sealed class LoopbackGuard : EventListener
{
    /// <summary>The variable by which .NET has every process that is started from here do the same.</summary>
    public const string Variable = "DOTNET_STARTUP_HOOKS";

    private static readonly (string Name, string Value)[] s_quiet =
    [
        ("POWERSHELL_TELEMETRY_OPTOUT", "1"), ("POWERSHELL_UPDATECHECK", "Off"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
    ];

    private static readonly object s_lock = new();
    private static LoopbackGuard? s_guard;

    private LoopbackGuard()
    {
    }

    /// <summary>From now on, in this process and in those that it starts.</summary>
    public static void Start()
    {
        lock (s_lock) s_guard ??= new LoopbackGuard();
        StartInChildren();
    }

    /// <summary>
    /// In the processes that are started from now on, which do not send home either what .NET and PowerShell send.
    /// </summary>
    public static void StartInChildren()
    {
        Environment.SetEnvironmentVariable(Variable, typeof(LoopbackGuard).Assembly.Location);
        foreach ((string name, string value) in s_quiet) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Whether this process was started as one that sends nothing home.</summary>
    public static bool IsQuiet { get; } = Array.TrueForAll(
        s_quiet, one => Environment.GetEnvironmentVariable(one.Name) is { Length: > 0 });

    /// <summary>Whether an address as .NET tells of it is on this machine.</summary>
    /// <param name="address">Such as <c>InterNetwork:16:{1,187,127,0,0,1,0,0,0,0,0,0,0,0}</c>.</param>
    public static bool IsAllowedAddress(string address)
    {
        string[] parts = address.Split(':', 3);
        if (parts.Length < 3 || !Enum.TryParse(parts[0], out AddressFamily family)) return false;
        if (family == AddressFamily.Unix) return true;
        byte[] bytes = [.. parts[2].Trim('{', '}').Split(',').Select(byte.Parse)];
        return family switch
        {
            AddressFamily.InterNetwork when bytes.Length >= 6 => IPAddress.IsLoopback(new IPAddress(bytes[2..6])),
            AddressFamily.InterNetworkV6 when bytes.Length >= 22 => IPAddress.IsLoopback(new IPAddress(bytes[6..22])),
            _ => false,
        };
    }

    /// <summary>Whether to look a name up asks no one outside: it is in every machine's own list of hosts.</summary>
    public static bool IsAllowedName(string name) =>
        IPAddress.TryParse(name, out _) || name.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.Sockets" or "System.Net.NameResolution")
            EnableEvents(eventSource, EventLevel.Informational);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        string? what = eventData.Payload is { Count: > 0 } payload ? payload[0] as string : null;
        if (eventData.EventName == "ConnectStart" && !IsAllowedAddress(what ?? "")) End($"connect to {what}");
        if (eventData.EventName == "ResolutionStart" && !IsAllowedName(what ?? "")) End($"look '{what}' up");
    }

    [DoesNotReturn]
    private static void End(string what) => Environment.FailFast(
        $"The loopback guard of the tests ended this process: it was about to {what}. Tests, examples and benchmarks "
            + "stay within 127.0.0.0/8 and ::1, and look up 'localhost' alone.");
}
