<#
.SYNOPSIS
Copies what a user gets, the built module with its pages and examples, into a folder of its own.
#>
param([Parameter(Mandatory = $true)] [string] $Destination)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
if (Test-Path -LiteralPath $Destination) { Remove-Item -LiteralPath $Destination -Recurse -Force }
$null = New-Item -ItemType Directory -Path $Destination
foreach ($part in 'PinningTools.psd1', 'README.md', 'LICENSE', 'CHANGELOG.md', 'docs', 'examples', 'lib', 'en-US') {
    Copy-Item -LiteralPath (Join-Path $root $part) -Destination $Destination -Recurse
}
# The C# example leaves these beside its source when it is run.
Get-ChildItem -LiteralPath (Join-Path $Destination examples) -Recurse -Directory |
    Where-Object Name -In bin, obj | Remove-Item -Recurse -Force
