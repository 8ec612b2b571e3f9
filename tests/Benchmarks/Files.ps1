<#
.SYNOPSIS
Reads the pins of a bundle of certificates: in Core, through the pipeline, and with what a user would take instead. Reads
private keys whose files do not contain their public halves.
.EXAMPLE
pwsh -NoProfile -File tests/Benchmarks/Files.ps1
#>
param([int] $Count = 100000)
$ErrorActionPreference = 'Stop'
$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$folder = Join-Path ([IO.Path]::GetTempPath()) "pinningtools-files-$Count"
$bundle = Join-Path $folder 'bundle.pem'
$program = Join-Path $PSScriptRoot 'Files/bin/Release/net8.0/PinningTools.Benchmarks.dll'

dotnet build (Join-Path $PSScriptRoot 'Files') -c Release -v q --nologo | Out-Null
dotnet build (Join-Path $root 'src/PinningTools') -c Release -v q --nologo | Out-Null
if ($LASTEXITCODE) { throw 'The build failed.' }
$null = New-Item -ItemType Directory -Path $folder -Force
if (-not (Test-Path -LiteralPath $bundle)) { dotnet --roll-forward Major $program files-generate $bundle $Count }
Import-Module (Join-Path $root 'PinningTools.psd1')

function Measure-Rate([int] $Done, [scriptblock] $Work) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Work
    [int]($Done / $watch.Elapsed.TotalSeconds)
}

$core = (dotnet --roll-forward Major $program files $bundle) -split ' '
$null = Get-SpkiPin -Path $bundle | Select-Object -First 5000
$script:first = 0
$script:growth = 0
$pipeline = Measure-Rate $Count { Get-SpkiPin -Path $bundle | Out-Null }
Get-SpkiPin -Path $bundle | ForEach-Object -Begin { $n = 0 } -Process {
    if (++$n -eq 1000) { $script:first = [GC]::GetTotalMemory($true) }
    elseif ($n % 20000 -eq 0) {
        $script:growth = [math]::Max($script:growth, [GC]::GetTotalMemory($true) - $script:first)
    }
}
$pins = Measure-Rate $Count { foreach ($record in Get-SpkiPin -Path $bundle) { $null = $record.Pin } }

# The usual script: load the bundle, hash each key.
$script = Measure-Rate $Count {
    $all = [Security.Cryptography.X509Certificates.X509Certificate2Collection]::new()
    $all.ImportFromPemFile($bundle)
    foreach ($certificate in $all) {
        $key = $certificate.PublicKey.ExportSubjectPublicKeyInfo()
        $null = 'sha256/' + [Convert]::ToBase64String([Security.Cryptography.SHA256]::HashData($key))
        $certificate.Dispose()
    }
}

# The recipe of curl's manual, one certificate at a time; 200 of them tell the rate.
$openssl = if (Get-Command openssl -ErrorAction Ignore) {
    $text = (Get-Content -LiteralPath $bundle -TotalCount 20000) -join "`n"
    $blocks = @($text -split '(?<=-----END CERTIFICATE-----)\n' | Select-Object -First 200)
    Measure-Rate $blocks.Count {
        foreach ($block in $blocks) {
            $null = $block | openssl x509 -pubkey -noout | openssl pkey -pubin -outform der |
                openssl dgst -sha256 -binary | openssl base64
        }
    }
}

# Keys read, the first one with what it loads (ms), a later one (ms), growth after 1,000 (KB).
$keys = foreach ($kind in 'ed25519', 'p256', 'p521', 'ml-dsa-44') {
    $path = Join-Path $folder "$kind.pem"
    $number = if ($kind -in 'ed25519', 'p256') { $Count } else { [int]($Count / 20) }
    if (-not (Test-Path -LiteralPath $path)) { dotnet --roll-forward Major $program keys-generate $path $kind $number }
    "${kind}: $(dotnet --roll-forward Major $program keys $path)"
}

[pscustomobject]@{
    Certificates                    = $Count
    'Core, certificates/s'          = [int]$core[2]
    'Core, growth after 1,000, KB'  = [int]$core[3]
    'Pipeline, certificates/s'      = $pipeline
    'Pipeline and .Pin, /s'         = $pins
    'Pipeline, growth, KB'          = [int]($script:growth / 1KB)
    'X509Certificate2 in script, /s' = $script
    'openssl one by one, /s'        = $openssl
    'Pipeline : script'             = [math]::Round($pipeline / $script, 1)
    'Keys: read, first ms, warm ms, growth KB' = $keys -join '; '
    'Pipeline : openssl'            = if ($openssl) { [math]::Round($pipeline / $openssl, 0) }
}
