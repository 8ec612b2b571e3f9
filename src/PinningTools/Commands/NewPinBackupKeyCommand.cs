using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes a spare key for a pinned host, or a new request for one: the encrypted key, its certificate request and its pin.
/// </summary>
[Cmdlet(VerbsCommon.New, "PinBackupKey", SupportsShouldProcess = true, DefaultParameterSetName = NewSet)]
[OutputType(typeof(PinBackupKey))]
public sealed class NewPinBackupKeyCommand : PumpedCmdlet
{
    private const string NewSet = "New";
    private const string ExistingSet = "Existing";

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
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NewSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// The file of a private key that exists, in PEM, DER or PFX: a new request is made for it, and the file is only read.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ExistingSet)]
    [ValidateNotNullOrEmpty]
    public string KeyPath { get; set; } = "";

    /// <summary>
    /// The password with which a new key is encrypted. With -KeyPath, the password of that file, if it has one.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = NewSet)]
    [Parameter(ParameterSetName = ExistingSet)]
    public SecureString? Password { get; set; }

    /// <summary>
    /// The file for the certificate request. The default is the path of the key with the extension .csr.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RequestPath { get; set; }

    /// <summary>The kind of key to make. The default is EcP256.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public BackupKeyAlgorithm KeyAlgorithm { get; set; } = BackupKeyAlgorithm.EcP256;

    /// <summary>
    /// The subject of the request, as a distinguished name. The default is the name of the first host.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Subject { get; set; }

    /// <summary>Replaces existing files. A key in them is lost; with -KeyPath, only the request is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequestedName[] hosts = OrTerminate<RequestedName[]>(() => [.. HostName.Select(RequestedName.Parse)]);
        bool isNew = ParameterSetName == NewSet;
        string key = OrTerminate(() => Resolve(isNew ? Path : KeyPath));
        if (isNew && Directory.Exists(key)) key = System.IO.Path.Combine(key, FileNameOf(hosts[0]));
        string request = RequestPath is null
            ? System.IO.Path.ChangeExtension(key, ".csr")
            : OrTerminate(() => Resolve(RequestPath));
        bool isWanted = isNew
            ? ShouldProcess(key, $"Create a new {KeyAlgorithm} key and the request {request}")
            : ShouldProcess(request, $"Create a new request for the key in {key}");
        if (!isWanted) return;
        WriteObject(OrTerminate(() => isNew
            ? BackupKeyMaker.Make(hosts, Subject, KeyAlgorithm, Password!, key, request, Force, Pump.StopToken)
            : KeyRequestMaker.Make(hosts, Subject, key, Password, request, Force, Pump.StopToken)));
    }

    private static string FileNameOf(RequestedName host) =>
        WindowsFileName.Safe(host.Text.Replace('*', '_').Replace(':', '_') + ".backup.key");

    private string Resolve(string path) => PathReader.Resolve(this, path, literal: true)[0];
}
