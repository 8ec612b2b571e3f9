<#
.SYNOPSIS
Builds, tests, packs or measures PinningTools. Calls dotnet and has no logic of its own.
.EXAMPLE
./build.ps1
Builds the module: afterwards the repository root can be imported.
.EXAMPLE
./build.ps1 -Task Test
Runs all tests, the Pester suites in the PowerShell of the tool manifest, or in the one that PINNINGTOOLS_PWSH names.
.EXAMPLE
./build.ps1 -Task Long
Runs the whole of what the tests do in short, such as a million damaged inputs and a thousand killed writers, and prints
the figures. It takes most of an hour.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Long', 'Pack', 'Bench', 'Clean')]
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
    'Test' { Invoke-Native dotnet test PinningTools.sln --configuration $Configuration }
    'Long' {
        $env:PINNINGTOOLS_LONG = '1'
        try {
            foreach ($leg in 'Core.Tests', 'Core.Tests.NetStandard') {
                Invoke-Native dotnet test "tests/PinningTools.$leg" --configuration Release --filter Category=Long `
                    --logger 'console;verbosity=detailed'
            }
            Invoke-Native dotnet test tests/PinningTools.Pester.Tests --configuration Release `
                --filter 'DisplayName~ListFuzz|DisplayName~Json.|DisplayName~Register_PinCheck|DisplayName~Examples|DisplayName~Runbook'
        } finally { $env:PINNINGTOOLS_LONG = $null }
    }
    'Pack' {
        Invoke-Native dotnet build src/PinningTools --configuration Release
        Invoke-Native dotnet tool restore
        Invoke-Native dotnet pwsh -NoProfile -File src/Module/Pack.ps1 -Destination output
    }
    'Bench' {
        Invoke-Native dotnet build PinningTools.sln --configuration Release
        Invoke-Native dotnet tool restore
        foreach ($one in 'Import', 'Files', 'Endpoints', 'Sweep', 'Web', 'Nights', 'Inspections', 'WebPinning') {
            Invoke-Native dotnet pwsh -NoProfile -File "tests/Benchmarks/$one.ps1"
        }
        Invoke-Native dotnet run --configuration Release --project tests/Benchmarks/Lookup
    }
    'Clean' {
        Invoke-Native dotnet clean PinningTools.sln --configuration $Configuration
        Remove-Item -Path lib, en-US, output -Recurse -Force -ErrorAction SilentlyContinue
    }
}
