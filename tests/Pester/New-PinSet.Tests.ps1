BeforeAll {
    . (Join-Path $PSScriptRoot 'TestServer.ps1')
    $first = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $second = 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $root = [PinningTools.Testing.TestCertificate]::Root('Learned Root')
    $authority = $root.IssueAuthority('Learned CA')
    $leaf = $authority.Issue('localhost')
    $server = Start-TestServer $leaf
    $hostPort = "localhost:$($server.Port)"
}

AfterAll { Stop-TestServer $server }

Describe 'New-PinSet with given pins' {
    It 'makes a set with canonical pattern, roles and dates' {
        $set = New-PinSet '**.Example.COM:8443' $first -Role Leaf -BackupPin $second `
            -Owner ops -Note web -Expires '2030-01-31'
        $set.Pattern | Should -Be '**.example.com:8443'
        $set.Mode | Should -Be 'Enforce'
        $set.Pins.Pin | Should -Be $first, $second
        $set.Pins.Role | Should -Be 'Leaf', 'Backup'
        $set.Pins[0].Added | Should -BeOfType datetime
        $set.Expires.ToString('yyyy-MM-dd') | Should -Be '2030-01-31'
    }

    It 'reads a date that begins with the year alike in <_>' -ForEach 'en-US', 'de-DE', 'th-TH', 'ar-SA' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $set = New-PinSet example.com $first -BackupPin $second -Expires 2030-01-31
            $later = $set | Update-PinSet -Expires '2031-02-01T10:00:00Z'
        } finally {
            [cultureinfo]::CurrentCulture = $culture
        }
        $set.Expires | Should -Be ([datetime]::new(2030, 1, 31))
        $later.Expires | Should -Be ([datetime]::new(2031, 2, 1, 10, 0, 0))
    }

    It 'takes pin records with their roles from the pipeline' {
        $set = Get-SpkiPin $hostPort -TrustAnchor $root.Pem | New-PinSet localhost -WarningAction SilentlyContinue
        $set.Pins.Pin | Should -Be $leaf.Pin, $authority.Pin, $root.Pin
        $set.Pins.Role | Should -Be 'Leaf', 'Intermediate', 'Root'
        $set.Pins[0].Note | Should -Be 'CN=localhost'
    }

    It 'says which pins a server only claims' {
        $null = Get-SpkiPin $hostPort -WarningAction SilentlyContinue |
            New-PinSet localhost -WarningVariable warning -WarningAction SilentlyContinue
        @($warning -match 'not in a chain that validates').Count | Should -Be 2
        $null = Get-SpkiPin $hostPort -TrustAnchor $root.Pem |
            New-PinSet localhost -WarningVariable warning -WarningAction SilentlyContinue
        @($warning -match 'not in a chain that validates').Count | Should -Be 0
    }

    It 'takes the pins of <Name>, as an argument and by pipeline' -Skip:(
        -not (Get-Command -Name openssl -CommandType Application -ErrorAction Ignore)
    ) -ForEach @(
        @{ Name = 'a request'; File = 'spare.csr' }
        @{ Name = 'a private key'; File = 'spare.key' }
        @{ Name = 'a public key'; File = 'spare.pub' }
    ) {
        $null = & openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=spare.example `
            -keyout "$TestDrive/spare.key" -out "$TestDrive/spare.csr" 2>&1
        $null = & openssl pkey -in "$TestDrive/spare.key" -pubout -out "$TestDrive/spare.pub"
        $record = Get-SpkiPin -Path "$TestDrive/$File"
        $spare = (Get-SpkiPin -Path "$TestDrive/spare.pub").Pin
        $set = New-PinSet example.com $first -BackupPin $record
        $set.Pins.Pin | Should -Be $first, $spare
        $set.Pins.Role | Should -Be 'Unspecified', 'Backup'
        ($record | New-PinSet example.com -BackupPin $first).Pins.Pin | Should -Be $spare, $first
        ($record | New-PinSet example.com -Role Backup -WarningAction SilentlyContinue).Pins[0].Role |
            Should -Be 'Backup'
        $kept = $set | Update-PinSet -Add $record -Role Backup
        ($kept.Pins | Where-Object Pin -EQ $spare).Role | Should -Be 'Backup'
        (New-PinSet example.com $first -BadPin $record -WarningAction SilentlyContinue).Pins[1].Bad | Should -BeTrue
        $stored = [Management.Automation.PSSerializer]::Deserialize(
            [Management.Automation.PSSerializer]::Serialize($record))
        (New-PinSet example.com $first -BackupPin $stored).Pins[1].Pin | Should -Be $spare
        (New-PinSet example.com $first -BackupPin $record -IncludeCertificate).Pins[1].Certificate |
            Should -BeNullOrEmpty
        "$((Test-CertificatePin $hostPort -Pin $record -TrustAnchor $root.Pem).Verdict)" | Should -Be 'PinMismatch'
    }

    It 'keeps certificates beside their pins when asked' {
        $set = New-PinSet localhost $leaf.Certificate -BackupPin $second -IncludeCertificate
        $set.Pins[0].Pin | Should -Be $leaf.Pin
        $set.Pins[0].Certificate | Should -Be ([Convert]::ToBase64String($leaf.Der))
        (New-PinSet localhost $leaf.Certificate -BackupPin $second).Pins[0].Certificate | Should -BeNullOrEmpty
        $path = Join-Path $TestDrive 'certificates.json'
        $set | Export-PinSet $path
        (Import-PinSet $path).Pins[0].Certificate | Should -Be $set.Pins[0].Certificate
    }

    It 'warns when there is no backup pin' {
        $null = New-PinSet example.com $first -WarningVariable warning -WarningAction SilentlyContinue
        $warning | Should -Match 'no backup pin'
        $null = New-PinSet example.com $first -BackupPin $second -WarningVariable warning
        $warning | Should -BeNullOrEmpty
    }

    It 'refuses key-only trust that checks nothing' -ForEach @(
        @{ With = @{ ReportOnly = $true } }
        @{ With = @{ OnExpired = 'Warn' } }
        @{ With = @{ OnExpired = 'Unpinned' } }
    ) {
        { New-PinSet example.com $first -PinOnly @With } | Should -Throw -ErrorId 'PinOnlyChecksNothing,*'
    }

    It 'refuses <Pattern> with <Id>' -ForEach @(
        @{ Pattern = 'a.*.example.com'; Pin = "sha256/$('A' * 43)="; Id = 'PatternInvalid' }
        @{ Pattern = 'example.com'; Pin = 'sha1/abc'; Id = 'PinIsSha1' }
    ) {
        { New-PinSet $Pattern $Pin } | Should -Throw -ErrorId "$Id,*"
    }

    It 'survives a job and Export-Clixml' {
        $path = Join-Path $TestDrive 'set.xml'
        New-PinSet example.com $first -BackupPin $second -Expires '2030-01-31' | Export-Clixml $path
        $copy = Import-Clixml $path | Export-PinSet -Format PinStore | ConvertFrom-Json
        $copy.pinSets[0].pins.pin | Should -Be $first, $second
        $copy.pinSets[0].pins[1].role | Should -Be 'Backup'
        $copy.pinSets[0].expires | Should -Be '2030-01-31'
        ($copy.pinSets[0].psobject.Properties.Name -join ' ') | Should -Be 'pattern expires added pins'
    }
}

