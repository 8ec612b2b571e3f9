# The module as build.ps1 -Task Pack lays it out and as people get it: a folder of a module path, a package that
# Install-PSResource takes, and a zip file for Azure Automation. Packing needs PowerShell 7.
BeforeDiscovery { $script:desktop = $PSEdition -eq 'Desktop' }

BeforeAll {
    if ($PSEdition -eq 'Desktop') { return }
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    $root = Get-RepositoryRoot
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $root PinningTools.psd1)
    $output = Join-Path $TestDrive modules
    $package, $nupkg, $zip = & (Join-Path $root src/Module/Pack.ps1) -Destination $output

    # In a PowerShell of its own, with a folder in front of the module path and nothing else of the repository.
    function Invoke-Packed {
        param([string] $Text, [string] $Folder = $output)
        $before = $env:PSModulePath
        $env:PSModulePath = $Folder + [IO.Path]::PathSeparator + $before
        # What an example builds needs no package; known holes in them are looked for where the clone is built.
        $env:NuGetAudit = 'false'
        Push-Location -LiteralPath $TestDrive
        try { Invoke-Engine -NoProfile -NonInteractive -Command $Text 2>&1 | Out-String -Width 200 } finally {
            Pop-Location
            $env:PSModulePath = $before
            $env:NuGetAudit = $null
        }
    }

    # Each command with the first line of its help, and both about topics: what a user of an installed module has.
    $tour = @'
        $ErrorActionPreference = 'Stop'
        Import-Module PinningTools
        "in $((Get-Module PinningTools).ModuleBase)"
        foreach ($one in Get-Command -Module PinningTools) { "$($one.Name): $((Get-Help $one.Name).Synopsis)" }
        "topics: $((Get-Help about_PinningTools) -match 'LOCKING YOURSELF OUT')"
        "verdicts: $((Get-Help about_PinningTools_Verdicts) -match 'PinMismatch')"
'@
    function Assert-Tour {
        param([string] $Text, [string] $Place)
        foreach ($name in $manifest.CmdletsToExport + $manifest.FunctionsToExport) {
            $Text | Should -Match "(?m)^${name}: \w+"
        }
        $Text | Should -BeLike "in $Place*"
        $Text | Should -BeLike '*topics: True*verdicts: True*'
    }
}

