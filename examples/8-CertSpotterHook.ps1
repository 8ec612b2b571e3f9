#!/usr/bin/env -S pwsh -NoProfile -NonInteractive -File
# A hook of certspotter, in its folder hooks.d and executable: a certificate was logged for one of your names. Is its key
# one of yours? What certspotter finds is often a precertificate, which no client would accept; so the key is judged by
# itself, and never an issuer or a serial number. PINNINGTOOLS_STORE names the pin store.
# Nothing is printed and the exit code is 0 where the pins cover the key, or nobody pins the name.
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
    'Ask who ordered it. If it is yours, publish its pin before it goes into service.'
    exit 2
} catch {
    if ($_.FullyQualifiedErrorId -like 'NoPinSetConcerned*') { exit 0 }
    $ErrorActionPreference = 'Continue'
    Write-Error -ErrorRecord $_
    exit 3
} finally { Remove-Item -LiteralPath $key -ErrorAction SilentlyContinue }
