# Checks the key of a server that demands a client certificate in the handshake, from a machine that has none: a broker, a
# directory or an API behind mutual TLS. Under TLS 1.2 the platform's handshake fails there; an inspection reads the server's
# certificate and its signature, which proves the key, and leaves.
# pwsh -NoProfile -File 15-DemandedCertificate.ps1 -HostName broker.example.com:8883 -Pin 'sha256/...' -TrustAnchor root.pem
param(
    [Parameter(Mandatory = $true)] [string] $HostName,
    [Parameter(Mandatory = $true)] [string[]] $Pin,
    [string[]] $TrustAnchor
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name PinningTools)) { Import-Module (Join-Path $PSScriptRoot '../PinningTools.psd1') }

$anchor = @{}
if ($TrustAnchor) { $anchor.TrustAnchor = $TrustAnchor }
$verdict = Test-CertificatePin $HostName -Pin $Pin @anchor -AllowInspected
"$($verdict.Target) $($verdict.Verdict): the key is proven by $($verdict.Proof) ($($verdict.ProofStrength))"
$verdict.Message
exit $(if ($verdict.Passed) { 0 } else { 2 })