Describe 'New-PinSet that learns' {
    It 'proposes the leaf and the root, and says that there is no backup' {
        $set = New-PinSet -HostName $hostPort -TrustAnchor $root.Pem -Confirm:$false `
            -WarningVariable warning -WarningAction SilentlyContinue
        $set.Pattern | Should -Be $hostPort
        $set.Trust | Should -Be 'Anchors'
        $set.Pins.Pin | Should -Be $leaf.Pin, $root.Pin
        $set.Pins.Role | Should -Be 'Leaf', 'Root'
        $warning | Should -Match 'no backup pin'
        (Test-CertificatePin $hostPort -PinSet $set).Verdict | Should -Be 'Match'
    }

    It 'takes Enter alone for no' {
        $script = "$import; @(New-PinSet -HostName $hostPort -PinOnly).Count"
        $engine = Get-EngineStart (Get-EncodedScript $script)
        foreach ($answer in @{ Text = ''; Count = 0 }, @{ Text = 'y'; Count = 1 }) {
            $start = [Diagnostics.ProcessStartInfo]::new($engine.FilePath, $engine.ArgumentList)
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $shell = [Diagnostics.Process]::Start($start)
            $shell.StandardInput.WriteLine($answer.Text)
            $shell.StandardInput.Close()
            $said = $shell.StandardOutput.ReadToEnd()
            $said | Should -Match 'default is "N"'
            ($said.Trim() -split '\s')[-1] | Should -Be $answer.Count
        }
    }

    It 'trusts nothing with -WhatIf' {
        New-PinSet -HostName $hostPort -TrustAnchor $root.Pem -WhatIf | Should -BeNullOrEmpty
    }

    It 'asks before it trusts: without an answer there is no set' {
        $script = "$import; New-PinSet -HostName $hostPort -PinOnly"
        $output = Invoke-Engine -NoProfile -NonInteractive -Command $script 2>&1 | Out-String
        $output | Should -Match 'NonInteractive'
        $output | Should -Not -Match 'Pattern'
    }

    It 'learns with the answer <Answer>: <Count> sets' -ForEach @(
        @{ Answer = 'Y'; Count = 1 }
        @{ Answer = 'N'; Count = 0 }
    ) {
        $script = "$import; @(New-PinSet -HostName $hostPort -PinOnly).Count"
        $output = $Answer | Invoke-Engine -NoProfile -Command $script 2>&1 | Out-String
        $output | Should -Match ([regex]::Escape($leaf.Pin))
        ($output -split '\n' -match '^\d+\s*$')[-1].Trim() | Should -Be $Count
    }

    It 'keeps the protocol that it spoke to learn' {
        # Of a URI's scheme too: without it the next look would speak TLS from the first byte.
        $mail = [PinningTools.Testing.MailTestServer]::Start($leaf, $true)
        try {
            $named = @{ HostName = "smtp://localhost:$($mail.Port)"; WarningAction = 'SilentlyContinue' }
            $set = New-PinSet @named -PinOnly -Confirm:$false
            $set.StartTls | Should -Be 'smtp'
            (Test-CertificatePin "localhost:$($mail.Port)" -PinSet $set).Verdict | Should -Be 'Match'
            $path = Join-Path $TestDrive 'mail.json'
            $null = Update-PinSet @named -TrustOnFirstUse -PinStore $path
            (Import-PinSet $path).StartTls | Should -Be 'smtp'
            (Test-CertificatePin "localhost:$($mail.Port)" -PinStore $path).Verdict | Should -Be 'Match'
        }
        finally { Stop-TestServer $mail }
    }

    It 'pins nothing of a chain that is not valid' {
        New-PinSet -HostName $hostPort -Confirm:$false -ErrorVariable failure -ErrorAction SilentlyContinue |
            Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NothingToLearn,*'
    }

    It 'pins an appliance by its leaf alone' {
        $set = New-PinSet -HostName $hostPort -PinOnly -Confirm:$false -WarningAction SilentlyContinue
        $set.Trust | Should -Be 'PinOnly'
        $set.Pins.Pin | Should -Be $leaf.Pin
    }

    It 'reports a host that is not there' {
        New-PinSet -HostName 127.0.0.1:1 -PinOnly -Confirm:$false -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ConnectFailed,*'
    }
}
