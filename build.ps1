<#
.SYNOPSIS
Builds, tests, packs or measures PinningTools. Calls dotnet and Pester and has no logic of its own.
.EXAMPLE
./build.ps1
Builds the module: afterwards the repository root can be imported.
.EXAMPLE
./build.ps1 -Task Test
Builds, then runs dotnet test and Pester.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pack', 'Bench', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

function Invoke-Native {
    & $args[0] @($args | Select-Object -Skip 1)
    if ($LASTEXITCODE) { throw "'$args' ended with exit code $LASTEXITCODE." }
}

switch ($Task) {
    'Build' { Invoke-Native dotnet build PinningTools.sln --configuration $Configuration }
    'Test' {
        # dotnet test alone builds the xunit projects, and Pester needs the module, the examples and a server as well.
        Invoke-Native dotnet build PinningTools.sln --configuration $Configuration
        Invoke-Native dotnet test PinningTools.sln --configuration $Configuration --no-build
        if (Get-Module -ListAvailable -Name Pester) { & ./tests/Pester/Run.ps1 }
        else { Write-Output 'Pester: not run, the Pester module is not installed' }
    }
    'Pack' {
        Invoke-Native dotnet build src/PinningTools --configuration Release
        $manifest = Import-PowerShellDataFile -LiteralPath ./PinningTools.psd1
        $target = Join-Path 'output/PinningTools' $manifest.ModuleVersion
        & ./src/Module/Pack.ps1 -Destination $target
        Write-Output "The module is in $target."
    }
    'Bench' {
        foreach ($one in 'Import', 'Files', 'Endpoints', 'Sweep', 'Web') { & "./tests/Benchmarks/$one.ps1" }
        Invoke-Native dotnet run --configuration Release --project tests/Benchmarks/Lookup
    }
    'Clean' {
        Invoke-Native dotnet clean PinningTools.sln --configuration $Configuration
        Remove-Item -Path lib, en-US, output -Recurse -Force -ErrorAction SilentlyContinue
    }
}
