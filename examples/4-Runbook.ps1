# An Azure Automation runbook (runtime 5.1 or 7.4): import PinningTools into the account, give it a schedule.
# -Checks is the list as JSON, from an Automation variable or the schedule's parameters. A wrong key fails the job,
# so that an alert on failed jobs is all the monitoring that is needed.
param(
    [Parameter(Mandatory = $true)] [string] $Checks
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name PinningTools)) { Import-Module -Name PinningTools }

$list = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).json"
try {
    Set-Content -LiteralPath $list -Value $Checks -Encoding UTF8
    $summary = Invoke-PinCheck -Path $list
} finally {
    Remove-Item -LiteralPath $list -ErrorAction SilentlyContinue
}

$summary.Details | Select-Object -Property Level, HostName, Port, Verdict, DaysLeft, Message | Write-Output
if ($summary.ExitCode -ge 2) {
    throw "$($summary.Level): $($summary.Critical) of $($summary.Checked) hosts failed their pin check, $($summary.Unknown) could not be judged."
}
