#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What key files may cost a command, and what narrows the trust in an anchor, through the commands themselves.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    function ConvertTo-Der([byte] $Tag, [byte[]] $Content) {
        $length = $Content.Length
        [byte[]] $head = if ($length -lt 128) { $Tag, $length }
        elseif ($length -lt 256) { $Tag, 0x81, $length }
        else { $Tag, 0x82, ($length -shr 8), ($length -band 255) }
        , [byte[]]($head + $Content)
    }
    function ConvertTo-DerOid([string] $Hex) { ConvertTo-Der 6 ([Convert]::FromHexString($Hex)) }
    # An EncryptedPrivateKeyInfo of PBES2: PBKDF2-HMAC-SHA512 with 2,000,000 iterations, AES-256.
    function New-CostlyKey {
        $hash = ConvertTo-Der 0x30 ((ConvertTo-DerOid '2a864886f70d020b') + (ConvertTo-Der 5 @()))
        $settings = ConvertTo-Der 0x30 (
            (ConvertTo-Der 4 ([byte[]]::new(8))) + (ConvertTo-Der 2 ([byte[]](0x1e, 0x84, 0x80))) + $hash)
        $derivation = ConvertTo-Der 0x30 ((ConvertTo-DerOid '2a864886f70d01050c') + $settings)
        $cipher = ConvertTo-Der 0x30 ((ConvertTo-DerOid '60864801650304012a') + (ConvertTo-Der 4 ([byte[]]::new(16))))
        $scheme = ConvertTo-Der 0x30 (
            (ConvertTo-DerOid '2a864886f70d01050d') + (ConvertTo-Der 0x30 ($derivation + $cipher)))
        ConvertTo-Der 0x30 ($scheme + (ConvertTo-Der 4 ([byte[]]::new(32))))
    }
    $folder = Join-Path $TestDrive 'keys'
    $null = New-Item -ItemType Directory -Path $folder
    $costly = New-CostlyKey
    1..40 | ForEach-Object { [IO.File]::WriteAllBytes("$folder/key$($_.ToString('00')).p8", $costly) }
    $secret = "(ConvertTo-SecureString 'secret' -AsPlainText -Force)"

    # Lets a script work for a moment, stops it as Ctrl+C does, and says whether that came to an end.
    function Test-Stop([string] $Script) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$(Get-ModulePath)'; $Script")
        $run = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 1500
        $run.IsCompleted | Should -BeFalse
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        "$($shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Dispose()
    }
}

Describe 'Key files that ask for much' {
    It 'are given so much for a whole command, and the rest of the files says why' {
        $password = ConvertTo-SecureString 'secret' -AsPlainText -Force
        Get-SpkiPin -Path $folder -Recurse -Password $password -ErrorVariable failed -ErrorAction SilentlyContinue |
            Should -BeNullOrEmpty
        $failed.Count | Should -Be 40
        $ids = $failed.ForEach({ ($_.FullyQualifiedErrorId -split ',')[0] }) | Group-Object -AsHashTable
        # 24,000,000 blocks for 8,000,000 each.
        $ids['PasswordWrong'].Count | Should -Be 3
        $ids['KeyWorkSpent'].Count | Should -Be 37
        $failed[-1].Exception.Message | Should -Match 'key40\.p8'
    }
    It 'cost nothing where no password is given' {
        Get-SpkiPin -Path $folder -Recurse -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        ($failed.ForEach({ ($_.FullyQualifiedErrorId -split ',')[0] }) | Select-Object -Unique) |
            Should -Be 'PasswordNeeded'
    }
    It 'stop with the command: <Name>' -ForEach @(
        @{ Name = 'Get-SpkiPin'; Script = "Get-SpkiPin -Path '{0}' -Recurse -Password {1} -ErrorAction Ignore" }
        @{ Name = 'Get-SpkiPin -LiteralPath'
            Script = "Get-ChildItem '{0}' | Get-SpkiPin -Password {1} -ErrorAction Ignore" }
        @{ Name = 'Test-CertificatePin'
            Script = "Test-CertificatePin -Path '{0}/*.p8' -Password {1} -ServerName a.example -Pin sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M= -ErrorAction Ignore" }
        @{ Name = 'Test-PinRotation'
            Script = "while (`$true) {{ try {{ Test-PinRotation -Path '{0}/key01.p8' -Password {1} }} catch {{ }} }}" }
    ) {
        Test-Stop ($Script -f $folder, $secret)
    }
}

Describe 'A trust anchor that is restricted' {
    BeforeAll {
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Odd Root', $key, 'SHA256')
        $request.CertificateExtensions.Add(
            [Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
        $root = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(30))
        # [0] { serverAuth } after the certificate, as 'openssl x509 -addreject serverAuth -trustout' writes it.
        $reject = ConvertTo-Der 0x30 (ConvertTo-Der 0xA0 (ConvertTo-DerOid '2b06010505070301'))
        $rejected = "$TestDrive/rejected.pem"
        Set-Content -LiteralPath $rejected (
            [Security.Cryptography.PemEncoding]::WriteString('TRUSTED CERTIFICATE', [byte[]]($root.RawData + $reject)))
    }
    It 'is refused by name wherever an anchor is given: <_>' -ForEach 'path', 'text', 'bytes', 'record' {
        $anchor = switch ($_) {
            path { $rejected }
            text { Get-Content -LiteralPath $rejected -Raw }
            bytes { , [IO.File]::ReadAllBytes($rejected) }
            record { Get-SpkiPin -Path $rejected }
        }
        foreach ($command in
            { New-PinSet a.example -Pin $root -TrustAnchor $anchor },
            { Test-CertificatePin 127.0.0.1:1 -Pin $root -TrustAnchor $anchor },
            { Get-SpkiPin 127.0.0.1:1 -TrustAnchor $anchor },
            { Invoke-PinnedWebRequest https://127.0.0.1:1/ -Pin $root -TrustAnchor $anchor }) {
            $failed = $null
            try { & $command } catch { $failed = $_ }
            "$($failed.FullyQualifiedErrorId)" | Should -BeLike 'AnchorNarrowed,*'
            $failed.Exception.Message | Should -Match 'Odd Root.*rejects serverAuth'
        }
    }
    It 'gives its pin all the same' {
        (Get-SpkiPin -Path $rejected).Subject | Should -Be 'CN=Odd Root'
    }
}
