using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Makes a spare key for a pinned host: the encrypted key, its certificate request and its pin.</summary>
[Cmdlet(VerbsCommon.New, "PinBackupKey", SupportsShouldProcess = true)]
[OutputType(typeof(PinBackupKey))]
public sealed class NewPinBackupKeyCommand : PumpedCmdlet
{
    /// <summary>
    /// The hosts that the certificate will be for. The first one is the subject of the request unless -Subject is
    /// given.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("ComputerName", "DnsName")]
    [ValidateNotNullOrEmpty]
    public string[] HostName { get; set; } = [];

    /// <summary>
    /// The file for the encrypted key. If the path is a folder, the file in it is named after the first host.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The password with which the key is encrypted.</summary>
    [Parameter(Mandatory = true)]
    public SecureString Password { get; set; } = new();

    /// <summary>
    /// The file for the certificate request. The default is the path of the key with the extension .csr.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RequestPath { get; set; }

    /// <summary>The kind of key to make. The default is EcP256.</summary>
    [Parameter]
    public BackupKeyAlgorithm KeyAlgorithm { get; set; } = BackupKeyAlgorithm.EcP256;

    /// <summary>
    /// The subject of the request, as a distinguished name. The default is the name of the first host.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>Replaces existing files. The key in them is lost.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequestedName[] hosts = OrTerminate<RequestedName[]>(() => [.. HostName.Select(RequestedName.Parse)]);
        string key = OrTerminate(() => Resolve(Path));
        if (Directory.Exists(key)) key = System.IO.Path.Combine(key, FileNameOf(hosts[0]));
        string request = RequestPath is null
            ? System.IO.Path.ChangeExtension(key, ".csr")
            : OrTerminate(() => Resolve(RequestPath));
        if (!ShouldProcess(key, $"Create a new {KeyAlgorithm} key and the request {request}")) return;
        WriteObject(OrTerminate(() => BackupKeyMaker.Make(
            hosts, Subject, KeyAlgorithm, Password, key, request, Force, Pump.StopToken)));
    }

    private static string FileNameOf(RequestedName host) =>
        WindowsFileName.Safe(host.Text.Replace('*', '_').Replace(':', '_') + ".backup.key");

    private string Resolve(string path) => PathReader.Resolve(this, path, literal: true)[0];
}
