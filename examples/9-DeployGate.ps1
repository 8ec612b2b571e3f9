# A gate between renewal and deployment (Posh-ACME, Certify the Web, certbot's --deploy-hook, win-acme): a certificate
# whose key no pin covers is not deployed, because clients would refuse the server.
#   if ($cert = Submit-Renewal) { ./9-DeployGate.ps1 -Path $cert.FullChainFile -Deploy { Copy-Item ... } }
#   certbot renew --deploy-hook 'pwsh -NoProfile -File 9-DeployGate.ps1 "$RENEWED_LINEAGE/fullchain.pem"'
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [string] $PinStore = $env:PINNINGTOOLS_STORE,
    [scriptblock] $Deploy = {}
)

$ErrorActionPreference = 'Stop'
try {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
    $store = @{}
    if ($PinStore) { $store.PinStore = $PinStore }
    if (-not (Test-PinRotation -LiteralPath $Path @store -Quiet)) {
        # Shows which pin set does not match and what to publish first.
        Test-PinRotation -LiteralPath $Path @store | Format-List | Out-String | Write-Warning
        throw "'$Path' was not deployed: clients with these pins would refuse the server."
    }
    & $Deploy
} catch {
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    exit 2
}
