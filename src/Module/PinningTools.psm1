# Loads the leg of the library that this PowerShell can run. 5.1 syntax and ASCII throughout: Windows PowerShell
# reads a file without a byte order mark as ANSI.
$ErrorActionPreference = 'Stop'

if ($PSVersionTable.PSEdition -eq 'Core' -and $PSVersionTable.PSVersion -lt [version]'7.4') {
    throw "PinningTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is $($PSVersionTable.PSVersion)."
}

$leg = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }
$assembly = Join-Path (Join-Path $PSScriptRoot $leg) 'PinningTools.dll'
if (-not (Test-Path -LiteralPath $assembly)) {
    throw "PinningTools has not been built: '$assembly' does not exist. Run ./build.ps1 or 'dotnet build' in the module's folder first."
}

# An assembly cannot be unloaded: a second version in the same session would half work.
$loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'PinningTools' } | Select-Object -First 1
if ($loaded -and $loaded.GetName().Version -ne [Reflection.AssemblyName]::GetAssemblyName($assembly).Version) {
    throw "Another version of PinningTools ($($loaded.GetName().Version)) is loaded in this session. Start a new session to use this one."
}

Import-Module -Name $assembly

# A verdict keeps its chain and stays comparable by name after Start-Job and Invoke-Command.
Update-TypeData -TypeName 'PinningTools.PinVerdict' -SerializationDepth 3 -Force
Update-TypeData -TypeName 'PinningTools.PinSet' -SerializationDepth 3 -Force
$enums = 'Verdict', 'VerdictReason', 'CertificateRole', 'PinRecordKind', 'BackupKeyAlgorithm', 'RotationOutcome', 'PinRole', 'PinSetMode', 'TrustMode', 'ExpiredAction', 'FindingSeverity'
foreach ($enum in $enums | ForEach-Object { "PinningTools.$_" }) {
    Update-TypeData -TypeName $enum -SerializationMethod String -Force
}
