<#
.SYNOPSIS
Runs suites in this PowerShell and closes with one plain line of counts. Exit code 1 when a test failed or none ran.
.PARAMETER Path
A file of tests, or a folder of them.
.PARAMETER Pester
Pester's manifest. Without it, the installed Pester.
.PARAMETER Report
A file for the counts and the failures' texts, as JSON.
#>
param(
    [string] $Path = $PSScriptRoot,
    [string] $Pester = 'Pester',
    [string] $Report = ''
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
# Windows PowerShell cannot load the servers of the C# tests, which are .NET 8's: what needs them is counted as skipped.
$configuration.Run.SkipRun = $PSEdition -eq 'Desktop' -and (Test-Path -LiteralPath $Path -PathType Leaf) -and
    [bool] (Select-String -LiteralPath $Path -Pattern 'TestServer\.ps1|WebParity\.ps1|WebPinningSupport\.ps1' -Quiet)
$result = Invoke-Pester -Configuration $configuration

# A failed test, or a block or file whose set-up or discovery failed: where, and what was said.
function Format-Failure([object] $Item) {
    $place = if ($Item.PSObject.Properties['ExpandedPath']) { $Item.ExpandedPath } else { "$Item" }
    $said = foreach ($record in $Item.ErrorRecord) {
        if ($record.PSObject.Properties['DisplayErrorMessage']) { $record.DisplayErrorMessage, $record.DisplayStackTrace }
        else { "$record", $record.ScriptStackTrace }
    }
    (@($place) + $said) -join "`n"
}

$skipped = $result.SkippedCount + $result.NotRunCount
$failures = @($result.Failed) + @($result.FailedBlocks) + @($result.FailedContainers) | Where-Object { $_ }
if ($Report) {
    $facts = @{
        Engine = "PowerShell $($PSVersionTable.PSVersion)"
        Pester = "$((Get-Module -Name Pester).Version)"
        Passed = $result.PassedCount
        Failed = [Math]::Max($result.FailedCount, @($failures).Count)
        Skipped = $skipped
        Seconds = $result.Duration.TotalSeconds
        Failures = @($failures | ForEach-Object { Format-Failure $_ })
    }
    [IO.File]::WriteAllText($Report, (ConvertTo-Json -InputObject $facts))
}

Write-Output "Pester: $($result.PassedCount) passed, $($result.FailedCount) failed, $skipped skipped"
if ($failures -or -not ($result.PassedCount + $skipped)) { exit 1 }
