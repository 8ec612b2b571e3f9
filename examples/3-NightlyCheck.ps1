# For a scheduler: checks a list every night, mails nobody, tells the exit code. 0 fine, 1 look soon, 2 wrong key, 3 unknown.
# crontab:         15 3 * * *  pwsh -NoProfile -File /opt/checks/3-NightlyCheck.ps1 -Path /opt/checks/checks.csv
# Task Scheduler:  powershell.exe -NoProfile -File C:\Checks\3-NightlyCheck.ps1 -Path C:\Checks\checks.csv
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [string] $Log = "$Path.log"
)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1')

$summary = Invoke-PinCheck -Path $Path -WarningDays 21
$stamp = $summary.Started.ToString('u')
foreach ($detail in $summary.Details | Where-Object Level -NE Ok) {
    Add-Content -LiteralPath $Log -Value "$stamp $($detail.Level) $($detail.HostName):$($detail.Port) $($detail.Verdict) $($detail.Message -replace '\s+', ' ')"
}
Add-Content -LiteralPath $Log -Value "$stamp $($summary.Level): $($summary.Checked) checked, $($summary.Ok) ok, $($summary.Warning) warning, $($summary.Critical) critical, $($summary.Unknown) unknown"
$summary
exit $summary.ExitCode
