# The module as build.ps1 -Task Pack lays it out, in a folder of its own: everything that it refers to is there.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    $root = Get-RepositoryRoot
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $root PinningTools.psd1)
    $package = Join-Path $TestDrive "modules/PinningTools/$($manifest.ModuleVersion)"
    & (Join-Path $root src/Module/Pack.ps1) -Destination $package

    # In a PowerShell of its own, with the package in the module path and nothing else of the repository.
    function Invoke-Packed {
        param([string] $Text)
        $before = $env:PSModulePath
        $env:PSModulePath = (Join-Path $TestDrive modules) + [IO.Path]::PathSeparator + $before
        Push-Location -LiteralPath $TestDrive
        try { Invoke-Engine -NoProfile -Command $Text 2>&1 | Out-String -Width 200 } finally {
            Pop-Location
            $env:PSModulePath = $before
        }
    }
}

Describe 'The packed module' {
    It 'is loaded by its name, with all of its commands and their help' {
        $output = Invoke-Packed @'
            Import-Module PinningTools
            (Get-Module PinningTools).ModuleBase
            foreach ($one in Get-Command -Module PinningTools) { "$($one.Name): $((Get-Help $one.Name).Synopsis)" }
'@
        foreach ($name in $manifest.CmdletsToExport + $manifest.FunctionsToExport) {
            $output | Should -Match "(?m)^${name}: \w+"
        }
        $output | Should -BeLike "*$(Split-Path -Leaf $TestDrive)*"
    }

    It 'has nothing that a build of the examples left, and packs anew over itself' {
        Set-Content -LiteralPath (Join-Path $package left.over) -Value ''
        & (Join-Path $root src/Module/Pack.ps1) -Destination $package

        $top = (Get-ChildItem -LiteralPath $package).Name
        $top | Sort-Object |
            Should -Be CHANGELOG.md, docs, en-US, examples, lib, LICENSE, PinningTools.psd1, README.md
        (Get-ChildItem -LiteralPath $package -Recurse -Directory).Name | Should -Not -Contain 'obj'
    }

    It 'has its about topics' {
        Invoke-Packed 'Get-Help about_PinningTools' | Should -BeLike '*LOCKING YOURSELF OUT*'
        Invoke-Packed 'Get-Help about_PinningTools_Verdicts' | Should -BeLike '*PinMismatch*'
    }

    It 'runs the main job of its own examples' {
        $output = Invoke-Packed "& '$package/examples/1-MainJob.ps1'"
        $output | Should -BeLike '*Match*hello*Refused (PinMismatch,*the impostor was sent after the handshake: 0*'
    }

    It 'has what its pages and its help refer to' {
        $pages = Get-ChildItem -Path $package -Recurse -Include *.md, *.help.txt, *-Help.xml, *.psm1
        $pages | Should -Not -BeNullOrEmpty
        $named = 0
        foreach ($page in $pages) {
            $text = Get-Content -LiteralPath $page.FullName -Raw
            $links = @(foreach ($path in [regex]::Matches($text, '(?<![\w/])(docs|examples)/[\w./-]*\w')) {
                    Join-Path $package $path.Value
                })
            $links += @(foreach ($link in [regex]::Matches($text, '\]\((?!https?:|#)([^)#]+)')) {
                    if ($page.Extension -eq '.md') { Join-Path $page.Directory.FullName $link.Groups[1].Value }
                })
            foreach ($link in $links) { $named++; $link | Should -Exist -Because $page.Name }
        }
        $named | Should -BeGreaterThan 5
    }
}
