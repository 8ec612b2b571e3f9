# Pins an appliance that this machine's TLS cannot connect to, such as one with TLS 1.0 or RSA key exchange only, and checks it.
# The pin comes from the appliance's console or its owner. The module reads the appliance by an inspection, a second handshake
# that sends nothing; the pin set says that this is enough for its checks.
# pwsh -NoProfile -File 13-LegacyAppliance.ps1 -HostName ups.example.com -Pin 'sha256/...' -PinStore ./pins.json
param(
    [Parameter(Mandatory = $true)] [string] $HostName,
    [Parameter(Mandatory = $true)] [string] $Pin,
    [Parameter(Mandatory = $true)] [string] $PinStore
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name PinningTools)) { Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1') }

$before = Test-CertificatePin $HostName -Pin $Pin -PinOnly -NoBackup
"$HostName shows $($before.Chain | Select-Object -First 1), $($before.Protocol)"
if ($before.Inspected) { "read by an inspection; proof: $($before.Proof), strength: $($before.ProofStrength)" }
if ("$($before.Verdict)" -ne 'Match') {
    # Another key, a key that was only shown, or no answer: nothing is pinned.
    $before.Message
    exit 2
}

$consent = @{}
if ($before.Inspected) { $consent.AllowInspected = $true }
New-PinSet $HostName $Pin -PinOnly -NoBackup @consent -Note 'replace: speaks only old TLS' |
    Export-PinSet $PinStore -Append
"pinned in $PinStore"
if (-not (Test-CertificatePin $HostName -PinStore $PinStore -Quiet)) { exit 2 }
'the check passes'
