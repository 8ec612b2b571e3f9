#!/usr/bin/env -S pwsh -NoProfile -NonInteractive -File
# A hook for certspotter, to be put into its folder hooks.d as an executable file. It runs when a certificate was logged
# for one of your names, and checks whether the key is yours. certspotter often finds a precertificate, which no client
# would accept, so only the key is checked, never the issuer or the serial number. PINNINGTOOLS_STORE names the pin store.
# If a pin covers the key, or the name has no pins, nothing is printed and the exit code is 0.
param([string] $PinStore = $env:PINNINGTOOLS_STORE)

$ErrorActionPreference = 'Stop'
if ($env:EVENT -ne 'discovered_cert') { exit 0 }
$key = [IO.Path]::GetTempFileName()
try {
    $module = Join-Path $PSScriptRoot '../PinningTools.psd1'
    Import-Module $(if (Test-Path -LiteralPath $module) { $module } else { 'PinningTools' })
    $leaf = @(Get-SpkiPin -LiteralPath $env:CERT_FILENAME)[0]
    [IO.File]::WriteAllBytes($key, $leaf.ToCertificate().PublicKey.ExportSubjectPublicKeyInfo())
    $isOurs = Test-PinRotation -LiteralPath $key -HostName $leaf.SubjectAlternativeName -PinStore $PinStore -Quiet
    if ($isOurs) { exit 0 }
    'A certificate was logged for {0} with a key that no pin covers: {1}, issued by {2}.' -f
    ($leaf.SubjectAlternativeName -join ', '), $leaf.Pin, [PinningTools.DisplayText]::Clean($leaf.Issuer)
    'Ask who ordered it. If it is yours, publish its pin before the certificate goes into service.'
    exit 2
} catch {
    if ($_.FullyQualifiedErrorId -like 'NoPinSetConcerned*') { exit 0 }
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    exit 3
} finally { Remove-Item -LiteralPath $key -ErrorAction SilentlyContinue }
