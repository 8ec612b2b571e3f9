BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $first = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $second = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $saved = $env:PINNINGTOOLS_STORE
    function New-TestSet($Pattern) { New-PinSet $Pattern $first -BackupPin $second }

    # Shells that all add five sets to one file at once.
    function Add-FromShell($Count, $Path, $Option) {
        $shells = 1..$Count | ForEach-Object {
            $script = "$import; 1..5 | ForEach-Object { New-PinSet `"h`$_.p$_.example`" $first -BackupPin $second |
                Export-PinSet '$Path' -Append $Option }"
            $start = Get-EngineStart (Get-EncodedScript $script)
            Start-Process @start -PassThru
        }
        $shells | ForEach-Object { $_.WaitForExit(120000) | Should -BeTrue }
    }
}

AfterAll { $env:PINNINGTOOLS_STORE = $saved }

Describe 'Export-PinSet and Import-PinSet' {
    BeforeEach {
        $path = Join-Path $TestDrive 'pins.json'
        Remove-Item (Join-Path $TestDrive '*') -Recurse -Force
        $env:PINNINGTOOLS_STORE = $null
    }

    It 'writes a store that reads back the same, sorted, one pin a line' {
        'b.example', '*.a.example', 'a.example' | ForEach-Object { New-TestSet $_ } | Export-PinSet $path
        (Import-PinSet $path).Pattern | Should -Be 'a.example', '*.a.example', 'b.example'
        @(Get-Content $path | Where-Object { $_ -match '^        \{"pin": "sha256/.*\},?$' }).Count | Should -Be 6
        $before = Get-Content $path -Raw
        Import-PinSet $path | Export-PinSet $path
        Get-Content $path -Raw | Should -Be $before
    }

    It 'is valid by its published schema' {
        New-PinSet '**.example.com:8443' $first -BackupPin $second -BadPin ('ab' * 32) -ReportOnly `
            -Expires '2030-01-01' -OnExpired Warn -ReportUri https://r.example/ -Owner o -Note n -StartTls smtp |
            Export-PinSet $path
        try { $valid = Test-Json -Path $path -SchemaFile (Join-Path $repository 'docs/pin-store.schema.json') }
        catch [System.Management.Automation.PSNotSupportedException] {
            Set-ItResult -Skipped -Because 'this PowerShell was built without JSON schema validation'
            return
        }
        $valid | Should -BeTrue
    }

    It 'says where else the default store can be, when its folder cannot be made' -Skip:($env:OS -eq 'Windows_NT') {
        $config = $env:XDG_CONFIG_HOME
        try {
            $env:XDG_CONFIG_HOME = Join-Path $TestDrive 'file'
            Set-Content -Path $env:XDG_CONFIG_HOME -Value 'no folder'
            New-TestSet a.example | Export-PinSet
        } catch {
            $failure = $_
        } finally {
            $env:XDG_CONFIG_HOME = $config
        }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StoreFolderUnwritable,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*PINNINGTOOLS_STORE*'
    }

    It 'appends, and replaces another set of the same pattern only when forced' {
        New-TestSet a.example | Export-PinSet $path
        New-TestSet b.example | Export-PinSet $path -Append
        (Import-PinSet $path).Pattern | Should -Be 'a.example', 'b.example'
        $other = New-PinSet a.example $second -BackupPin $first
        $other | Export-PinSet $path -Append -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PinSetExists,*'
        (Import-PinSet $path)[0].Pins[0].Pin | Should -Be $first
        $other | Export-PinSet $path -Append -Force
        (Import-PinSet $path)[0].Pins[0].Pin | Should -Be $second
    }

    It 'does not empty a store because nothing came, unless forced' {
        New-TestSet a.example | Export-PinSet $path
        { @() | Export-PinSet $path } | Should -Throw -ErrorId 'NothingToExport,*'
        { Import-PinSet "$path.none" -ErrorAction SilentlyContinue | Export-PinSet $path } |
            Should -Throw -ErrorId 'NothingToExport,*'
        (Import-PinSet $path).Pattern | Should -Be 'a.example'
        @() | Export-PinSet $path -Force
        Import-PinSet $path | Should -BeNullOrEmpty
    }

    It 'does not lose sets of a store that the input has not, unless forced' {
        New-TestSet a.example | Export-PinSet $path
        { New-TestSet b.example | Export-PinSet $path } | Should -Throw -ErrorId 'PinSetsWouldBeLost,*'
        { New-TestSet b.example | Export-PinSet $path } | Should -Throw "*'a.example'*"
        (Import-PinSet $path).Pattern | Should -Be 'a.example'
        New-TestSet b.example | Export-PinSet $path -Force
        (Import-PinSet $path).Pattern | Should -Be 'b.example'
    }

    It 'does not lose pins in another format either, nor what is no pins at all' {
        $lines = Join-Path $TestDrive 'pins.txt'
        $quiet = @{ Format = 'OkHttpJava'; WarningAction = 'SilentlyContinue' }
        New-TestSet a.example | Export-PinSet $lines @quiet
        New-TestSet a.example | Export-PinSet $lines @quiet
        { New-TestSet b.example | Export-PinSet $lines @quiet } | Should -Throw -ErrorId 'PinSetsWouldBeLost,*'
        New-TestSet b.example | Export-PinSet $lines -Append @quiet
        (Import-PinSet $lines).Pattern | Should -Be 'a.example', 'b.example'
        Set-Content $lines 'public class Main { }'
        { New-TestSet b.example | Export-PinSet $lines @quiet } | Should -Throw -ErrorId 'FileHoldsOther,*'
        New-TestSet b.example | Export-PinSet $lines -Force @quiet
        (Import-PinSet $lines).Pattern | Should -Be 'b.example'
    }

    It 'writes the same again in a format that cannot express all of it: <_>' -ForEach @(
        'Android', 'Apple', 'Chromium', 'Curl', 'Base64', 'Hex', 'Hpkp', 'GoJson', 'Firefox', 'WindowsPinRules'
    ) {
        $format = $_
        $file = Join-Path $TestDrive 'again.txt'
        $leaf = [PinningTools.Testing.TestCertificate]::SelfSigned('a.example').Certificate
        $set = New-PinSet '*.a.example:8443' $leaf -BackupPin $second -IncludeCertificate -ReportOnly
        foreach ($time in 1..2) {
            { $set | Export-PinSet $file -Format $format -WarningAction SilentlyContinue } | Should -Not -Throw
        }
    }

    It 'says with -WhatIf what it would add, replace and remove' {
        'a.example', 'b.example', 'c.example' | ForEach-Object { New-TestSet $_ } | Export-PinSet $path
        $said = Invoke-Engine -NoProfile -Command "$import
            New-PinSet a.example $first -BackupPin $second | Export-PinSet '$path' -Force -WhatIf"
        "$said" | Should -Match 'Replace 1 pin set, remove 2 pin sets'
    }

    It 'loses nothing when four shells append to another format at once' {
        $lines = Join-Path $TestDrive 'many.txt'
        Add-FromShell 4 $lines '-Format OkHttpJava -WarningAction SilentlyContinue'
        @(Import-PinSet $lines).Count | Should -Be 20
    }

    It 'refuses what is no pin set' {
        $failure = $null
        try { 1 | Export-PinSet $path -ErrorVariable failure -ErrorAction SilentlyContinue }
        catch { "$_" | Should -Match 'The pipeline delivered no pin set' }
        "$($failure[0])" | Should -Match 'is not a pin set' # NotAPinSet
        $path | Should -Not -Exist
    }

    It 'without a path appends to the store that the environment names' {
        $env:PINNINGTOOLS_STORE = $path
        New-TestSet a.example | Export-PinSet
        New-TestSet b.example | Export-PinSet
        (Import-PinSet).Pattern | Should -Be 'a.example', 'b.example'
    }

    It 'writes nothing with -WhatIf and does not overwrite with -NoClobber' {
        New-TestSet a.example | Export-PinSet $path -WhatIf
        $path | Should -Not -Exist
        New-TestSet a.example | Export-PinSet $path
        { New-TestSet b.example | Export-PinSet $path -NoClobber } | Should -Throw -ErrorId 'FileExists,*'
        (Import-PinSet $path).Pattern | Should -Be 'a.example'
    }

    It 'keeps members it does not know' {
        Set-Content $path ('{"pinStore": 1, "pinSets": [{"pattern": "a.example", "x-team": 1, "pins": [' +
            '{"pin": "' + $first + '", "x-y": [2]}]}], "x-z": 3}')
        New-TestSet b.example | Export-PinSet $path -Append
        $store = Get-Content $path -Raw | ConvertFrom-Json
        $store.pinSets[0].'x-team' | Should -Be 1
        $store.pinSets[0].pins[0].'x-y' | Should -Be 2
        $store.'x-z' | Should -Be 3
    }

    It 'counts the changes of a numbered store' {
        Set-Content $path '{"pinStore": 1, "version": 41, "pinSets": []}'
        New-TestSet a.example | Export-PinSet $path -Append
        (Get-Content $path -Raw | ConvertFrom-Json).version | Should -Be 42
    }

    It 'reads what Windows PowerShell writes' {
        New-TestSet a.example | Export-PinSet $path
        $text = Get-Content $path -Raw
        [IO.File]::WriteAllText($path, $text, [Text.Encoding]::Unicode)
        (Import-PinSet $path).Pattern | Should -Be 'a.example'
    }

    It 'imports nothing of a store with a mistake, and says where it is' {
        New-TestSet a.example | Export-PinSet $path
        New-TestSet b.example | Export-PinSet $path -Append
        (Get-Content $path) -replace '"role": "Backup"', '"role": "Spare"' | Set-Content $path
        Import-PinSet $path -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'JsonUnexpected,*'
        $failure[0].ToString() | Should -Match "line 9, column \d+: 'role' must be"
    }

    It 'refuses a store with a set that checks nothing' {
        Set-Content $path ('{"pinStore": 1, "pinSets": [{"pattern": "a", "trust": "PinOnly", "mode": "ReportOnly", ' +
            '"pins": [{"pin": "' + $first + '"}]}]}')
        Import-PinSet $path -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PinOnlyChecksNothing,*'
    }

    It 'reports <Id>' -ForEach @(
        @{ Id = 'FileNotFound'; Content = $null; With = @{} }
        @{ Id = 'FormatNotDetected'; Content = 'neither this nor that'; With = @{} }
        @{ Id = 'JsonMalformed'; Content = '{"pinStore": 1,'; With = @{} }
        @{ Id = 'JsonUnexpected'; Content = '{}'; With = @{ Format = 'PinStore' } }
    ) {
        if ($null -ne $Content) { Set-Content $path $Content }
        Import-PinSet $path @With -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'knows no format but its own' {
        { Import-PinSet $path -Format nothing } | Should -Throw -ErrorId 'FormatUnknown,*'
        { New-TestSet a.example | Export-PinSet $path -Format nothing } | Should -Throw -ErrorId 'FormatUnknown,*'
    }

    It 'loses nothing when eight shells append at once' {
        Add-FromShell 8 $path
        @(Import-PinSet $path).Count | Should -Be 40
    }
}
