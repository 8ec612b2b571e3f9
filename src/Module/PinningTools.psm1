# Loads the build of the library that this PowerShell can run. The script uses 5.1 syntax and only ASCII, because
# Windows PowerShell reads a file without a byte order mark as ANSI.
$ErrorActionPreference = 'Stop'

# An import that succeeds does as little as possible, because the first use of each .NET member costs a new session
# milliseconds. The handling of errors is in functions, which are compiled only when they are called.
$leg = if ($PSEdition -eq 'Core') { "$PSScriptRoot/net8.0" } else { "$PSScriptRoot/netstandard2.0" }

# An assembly cannot be unloaded, and a second version in the same session would only partly work.
function Assert-OneVersion {
    $version = [PinningTools.SpkiPin].Assembly.GetName().Version
    if ($version -ne [Reflection.AssemblyName]::GetAssemblyName("$leg/PinningTools.Core.dll").Version) {
        throw "Another version of PinningTools ($version) is loaded in this session. " +
            'Start a new session to use this one.'
    }
}

function Get-ImportAdvice {
    if ($PSEdition -eq 'Core' -and $PSVersionTable.PSVersion -lt [version]'7.4') {
        "PinningTools needs PowerShell 7.4 or later, or Windows PowerShell 5.1. This is $($PSVersionTable.PSVersion)."
    } elseif (-not (Test-Path -LiteralPath $leg)) {
        "PinningTools has not been built: '$leg' does not exist. " +
        "Run ./build.ps1 or 'dotnet build' in the module's folder first."
    }
}

try {
    if ('PinningTools.SpkiPin' -as [type]) { Assert-OneVersion }
    Import-Module -Name "$leg/PinningTools.dll"
} catch {
    $advice = Get-ImportAdvice
    if ($advice) { throw $advice }
    throw
}

. "$PSScriptRoot/Functions/Invoke-PinCheck.ps1"
