# Writes metrics for the textfile collector of node_exporter or windows_exporter; docs/alerts.yml contains alerting rules.
# Run it once a night under an account that can write to the collector's folder:
#   17 2 * * * pwsh -NoProfile -File 6-PrometheusTextfile.ps1 -Path checks.csv -Folder /var/lib/node_exporter/textfile
# The exit code is 0 regardless of what the hosts show, because the rules report that. If the check fails, the old file is
# kept and the rule PinCheckStale fires.
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [Parameter(Mandatory = $true)] [string] $Folder,
    # With a state, changes are counted, and a host that is unreachable for one night only is not reported.
    [string] $State
)

$ErrorActionPreference = 'Stop'
try {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
    $name = [IO.Path]::GetFileNameWithoutExtension($Path)
    $memory = @{}
    if ($State) { $memory.State = $State }
    Invoke-PinCheck -LiteralPath $Path -MaximumRetryCount 2 @memory |
        Export-PinReport -Path (Join-Path $Folder "pincheck-$name.prom")
    exit 0
} catch {
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    exit 3
}