Describe 'The packed module' -Skip:$desktop {
    It 'is loaded by its name, with all of its commands, their help and the about topics' {
        Assert-Tour -Text (Invoke-Packed $tour) -Place $package
    }

    It 'has nothing that a build of the examples left, and packs anew over itself' {
        Set-Content -LiteralPath (Join-Path $package left.over) -Value ''
        $null = & (Join-Path $root src/Module/Pack.ps1) -Destination $output

        $top = (Get-ChildItem -LiteralPath $package).Name
        $top | Sort-Object |
            Should -Be CHANGELOG.md, docs, en-US, examples, lib, LICENSE, PinningTools.psd1, README.md
        (Get-ChildItem -LiteralPath $package -Recurse -Directory).Name | Should -Not -Contain 'obj'
    }

    It 'has these assemblies and no others' {
        $assemblies = Get-ChildItem -LiteralPath $package -Recurse -Include *.dll, *.exe, *.so, *.dylib |
            ForEach-Object { [IO.Path]::GetRelativePath($package, $_.FullName).Replace('\', '/') }
        $assemblies | Sort-Object | Should -Be @(
            'lib/net8.0/PinningTools.Core.dll', 'lib/net8.0/PinningTools.dll'
            'lib/netstandard2.0/PinningTools.Core.dll', 'lib/netstandard2.0/PinningTools.dll'
            'lib/PinningTools.BouncyCastle.Cryptography.dll', 'lib/PinningTools.BouncyCastle.dll')
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

Describe 'The package of a gallery' -Skip:$desktop {
    BeforeAll {
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $name = "pinning-$(Get-Random)"
        Register-PSResourceRepository -Name $name -Uri (Split-Path -Parent $nupkg) -Trusted
    }

    AfterAll { if ($name) { Unregister-PSResourceRepository -Name $name } }

    It 'says of itself what the manifest says' {
        $entries = [IO.Compression.ZipFile]::OpenRead($nupkg)
        try {
            $stream = $entries.GetEntry('PinningTools.nuspec').Open()
            $nuspec = ([xml] [IO.StreamReader]::new($stream).ReadToEnd()).package.metadata
        } finally { $entries.Dispose() }
        $data = $manifest.PrivateData.PSData
        $nuspec.id, $nuspec.version | Should -Be 'PinningTools', $manifest.ModuleVersion
        $nuspec.authors | Should -Be $manifest.Author
        $nuspec.description | Should -Be $manifest.Description
        $nuspec.copyright | Should -Be $manifest.Copyright
        $nuspec.licenseUrl | Should -Be $data.LicenseUri
        $nuspec.releaseNotes | Should -Be $data.ReleaseNotes
        $nuspec.tags -split ' ' | Sort-Object | Should -Be (@('PSModule') + $data.Tags | Sort-Object)
        Split-Path -Leaf $nupkg | Should -Be "PinningTools.$($manifest.ModuleVersion).nupkg"
    }

    It 'is found, installed, imported by its name with its help, and uninstalled' {
        (Find-PSResource -Name PinningTools -Repository $name).Version | Should -Be $manifest.ModuleVersion
        Install-PSResource -Name PinningTools -Repository $name -Scope CurrentUser
        $installed = (Get-InstalledPSResource -Name PinningTools).InstalledLocation
        try {
            $found = Invoke-Engine -NoProfile -NonInteractive -Command $tour 2>&1 | Out-String -Width 200
            Assert-Tour -Text $found -Place $installed
        } finally { Uninstall-PSResource -Name PinningTools -Scope CurrentUser }
        Get-InstalledPSResource -Name PinningTools -ErrorAction Ignore | Should -BeNullOrEmpty
        Invoke-Engine -NoProfile -NonInteractive -Command 'Get-Module -ListAvailable PinningTools' |
            Should -BeNullOrEmpty
    }

    It 'can be published to a repository by Publish-PSResource as well' {
        $shelf = New-Item -ItemType Directory -Path (Join-Path $TestDrive shelf)
        Register-PSResourceRepository -Name "$name-shelf" -Uri $shelf.FullName -Trusted
        try {
            Publish-PSResource -Path $package -Repository "$name-shelf"
            (Find-PSResource -Name PinningTools -Repository "$name-shelf").Version |
                Should -Be $manifest.ModuleVersion
        } finally { Unregister-PSResourceRepository -Name "$name-shelf" }
    }
}

Describe 'The zip file for Azure Automation' -Skip:$desktop {
    BeforeAll {
        Expand-Archive -LiteralPath $zip -DestinationPath (Join-Path $TestDrive unzipped)
        $files = @(Get-ChildItem -LiteralPath (Join-Path $TestDrive unzipped) -Recurse -File)
    }

    It 'has one name with its folder and its manifest' {
        Split-Path -Leaf $zip | Should -BeExactly PinningTools.zip
        (Get-ChildItem -LiteralPath (Join-Path $TestDrive unzipped)).Name | Should -BeExactly PinningTools
        Join-Path $TestDrive unzipped/PinningTools/PinningTools.psd1 | Should -Exist
    }

    It 'has the files of the package, and keeps to the limits there: paths, size' {
        $files.Count | Should -Be @(Get-ChildItem -LiteralPath $package -Recurse -File).Count
        $longest = ($files | ForEach-Object { $_.FullName.Length } | Measure-Object -Maximum).Maximum
        # Azure counts from the zip file's own root.
        $longest - (Join-Path $TestDrive unzipped/).Length | Should -BeLessThan 140
        (Get-Item -LiteralPath $zip).Length | Should -BeLessThan 100MB
    }

    It 'is imported in a fresh process that nobody sits at' {
        $found = Invoke-Packed -Text $tour -Folder (Join-Path $TestDrive unzipped)
        Assert-Tour -Text $found -Place (Join-Path $TestDrive unzipped/PinningTools)
    }
}
