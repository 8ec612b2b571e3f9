<#
.SYNOPSIS
Times Import-Module and the first pin from a file in fresh processes, beside the import of an empty module and what
a script does for a first pin with the platform's own classes.
.EXAMPLE
pwsh -NoProfile -File tests/Benchmarks/Import.ps1
#>
param([int] $Processes = 10)
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../Pester/Engine.psm1')
$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))).FullName

dotnet build (Join-Path $root 'src/PinningTools') -c Release -v q --nologo | Out-Null
if ($LASTEXITCODE) { throw 'The build failed.' }
$key = [Security.Cryptography.ECDsa]::Create()
$request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, 'SHA256')
$certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow, [DateTimeOffset]::UtcNow.AddDays(1))
Set-Content -LiteralPath "$folder/leaf.pem" -Value $certificate.ExportCertificatePem()
Set-Content -LiteralPath "$folder/Empty.psm1" -Value ''
New-ModuleManifest -Path "$folder/Empty.psd1" -RootModule Empty.psm1 -FunctionsToExport @() -CmdletsToExport @()

$import = "Import-Module '$root/PinningTools.psd1'"
$leaf = "[Security.Cryptography.X509Certificates.X509Certificate2]::new('$folder/leaf.pem')"
$hash = "[Security.Cryptography.SHA256]::HashData($leaf.PublicKey.ExportSubjectPublicKeyInfo())"
# What is timed, and what comes before it.
$work = [ordered]@{
    'Import-Module PinningTools' = $import, ''
    'Import-Module of nothing'   = "Import-Module '$folder/Empty.psd1'", ''
    'First Get-SpkiPin'          = "(Get-SpkiPin -Path '$folder/leaf.pem').Pin", $import
    'The same in script'         = "'sha256/' + [Convert]::ToBase64String($hash)", ''
}
$times = @{}
# Turn by turn, so that whatever else the machine does meets all of them.
foreach ($round in 1..$Processes) {
    foreach ($name in $work.Keys) {
        $timed, $before = $work[$name]
        $script = "$before; `$watch = [Diagnostics.Stopwatch]::StartNew(); `$pin = $timed; " +
            '$watch.Elapsed.TotalMilliseconds; $pin'
        $milliseconds, $pin = Invoke-Engine -NoProfile -NonInteractive -Command $script
        if ($timed -notlike 'Import*' -and $pin -notlike 'sha256/*') { throw "'$name' gave no pin." }
        $times[$name] += @([double]$milliseconds)
    }
}
Remove-Item -LiteralPath $folder -Recurse

foreach ($name in $work.Keys) {
    $sorted = @($times[$name] | Sort-Object)
    [pscustomobject]@{
        Work       = $name
        'Least ms' = [math]::Round($sorted[0], 1)
        'Median'   = [math]::Round(($sorted[[math]::Floor(($sorted.Count - 1) / 2)] +
                $sorted[[math]::Floor($sorted.Count / 2)]) / 2, 1)
        'Most'     = [math]::Round($sorted[-1], 1)
    }
}
