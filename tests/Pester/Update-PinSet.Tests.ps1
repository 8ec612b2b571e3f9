BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $first = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $second = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $third = 'sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
}

Describe 'Update-PinSet in a store' {
    BeforeEach {
        $path = Join-Path $TestDrive 'pins.json'
        New-PinSet a.example $first -Role Leaf -BackupPin $second | Export-PinSet $path -Force
    }

    It 'adds, promotes and retires in one step' {
        $set = Update-PinSet a.example -PinStore $path -Add $third -Role Backup -Note spare `
            -Promote $second -Retire $first -PassThru
        $set.Pins.Pin | Should -Be $first, $second, $third
        $set.Pins.Role | Should -Be 'Leaf', 'Leaf', 'Backup'
        $set.Pins[0].NotAfter | Should -Not -BeNullOrEmpty
        $set.Pins[2].Note | Should -Be 'spare'
        (Import-PinSet $path).Pins.Pin | Should -Be $first, $second, $third
    }

    It 'removes' {
        Update-PinSet a.example -PinStore $path -Remove $second -WarningVariable warning -WarningAction SilentlyContinue
        (Import-PinSet $path).Pins.Pin | Should -Be $first
        $warning | Should -Match 'no backup pin'
    }

    It 'forbids, renews and changes the mode' {
        Update-PinSet a.example -PinStore $path -Add $third -Bad -Expires '2031-01-01' -OnExpired Warn -Mode ReportOnly
        $set = Import-PinSet $path
        $set.Pins[2].Bad | Should -BeTrue
        $set.Expires.Year | Should -Be 2031
        $set.OnExpired | Should -Be 'Warn'
        $set.Mode | Should -Be 'ReportOnly'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-Content $path -Raw
        Update-PinSet a.example -PinStore $path -Remove $second -WhatIf
        Get-Content $path -Raw | Should -Be $before
    }

    It 'reports <Id> and changes nothing' -ForEach @(
        @{ Id = 'PinSetMissing'; Pattern = 'b.example'; With = @{ Add = 'ab' * 32 } }
        @{ Id = 'PinMissing'; Pattern = 'a.example'; With = @{ Remove = 'ab' * 32 } }
        @{ Id = 'NothingToChange'; Pattern = 'a.example'; With = @{} }
        @{ Id = 'NothingAdded'; Pattern = 'a.example'; With = @{ Note = 'n'; Mode = 'ReportOnly' } }
        @{ Id = 'PinSetEmpty'; Pattern = 'a.example'; With = @{
                Remove = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=',
                'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
            }
        }
    ) {
        $before = Get-Content $path -Raw
        $failure = $null
        try { Update-PinSet $Pattern -PinStore $path @With -ErrorVariable failure -ErrorAction SilentlyContinue }
        catch { $failure = @($_) }
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-Content $path -Raw | Should -Be $before
    }

    It 'completes the patterns of the store' {
        New-PinSet '*.a.example' $first -BackupPin $second | Export-PinSet $path -Append
        $line = "Update-PinSet -PinStore '$path' -Pattern "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'a.example'", "'*.a.example'"
        $line = "Update-PinSet -PinStore '$path.none' -Pattern x"
        (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue |
            Should -BeNullOrEmpty
    }

    It 'changes objects without a store' {
        $set = Import-PinSet $path | Update-PinSet -Add $third
        $set.Pins.Count | Should -Be 3
        (Import-PinSet $path).Pins.Count | Should -Be 2
    }

    It 'changes the sets of a store that come through the pipeline, when it is told the store' {
        Import-PinSet $path | Update-PinSet -PinStore $path -Add $third | Should -BeNullOrEmpty
        (Import-PinSet $path).Pins.Count | Should -Be 3
    }
}

Describe 'Update-PinSet -TrustOnFirstUse' {
    BeforeAll {
        $appliance = [PinningTools.Testing.TestCertificate]::SelfSigned('appliance')
        $impostor = [PinningTools.Testing.TestCertificate]::SelfSigned('appliance')
    }

    It 'records the first key, finds it again, and is loud about another' {
        $path = Join-Path $TestDrive 'appliances.json'
        $server = Start-TestServer $appliance
        try {
            $hostPort = "localhost:$($server.Port)"
            Update-PinSet -TrustOnFirstUse -HostName $hostPort -PinStore $path -WhatIf | Out-Null
            $path | Should -Not -Exist

            $verdict = Update-PinSet -TrustOnFirstUse -HostName $hostPort -PinStore $path `
                -WarningVariable warning -WarningAction SilentlyContinue
            $verdict.Verdict | Should -Be 'NotPinned'
            $verdict.Reason | Should -Be 'RecordedOnFirstUse'
            $verdict.Message | Should -Match 'was recorded in'
            $warning | Should -Match ([regex]::Escape($appliance.Pin))
            $set = Import-PinSet $path
            $set.Trust | Should -Be 'PinOnly'
            $set.Pins.Pin | Should -Be $appliance.Pin
            $set.Pins.LastSeen | Should -Not -BeNullOrEmpty

            (Update-PinSet -TrustOnFirstUse -HostName $hostPort -PinStore $path).Verdict | Should -Be 'Match'
            (Test-CertificatePin $hostPort -PinStore $path).Verdict | Should -Be 'Match'

            # The same host and port, another key: as somebody in between would show it.
            $other = Start-TestServer $impostor
            try {
                $otherPort = "localhost:$($other.Port)"
                (Get-Content $path -Raw).Replace($hostPort, $otherPort) | Set-Content $path -NoNewline
                $before = Get-Content $path -Raw
                $verdict = Update-PinSet -TrustOnFirstUse -HostName $otherPort -PinStore $path `
                    -ErrorVariable failure -ErrorAction SilentlyContinue
            }
            finally { Stop-TestServer $other }
            $replaced = $failure[0].ErrorDetails.RecommendedAction

            $verdict.Verdict | Should -Be 'PinMismatch'
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'KeyChanged,*'
            $failure[0].CategoryInfo.Category | Should -Be 'SecurityError'
            $verdict.Message | Should -Match ([regex]::Escape($appliance.Pin) + '.*added \d{4}-\d\d-\d\d')
            $verdict.Message |
                Should -Match ([regex]::Escape($impostor.Pin) + '.*\(\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\)')
            Get-Content $path -Raw | Should -Be $before

            # What the error advises works when it is pasted.
            $other = Start-TestServer $impostor
            try {
                $otherPort = "localhost:$($other.Port)"
                (Get-Content $path -Raw) -replace 'localhost:\d+', $otherPort | Set-Content $path -NoNewline
                $commands = $replaced -replace '^.*?: (?=Remove-PinSet)' -replace 'localhost:\d+', $otherPort
                $verdict = Invoke-Expression "$commands -WarningAction SilentlyContinue"
                $verdict.Reason | Should -Be 'RecordedOnFirstUse'
                (Import-PinSet $path).Pins.Pin | Should -Be $impostor.Pin
            }
            finally { Stop-TestServer $other }
        }
        finally { Stop-TestServer $server }
    }

    It 'says why an appliance could not be reached' {
        $verdict = Update-PinSet -TrustOnFirstUse -HostName 127.0.0.1:1 -PinStore (Join-Path $TestDrive 'none.json')
        $verdict.Verdict | Should -Be 'ConnectFailed'
    }
}
