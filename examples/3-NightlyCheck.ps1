# For a scheduler: checks a list every night, sends no mail, and returns an exit code: 0 fine, 1 needs attention soon,
# 2 wrong key, 3 unknown, which includes a check that itself failed.
# With -State, a file or a name, it remembers: the log then says what changed, and whether that was expected.
# If a night has no line "... checked ..." in the log, no check was made.
# crontab:         15 3 * * *  pwsh -NoProfile -File /opt/checks/3-NightlyCheck.ps1 -Path /opt/checks/checks.csv
# Task Scheduler:  powershell.exe -NoProfile -File C:\Checks\3-NightlyCheck.ps1 -Path C:\Checks\checks.csv
param(
    [string] $Path = (Join-Path $PSScriptRoot 'checks.csv'),
    [string] $Log = "$Path.log",
    [string] $State
)

$ErrorActionPreference = 'Stop'
function Add-LogLine([string] $Text) {
    Add-Content -LiteralPath $Log -Value "$([DateTime]::UtcNow.ToString('u')) $($Text -replace '\s+', ' ')"
}

try {
    # Among the examples, the module is one folder up. A copy of this script elsewhere uses the installed module.
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
    $memory = if ($State) { @{ State = $State } } else { @{} }
    $summary = Invoke-PinCheck -LiteralPath $Path -WarningDays 21 -MaximumRetryCount 2 @memory
    foreach ($one in $summary.Details | Where-Object Level -NE 'Ok') {
        Add-LogLine "$($one.Level) $($one.HostName):$($one.Port) $($one.Verdict) $($one.Message)"
    }
    foreach ($one in $summary.Changes) { Add-LogLine "$one" }
    Add-LogLine $summary
    $summary
    exit $summary.ExitCode
} catch {
    # A check that fails is not a warning: without this, PowerShell would exit with 1.
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    Add-LogLine "Unknown: the check itself failed: $_"
    exit 3
}
