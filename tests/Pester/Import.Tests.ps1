BeforeDiscovery { $ErrorActionPreference = 'Stop' }
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force

    # Imports a copy of the module in a session of its own, after what the script block did to the copy.
    function Import-Copy {
        param([scriptblock] $Change)
        $copy = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        foreach ($part in 'PinningTools.psd1', 'lib', 'en-US') {
            Copy-Item -Path (Join-Path (Get-RepositoryRoot) $part) -Destination $copy -Recurse
        }
        $first = & $Change $copy
        $script = "$first; try { Import-Module '$copy/PinningTools.psd1'; 'imported' } catch { `$_.Exception.Message }"
        (Invoke-Engine -NoProfile -NonInteractive -Command $script) -join "`n"
    }
}

Describe 'Import-Module PinningTools' {
    It 'imports a copy that is whole' {
        Import-Copy { } | Should -Be 'imported'
    }

    It 'imports twice, and anew with -Force' {
        Import-Copy { "Import-Module '$args/PinningTools.psd1'; Import-Module '$args/PinningTools.psd1' -Force" } |
            Should -Be 'imported'
    }

    It 'says that it has not been built, and how to build it' {
        $said = Import-Copy { Remove-Item -LiteralPath "$args/lib/net8.0" -Recurse }

        $said | Should -BeLike "PinningTools has not been built: '*/lib/net8.0' does not exist.*dotnet build*"
    }

    It 'says what ails a library that cannot be loaded' {
        $said = Import-Copy { Set-Content -LiteralPath "$args/lib/net8.0/PinningTools.dll" -Value 'no assembly' }

        $said | Should -BeLike '*PinningTools.dll*'
        $said | Should -Not -BeLike '*has not been built*'
    }

    It 'refuses to stand beside another version of itself' {
        $said = Import-Copy {
            $other = New-Item -ItemType Directory -Path "$args/other"
            $source = '[assembly: System.Reflection.AssemblyVersion("99.1.0.0")]' +
                'namespace PinningTools { public class SpkiPin { } }'
            Add-Type -TypeDefinition $source -OutputAssembly "$other/PinningTools.Core.dll"
            "Add-Type -Path '$other/PinningTools.Core.dll'"
        }

        $said | Should -Be ('Another version of PinningTools (99.1.0.0) is loaded in this session. ' +
            'Start a new session to use this one.')
    }

    It 'leaves none of its own functions in the session' {
        Import-Copy { "Import-Module '$args/PinningTools.psd1'; Get-Command -Name *PinCheck* -CommandType Function | ForEach-Object Name" } |
            Should -Be "Invoke-PinCheck`nimported"
    }
}
