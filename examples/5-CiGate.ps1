# A gate in CI (GitHub, GitLab, Azure Pipelines, Jenkins): the job fails if a host does not show a pinned key. The report is
# a JUnit file, which CI systems show as tests; some of them turn every exit code other than 0 into 1.
#   pwsh -NoProfile -File 5-CiGate.ps1 -Path ./checks.csv -Report ./pins.junit.xml
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [string] $Report = 'pins.junit.xml'
)

$ErrorActionPreference = 'Stop'
try {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
    $summary = Invoke-PinCheck -LiteralPath $Path -MaximumRetryCount 2
    $summary | Export-PinReport -Path $Report
    # GitHub shows this page with the job.
    if ($env:GITHUB_STEP_SUMMARY) {
        $summary | Export-PinReport -Format Markdown | Add-Content -LiteralPath $env:GITHUB_STEP_SUMMARY -Encoding UTF8
    }
    $summary | Export-PinReport -Format Text
    exit $summary.ExitCode
} catch {
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    exit 3
}
