# From nothing to a pinned host: what to look at before a pin is believed, and the row of a list that pins it.
param([string] $HostName = 'www.example.com', [int] $Port = 443, [string[]] $TrustAnchor, [string] $BackupPin)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1')
$trust = @{}
if ($TrustAnchor) { $trust.TrustAnchor = $TrustAnchor }

# What the host shows from here. Compare it from another network, or with the file on the server, before you pin it.
$chain = Get-SpkiPin -HostName $HostName -Port $Port @trust
$chain | Format-List Role, Subject, Issuer, NotAfter, KeyAlgorithm, Pin

# The leaf's key alone: any pin of a row is enough, so the root's beside it would let in all that the authority issues.
# The second pin is of a key that you make in advance and keep offline, or a lost key locks everybody out.
if (-not $BackupPin) {
    Write-Warning ("There is no backup pin: New-PinBackupKey $HostName ./spare.key makes a key; " +
        'give its pin as -BackupPin.')
}
[pscustomobject]@{
    HostName    = $HostName
    Port        = $Port
    Pin         = @(($chain | Where-Object Role -EQ 'Leaf').Pin; $BackupPin) -ne '' -join ';'
    # What the host was judged by here, the check needs too; whole paths hold wherever the list is put.
    TrustAnchor = @($TrustAnchor | Where-Object { $_ } | Convert-Path) -join ';'
} | ConvertTo-Csv -NoTypeInformation
