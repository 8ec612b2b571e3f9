# For a scheduler: checks a list every night, mails nobody, tells the exit code: 0 fine, 1 look soon, 2 wrong key,
# 3 unknown, and that goes for a check that failed itself.
# With -State, a file or a name, it remembers: the log then says what changed, and whether that was to be expected.
# A night without a line "... checked ..." in the log is a night without a check.
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
    # Beside the examples the module is one folder up; where this script was copied to, the installed one is found.
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
    # A check that breaks is no warning: without this PowerShell would end with 1.
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    Add-LogLine "Unknown: the check itself failed: $_"
    exit 3
}
