# Metrics for Prometheus by the textfile collector of node_exporter or windows_exporter; docs/alerts.yml has the rules.
# Once a night, by an account that may write there:
#   17 2 * * * pwsh -NoProfile -File 6-PrometheusTextfile.ps1 -Path checks.csv -Folder /var/lib/node_exporter/textfile
# It ends with 0 whatever the hosts show, for the rules tell that. Where no check could be made the old file stays, and
# the rule PinCheckStale fires.
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [Parameter(Mandatory = $true)] [string] $Folder,
    # With it the changes are counted, and a host that is away for one night is not told.
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
