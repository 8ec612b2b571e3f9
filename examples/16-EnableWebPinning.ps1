# Pins what a script calls Invoke-RestMethod, without a change to the script: learn first, then enforce. What runs in parallel
# has sessions of its own, in which Enable-WebPinning is called, too.
# pwsh -NoProfile -File 16-EnableWebPinning.ps1 -Script ./Update-Inventory.ps1 -PinStore ./pins.json -Learn
param(
    [Parameter(Mandatory = $true)] [string] $Script,
    [Parameter(Mandatory = $true)] [string] $PinStore,
    [switch] $Learn,
    [uri[]] $Parallel = @()
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot '../PinningTools.psd1'
Import-Module $module

if ($Learn) {
    # Nothing about the requests changes. Afterwards each host is shown with its keys: compare them with what their owners say.
    Enable-WebPinning -ReportOnly
    & $Script
    Disable-WebPinning
    (Get-WebPinning).Hosts | Format-Table HostName, Port, Count, Verdict, Callers | Out-String
    Get-WebPinning | New-PinSet | Export-PinSet $PinStore
    return
}

Enable-WebPinning $PinStore
try {
    & $Script
    $Parallel | ForEach-Object -Parallel {
        Import-Module $using:module
        Enable-WebPinning $using:PinStore
        Invoke-RestMethod $_
    }
    # Another module could have taken the place: then the requests were made without pins.
    if ((Get-WebPinning).Status -ne 'Enabled') { throw 'The requests did not go through the pins.' }
} finally { Disable-WebPinning }
