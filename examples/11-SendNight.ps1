# Tells a chat service what the night found. Once a night, by systemd:
#   LoadCredential=pincheck-uri:/etc/pincheck/uri       (a file of root's, mode 0600, with the address of the webhook)
#   ExecStart=/usr/bin/pwsh -NoProfile -NonInteractive -File /etc/pincheck/11-SendNight.ps1 -Path /etc/pincheck/checks.csv
# It ends with 2 for a wrong key, with 3 where something could not be checked or sent. -Test sends a drill.
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    # A name for the folder of states, or a file.
    [string] $State = 'nightly',
    # A file with the address; the address itself is on no command line.
    [string] $AddressFile = (Join-Path "$env:CREDENTIALS_DIRECTORY" 'pincheck-uri'),
    [ValidateSet('Generic', 'Teams', 'Slack')] [string] $As = 'Teams',
    # The root certificate of a receiver of one's own.
    [string] $ReceiverRoot,
    [switch] $Test
)

$ErrorActionPreference = 'Stop'
try {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
    $receiver = @{ As = $As; UriSecret = Get-Content -LiteralPath $AddressFile -Raw | ConvertTo-SecureString -AsPlainText -Force }
    if ($ReceiverRoot) { $receiver.TrustAnchor = $ReceiverRoot }
    if ($Test) {
        Send-PinReport @receiver -Test
        exit 0
    }
    Invoke-PinCheck -LiteralPath $Path -State $State -MaximumRetryCount 2 | Send-PinReport @receiver -Exit
} catch {
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    exit 3
}
