using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Makes the client under test from a script block or a program. A script block runs in a PowerShell of its own: what
/// this session loaded, defined or connected to is no part of it.
/// </summary>
internal static class DrillClientReader
{
    private const int Depth = 5;

    /// <summary>
    /// The script block, its arguments and the variables come over standard input: they show in no list of processes,
    /// and have no limit on their length.
    /// </summary>
    private const string Bootstrap = """
        $drill = [Management.Automation.PSSerializer]::Deserialize(@($input) -join "`n")
        foreach ($one in $drill.Variables.GetEnumerator()) { Set-Variable -Name $one.Key -Value $one.Value -Scope Global }
        $arguments = @([Management.Automation.PSSerializer]::Deserialize($drill.Arguments))
        & ([scriptblock]::Create($drill.Block)) @arguments
        """;

    internal static ProcessClient Read(
        PSCmdlet cmdlet, ScriptBlock block, object?[] arguments, ScriptBlock? controlBlock, object?[]? controlArguments)
    {
        ScheduleEngine engine = ThisEngine.Read(cmdlet);
        string encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes(Bootstrap));
        string[] line =
        [
            .. engine.Assembly is { } assembly ? new[] { assembly } : [],
            "-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-EncodedCommand", encoded,
        ];
        bool hasControl = controlBlock is not null || controlArguments is not null;
        return new ProcessClient(
            "{" + block + "}", Command(block, arguments),
            hasControl ? Command(controlBlock ?? block, controlArguments ?? arguments) : null);

        // The arguments are written here, on the thread that may run script properties.
        ClientCommand Command(ScriptBlock run, object?[] given)
        {
            (string text, string values) = (run.ToString(), PSSerializer.Serialize(given, Depth));
            return new(engine.Program, line, Folder(cmdlet), place => Input(text, values, place));
        }
    }

    internal static ProcessClient Read(PSCmdlet cmdlet, string program, object?[] arguments, object?[]? controlArguments)
    {
        string path = PathOf(cmdlet, program);
        return new ProcessClient(
            program, Command(arguments), controlArguments is null ? null : Command(controlArguments));

        ClientCommand Command(object?[] given) => new(path, [.. given.Select(Text)], Folder(cmdlet));
    }

    private static byte[] Input(string block, string arguments, DrillPlace place) =>
        Encoding.UTF8.GetBytes(PSSerializer.Serialize(
            new Hashtable
            {
                ["Block"] = block,
                ["Arguments"] = arguments,
                ["Variables"] = Variables(place),
            }));

    private static Hashtable Variables(DrillPlace place) => new()
    {
        ["DrillUri"] = place.Uri,
        ["DrillName"] = place.Uri.IdnHost,
        ["DrillHost"] = DrillPlace.Address,
        ["DrillPort"] = place.DirectPort,
        ["DrillProxy"] = place.Proxy,
        ["DrillAuthority"] = place.Folder.Authority,
        ["DrillModule"] = Path.GetFullPath(Path.Combine(
            Path.GetDirectoryName(typeof(DrillClientReader).Assembly.Location)!, "..", "..", "PinningTools.psd1")),
    };

    private static string Folder(PSCmdlet cmdlet) =>
        cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>A path, or the name of a program that PATH leads to.</summary>
    private static string PathOf(PSCmdlet cmdlet, string program) =>
        cmdlet.InvokeCommand.GetCommand(program, CommandTypes.Application) is ApplicationInfo found
            ? found.Path
            : cmdlet.GetUnresolvedProviderPathFromPSPath(program);

    private static string Text(object? argument) => (string)LanguagePrimitives.ConvertTo(
        argument ?? "", typeof(string), System.Globalization.CultureInfo.InvariantCulture);
}
