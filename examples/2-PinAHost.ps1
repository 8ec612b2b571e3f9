# From nothing to a pinned host: what to look at before a pin is believed, and a second key to fall back to.
param([string] $HostName = 'www.example.com', [int] $Port = 443, [string[]] $TrustAnchor)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1')
$trust = @{}
if ($TrustAnchor) { $trust.TrustAnchor = $TrustAnchor }

# What the host shows from here. Compare it from another network, or with the file on the server, before you pin it.
$chain = Get-SpkiPin -HostName $HostName -Port $Port @trust
$chain | Format-List Role, Subject, Issuer, NotAfter, KeyAlgorithm, Pin

# Two kinds of pin that last: the leaf's key, if its key is kept at renewal, with a backup key made in advance; or the
# root of the authority, which survives renewals and changes of the intermediate, and trusts all that it issues.
[pscustomobject]@{
    HostName = $HostName
    Port     = $Port
    Pin      = ($chain | Where-Object Role -In 'Leaf', 'Root').Pin -join ';'
} | ConvertTo-Csv -NoTypeInformation
