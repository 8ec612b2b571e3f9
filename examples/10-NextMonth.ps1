# Shows what will be wrong in a month if nothing is renewed: hosts that clients will refuse, certificates and pin sets that
# expire, and keys without a spare. It connects to the hosts today and evaluates what they show as of that date. No state is
# kept.
# pwsh -NoProfile -File 10-NextMonth.ps1 -Path ./checks.csv
param(
    [string] $Path = (Join-Path $PSScriptRoot 'checks.csv'),
    [int] $Days = 30
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name PinningTools)) { Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1') }
$then = Invoke-PinCheck -LiteralPath $Path -At (Get-Date).AddDays($Days)

"As of $($then.At.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)): $then"
foreach ($alert in $then.Alerts) {
    "$($alert.Level) $($alert.Reason), $($alert.EndpointCount) endpoint(s), $($alert.Owner): $($alert.Endpoints -join ', ')"
    "    $([PinningTools.DisplayText]::Clean($alert.Why))"
    if ($alert.Fix) { "    $($alert.Fix)" }
}
exit $then.ExitCode
