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

    It 'makes a <_> key, its request and its pin' -ForEach EcP256, EcP384, Rsa3072 {
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
