# The main job in PowerShell: read a server's pins, check one, and see an impostor refused.
# Needs the .NET SDK for its servers. The servers and their authorities are temporary ones on this machine.
$ErrorActionPreference = 'Stop'
"PowerShell $($PSVersionTable.PSVersion) ($($PSVersionTable.PSEdition))"
Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1')
. (Join-Path $PSScriptRoot 'ExampleServer.ps1')

$server = Start-ExampleServer
try {
    $trust = @{ TrustAnchor = $server.TrustAnchor }

    # 1. The pins of the server: its leaf, the intermediate, the root.
    Get-SpkiPin -HostName localhost -Port $server.Port @trust | Format-Table Pin, Role, Subject

    # 2. Pin the leaf's key, and a backup key that is kept offline for the day the first one is lost.
    $backup = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $pins = @(Get-SpkiPin -HostName localhost -Port $server.Port -Role Leaf @trust) + $backup
    Test-CertificatePin -HostName localhost -Port $server.Port -Pin $pins @trust |
        Format-Table HostName, Port, Verdict, MatchedRole
    (Invoke-PinnedWebRequest -Uri "https://localhost:$($server.Port)/" -Pin $pins @trust).Content

    # 3. An impostor has a certificate for the same name, from another authority that this machine also trusts.
    Test-CertificatePin -HostName localhost -Port $server.ImpostorPort -Pin $pins @trust |
        Format-Table HostName, Port, Verdict, Reason
    try {
        $request = @{ Uri = "https://localhost:$($server.ImpostorPort)/"; Method = 'Post'; Body = 'secret' }
        Invoke-PinnedWebRequest @request -Pin $pins @trust -ErrorAction Stop
    } catch {
        "Refused ($($_.FullyQualifiedErrorId)):`n$_"
    }
    "Bytes the impostor was sent after the handshake: $((Get-ExampleServerBytes $server).ImpostorReceived)"
} finally {
    Stop-ExampleServer $server
}
