# An Azure Automation runbook (runtime 5.1 or 7.4): import PinningTools into the account and schedule the runbook.
# -Checks is the list as JSON, from an Automation variable or the schedule's parameters. A runbook has no folder of its
# own with files: put the root certificates of a private authority into the list as text,
#   {"HostName": "ldap.example.com:636", "Pin": ["sha256/...", "sha256/..."],
#    "TrustAnchor": "-----BEGIN CERTIFICATE-----\n..."}
# A wrong key fails the job, so an alert on failed jobs is all the monitoring you need.
param(
    [Parameter(Mandatory = $true)] [object] $Checks
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name PinningTools)) { Import-Module -Name PinningTools }

# Automation passes parameters that look like JSON as objects, and variables as text.
if ($Checks -isnot [string]) { $Checks = ConvertTo-Json -InputObject $Checks -Depth 5 }
# Invoke-PinCheck refuses a list that was cut off, as a variable that is too long can be; ConvertFrom-Json would not.
$list = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).json"
try {
    Set-Content -LiteralPath $list -Value $Checks -Encoding UTF8
    $summary = Invoke-PinCheck -LiteralPath $list
} finally {
    Remove-Item -LiteralPath $list -ErrorAction SilentlyContinue
}

$summary.Details | Select-Object -Property Level, Row, HostName, Port, Verdict, DaysLeft, Message | Write-Output
if ($summary.ExitCode -ge 2) {
    throw "$($summary.Level): $($summary.Critical) of $($summary.Checked) hosts failed their pin check, " +
        "$($summary.Unknown) could not be checked."
}
