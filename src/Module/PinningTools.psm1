# Loads the leg of the library that this PowerShell can run. 5.1 syntax and ASCII throughout: Windows PowerShell
# reads a file without a byte order mark as ANSI.
$ErrorActionPreference = 'Stop'

if ($PSVersionTable.PSEdition -eq 'Core' -and $PSVersionTable.PSVersion -lt [version]'7.4') {
    throw "PinningTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is $($PSVersionTable.PSVersion)."
}

# .NET calls where cmdlets would do: each module of PowerShell's own that is loaded for them doubles the import's cost.
$leg = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }
$assembly = [IO.Path]::Combine($PSScriptRoot, $leg, 'PinningTools.dll')
if (-not [IO.File]::Exists($assembly)) {
    throw "PinningTools has not been built: '$assembly' does not exist. Run ./build.ps1 or 'dotnet build' in the module's folder first."
}

# An assembly cannot be unloaded: a second version in the same session would half work.
foreach ($loaded in [AppDomain]::CurrentDomain.GetAssemblies()) {
    $name = $loaded.GetName()
    if ($name.Name -eq 'PinningTools' -and $name.Version -ne [Reflection.AssemblyName]::GetAssemblyName($assembly).Version) {
        throw "Another version of PinningTools ($($name.Version)) is loaded in this session. Start a new session to use this one."
    }
}

Import-Module -Name $assembly
