# From nothing to a pinned host: what to check before you trust a pin, and the list row that pins the host.
param([string] $HostName = 'www.example.com', [int] $Port = 443, [string[]] $TrustAnchor, [string] $BackupPin)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1')
$trust = @{}
if ($TrustAnchor) { $trust.TrustAnchor = $TrustAnchor }

# What the host shows from here. Compare it with what it shows from another network, or with the file on the server,
# before you pin it.
$chain = Get-SpkiPin -HostName $HostName -Port $Port @trust
$chain | Format-List Role, Subject, Issuer, NotAfter, KeyAlgorithm, Pin

# Only the leaf's key: any pin of a row is enough, so with the root's pin every certificate of the authority would pass.
# The second pin is of a key that you make in advance and keep offline; without it a lost key locks everyone out.
if (-not $BackupPin) {
    Write-Warning ("There is no backup pin: New-PinBackupKey $HostName ./spare.key makes a key; " +
        'give its pin as -BackupPin.')
}
[pscustomobject]@{
    HostName    = $HostName
    Port        = $Port
    Pin         = @(($chain | Where-Object Role -EQ 'Leaf').Pin; $BackupPin) -ne '' -join ';'
    # The check needs the same trust anchors; full paths work wherever the list is stored.
    TrustAnchor = @($TrustAnchor | Where-Object { $_ } | Convert-Path) -join ';'
} | ConvertTo-Csv -NoTypeInformation
