#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    Import-Module (Get-ModulePath) -Force
    $secret = ConvertTo-SecureString 'secret' -AsPlainText -Force
}

Describe 'New-PinBackupKey' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
        Push-Location $folder
    }
    AfterEach { Pop-Location }

    It 'makes a <_> key, its request and its pin' -ForEach EcP256, EcP384, Rsa3072, Ed25519, MLDsa44, MLDsa65, MLDsa87 {
        $made = New-PinBackupKey host.example backup.key -Password $secret -KeyAlgorithm $_
        $made.KeyPath | Should -Be (Join-Path $folder 'backup.key')
        $made.RequestPath | Should -Be (Join-Path $folder 'backup.csr')
        "$($made.KeyAlgorithm)" | Should -Be $_
        (Get-SpkiPin -Path backup.key -Password $secret).Pin | Should -Be $made.Pin
        $request = Get-SpkiPin -Path backup.csr
        $request.Pin | Should -Be $made.Pin
        $request.Subject | Should -Be 'CN=host.example'
        "$made" | Should -Be $made.Pin
    }
    It 'makes a new request for a <_> key in the same encrypted file, which stays as it is' -ForEach EcP256, Rsa3072, Ed25519, MLDsa65 {
        $made = New-PinBackupKey old.example backup.key -Password $secret -KeyAlgorithm $_
        $before = [IO.File]::ReadAllBytes($made.KeyPath)
        $again = New-PinBackupKey new.example, '*.new.example' -KeyPath backup.key -RequestPath new.csr -Password $secret
        $again.Pin | Should -Be $made.Pin
        "$($again.KeyAlgorithm)" | Should -Be $_
        $again.KeyPath, $again.RequestPath | Should -Be @((Join-Path $folder 'backup.key'), (Join-Path $folder 'new.csr'))
        $request = Get-SpkiPin -Path new.csr
        $request.Pin | Should -Be $made.Pin
        $request.SubjectAlternativeName | Should -Be 'new.example', '*.new.example'
        [IO.File]::ReadAllBytes($made.KeyPath) | Should -Be $before
        Get-ChildItem $folder | Should -HaveCount 3
    }
    It 'makes a request for an existing key: without -Force no file is replaced, with -WhatIf none is written' {
        $made = New-PinBackupKey old.example backup.key -Password $secret
        { New-PinBackupKey new.example -KeyPath backup.key -Password $secret } | Should -Throw -ErrorId 'KeyFileExists,*'
        New-PinBackupKey new.example -KeyPath backup.key -RequestPath new.csr -Password $secret -WhatIf | Should -BeNullOrEmpty
        Test-Path new.csr | Should -BeFalse
        (New-PinBackupKey new.example -KeyPath backup.key -Password $secret -Force).Pin | Should -Be $made.Pin
        (Get-SpkiPin -Path backup.csr).Subject | Should -Be 'CN=new.example'
        (Get-SpkiPin -Path backup.key -Password $secret).Pin | Should -Be $made.Pin
    }
    It 'says what is wrong with an existing key' {
        $null = New-PinBackupKey old.example backup.key -Password $secret
        $wrong = ConvertTo-SecureString 'wrong' -AsPlainText -Force
        { New-PinBackupKey a.example -KeyPath backup.key -RequestPath a.csr } | Should -Throw -ErrorId 'PasswordNeeded,*'
        { New-PinBackupKey a.example -KeyPath backup.key -RequestPath a.csr -Password $wrong } | Should -Throw -ErrorId 'PasswordWrong,*'
        { New-PinBackupKey a.example -KeyPath backup.csr -RequestPath a.csr } | Should -Throw -ErrorId 'PrivateKeyNotOne,*'
        { New-PinBackupKey a.example -KeyPath none.key -RequestPath a.csr } | Should -Throw -ErrorId 'FileNotFound,*'
        { New-PinBackupKey a.example -KeyPath backup.key -KeyAlgorithm EcP256 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        Test-Path a.csr | Should -BeFalse
    }
    It 'is a pin wherever one is asked for' {
        $made = New-PinBackupKey host.example backup.key -Password $secret
        (Test-CertificatePin 127.0.0.1:1 -Pin $made).Verdict | Should -Be 'ConnectFailed'
    }
    It 'names the file after the host in a folder' {
        (New-PinBackupKey '*.host.example' . -Password $secret).KeyPath |
            Should -Be (Join-Path $folder '_.host.example.backup.key')
    }
    It 'sets tight permissions' -Skip:($env:OS -eq 'Windows_NT') {
        $made = New-PinBackupKey host.example backup.key -Password $secret
        [IO.File]::GetUnixFileMode($made.KeyPath) | Should -Be ([IO.UnixFileMode]'UserRead, UserWrite')
    }
    It 'does nothing with -WhatIf' {
        New-PinBackupKey host.example backup.key -Password $secret -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }
    It 'refuses to overwrite without -Force' {
        $first = New-PinBackupKey host.example backup.key -Password $secret
        { New-PinBackupKey host.example backup.key -Password $secret } | Should -Throw -ErrorId 'KeyFileExists,*'
        (Get-SpkiPin -Path backup.csr).Pin | Should -Be $first.Pin
        (New-PinBackupKey host.example backup.key -Password $secret -Force).Pin | Should -Not -Be $first.Pin
    }
    It 'shows no key, not even verbosely' {
        $all = New-PinBackupKey host.example backup.key -Password $secret -Verbose *>&1 | Format-List * | Out-String
        $all | Should -Not -Match 'PRIVATE'
        $body = (Get-Content backup.key)[1]
        $all | Should -Not -Match ([regex]::Escape($body))
    }
    It 'is read by openssl' -Skip:(-not (Get-Command openssl -ErrorAction Ignore)) {
        $made = New-PinBackupKey host.example, 192.0.2.1 backup.key -Password $secret `
            -Subject 'CN=host.example, O="Example, Inc."'
        openssl pkey -in $made.KeyPath -passin pass:secret -noout
        $LASTEXITCODE | Should -Be 0
        "$(openssl req -in $made.RequestPath -verify -noout -subject 2>&1)" | Should -Match 'verify OK'
    }
}
