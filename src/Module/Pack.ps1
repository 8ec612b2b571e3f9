<#
.SYNOPSIS
Lays out what a user gets, the built module with its pages and examples: as a folder for a module path, as the package
of a PowerShell gallery, and as the zip file that Azure Automation takes.
.PARAMETER Destination
The folder for PinningTools/VERSION, PinningTools.VERSION.nupkg and PinningTools.zip. What stands there is replaced.
#>
param([Parameter(Mandatory = $true)] [string] $Destination)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$version = (Import-PowerShellDataFile -LiteralPath (Join-Path $root PinningTools.psd1)).ModuleVersion
$module = Join-Path $Destination "PinningTools/$version"
$package = Join-Path $Destination "PinningTools.$version.nupkg"
$zip = Join-Path $Destination PinningTools.zip
Remove-Item -LiteralPath $module, $package, $zip -Recurse -Force -ErrorAction Ignore
$null = New-Item -ItemType Directory -Path $module

foreach ($part in 'PinningTools.psd1', 'README.md', 'LICENSE', 'CHANGELOG.md', 'docs', 'examples', 'lib', 'en-US') {
    Copy-Item -LiteralPath (Join-Path $root $part) -Destination $module -Recurse
}
# The C# example leaves bin and obj beside its source when it is run.
Get-ChildItem -LiteralPath (Join-Path $module examples) -Recurse -Directory |
    Where-Object Name -In bin, obj | Remove-Item -Recurse -Force

Compress-PSResource -Path $module -DestinationPath $Destination

# Azure wants one name for the zip file, the folder in it and the manifest, without a folder of the version between.
$entries = [IO.Compression.ZipFile]::Open([IO.Path]::GetFullPath($zip, $PWD), 'Create')
try {
    foreach ($file in Get-ChildItem -LiteralPath $module -Recurse -File | Sort-Object -Property FullName) {
        $name = 'PinningTools/' + [IO.Path]::GetRelativePath($module, $file.FullName).Replace('\', '/')
        $null = [IO.Compression.ZipFileExtensions]::CreateEntryFromFile($entries, $file.FullName, $name)
    }
} finally { $entries.Dispose() }
Get-Item -LiteralPath $module, $package, $zip | Select-Object -ExpandProperty FullName
