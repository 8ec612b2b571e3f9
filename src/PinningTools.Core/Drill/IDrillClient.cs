using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A client under test.</summary>
internal interface IDrillClient
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>
    /// Whether there is a client without pins for control requests. Else the client itself asks for a host that is not
    /// pinned.
    /// </summary>
    bool HasControl { get; }

    /// <summary>Why no host without a pin can redirect it, or null.</summary>
    string? WhyNotRedirected { get; }

    /// <exception cref="PinningException">It cannot be run.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    Task<ClientExit> RunAsync(DrillPlace place, bool isControl, TimeSpan timeout, CancellationToken stop);
}

/// <summary>A program and what it is given.</summary>
/// <param name="Path">The program.</param>
/// <param name="Arguments">Words in braces are replaced in each run.</param>
/// <param name="Folder">The folder in which it runs.</param>
/// <param name="Input">What it reads in a run.</param>
internal sealed record ClientCommand(
    string Path, IReadOnlyList<string> Arguments, string Folder, Func<DrillPlace, byte[]>? Input = null);

/// <summary>Any program.</summary>
internal sealed class ProcessClient(string name, ClientCommand command, ClientCommand? control) : IDrillClient
{
    public string Name { get; } = name;

    public bool HasControl => control is not null;

    /// <summary>Its pins may hold for every host.</summary>
    public string? WhyNotRedirected => HasControl
        ? "the control request is made without the pins, so that no host without a pin can redirect the client"
        : null;

    public Task<ClientExit> RunAsync(DrillPlace place, bool isControl, TimeSpan timeout, CancellationToken stop)
    {
        ClientCommand run = isControl && control is not null ? control : command;
        var start = new ProcessStartInfo(run.Path, Line(run.Arguments.Select(place.Fill)))
        {
            WorkingDirectory = run.Folder,
        };
        place.Folder.Prepare(start, place.Proxy);
        return ClientProcess.RunAsync(start, run.Input?.Invoke(place) ?? [], timeout, stop);
    }

    /// <summary>
    /// As programs on Windows, and .NET everywhere, take a line apart: .NET Framework has no list of arguments.
    /// </summary>
    internal static string Line(IEnumerable<string> arguments) => string.Join(" ", arguments.Select(Quote));

    private static string Quote(string argument)
    {
        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char c in argument)
        {
            // Backslashes are doubled only in front of a quotation mark.
            if (c == '"') quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
