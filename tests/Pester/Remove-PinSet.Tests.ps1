BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $first = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $second = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
}

Describe 'Remove-PinSet' {
    BeforeEach {
        $path = Join-Path $TestDrive 'pins.json'
        'a.example', '*.a.example', 'b.example' |
            ForEach-Object { New-PinSet $_ $first -BackupPin $second } | Export-PinSet $path -Force
    }

    It 'removes the set of that very pattern, also the last one' {
        Remove-PinSet '*.a.example' -PinStore $path | Should -BeNullOrEmpty
        (Import-PinSet $path).Pattern | Should -Be 'a.example', 'b.example'
        (Remove-PinSet a.example, b.example -PinStore $path -PassThru).Pattern | Should -Be 'a.example', 'b.example'
        Import-PinSet $path | Should -BeNullOrEmpty
    }

    It 'removes what comes through the pipeline' {
        Import-PinSet $path | Where-Object Pattern -Like '*a.example' | Remove-PinSet -PinStore $path
        (Import-PinSet $path).Pattern | Should -Be 'b.example'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-Content $path -Raw
        Remove-PinSet a.example -PinStore $path -WhatIf
        Get-Content $path -Raw | Should -Be $before
    }

    It 'goes on after a pattern that is not there' {
        Remove-PinSet none.example, b.example -PinStore $path -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PinSetMissing,*'
        "$($failure[0])" | Should -Match ([regex]::Escape($path))
        (Import-PinSet $path).Pattern | Should -Be 'a.example', '*.a.example'
        { Remove-PinSet a.example -PinStore "$path.none" } | Should -Throw -ErrorId 'FileNotFound,*'
    }

    It 'completes the patterns of the store' {
        $line = "Remove-PinSet -PinStore '$path' -Pattern b"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'b.example'"
    }
}
