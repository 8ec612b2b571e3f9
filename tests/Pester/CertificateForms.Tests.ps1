#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
BeforeDiscovery { $noOpenssl = -not (Get-Command -Name openssl -CommandType Application -ErrorAction Ignore) }

# Certificates and pins in the forms in which people come to have them.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    New-OpensslChain -Folder $TestDrive
    $leaf = [Security.Cryptography.X509Certificates.X509Certificate2]::new("$TestDrive/leaf.pem")
    $pin = Get-OpensslPin "$TestDrive/leaf.pem"
    $rootPin = Get-OpensslPin "$TestDrive/root.pem"
    $chain = [Security.Cryptography.X509Certificates.X509Chain]::new()
    $chain.ChainPolicy.RevocationMode = 'NoCheck'
    $chain.ChainPolicy.TrustMode = 'CustomRootTrust'
    foreach ($name in 'root', 'intermediate') {
        $one = [Security.Cryptography.X509Certificates.X509Certificate2]::new("$TestDrive/$name.pem")
        if ($name -eq 'root') { $null = $chain.ChainPolicy.CustomTrustStore.Add($one) }
        $null = $chain.ChainPolicy.ExtraStore.Add($one)
    }
    $null = $chain.Build($leaf)
}

Describe 'Certificates that the platform hands out in objects of its own' -Skip:$noOpenssl {
    It 'are read from the elements of a chain' {
        ($chain.ChainElements | Get-SpkiPin).Pin | Should -Be $pin, (Get-OpensslPin "$TestDrive/intermediate.pem"), $rootPin
    }

    It 'are read from a chain, and from its elements together' {
        @($chain | Get-SpkiPin).Count | Should -Be 3
        @(Get-SpkiPin -Certificate $chain).Count | Should -Be 3
        @(Get-SpkiPin -Certificate $chain.ChainElements).Count | Should -Be 3
    }

    It 'are read from elements that went through a job' {
        $elements = [Management.Automation.PSSerializer]::Deserialize(
            [Management.Automation.PSSerializer]::Serialize(@($chain.ChainElements), 3))
        ($elements | Get-SpkiPin).Pin | Should -Contain $pin
    }

    It 'are pins and anchors too' {
        $offline = @{ Certificate = $chain.ChainElements; ServerName = 'localhost' }
        $verdict = Test-CertificatePin @offline -Pin $chain.ChainElements[0] -TrustAnchor $chain.ChainElements[2]
        "$($verdict.Verdict)" | Should -Be 'Match'
    }
}

Describe 'Objects that name no host' -Skip:$noOpenssl {
    It '<Name> are refused, and nobody is asked for the name of their type' -ForEach @(
        @{ Name = 'processes'; Get = { Get-Process -Id $PID } }
        @{ Name = 'hashtables'; Get = { @{ Server = 'localhost' } } }
        @{ Name = 'objects of .NET'; Get = { [Net.Sockets.TcpClient]::new() } }
        @{ Name = 'objects of a job'; Get = {
                [Management.Automation.PSSerializer]::Deserialize(
                    [Management.Automation.PSSerializer]::Serialize([Net.Sockets.TcpClient]::new(), 1)) } }
    ) {
        foreach ($command in { $args | Get-SpkiPin }, { $args | Test-CertificatePin -Pin $pin }) {
            $failure = & { $ErrorActionPreference = 'Continue'; & $command (& $Get) } 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
            "$($failure.FullyQualifiedErrorId)" | Should -Match 'InputObjectNotBound|ParameterArgumentTransformationError|HostInvalid'
        }
    }

    It 'elements of a chain are refused where hosts belong' {
        { Get-SpkiPin -HostName $chain.ChainElements } |
            Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Get-SpkiPin $chain.ChainElements } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'does not stand in the way of names, addresses and URIs' {
        foreach ($target in '127.0.0.1:1', [uri]'https://127.0.0.1:1/', [Net.IPAddress]::Loopback) {
            $verdict = Test-CertificatePin -HostName $target -Pin $pin -Port 1
            "$($verdict.Verdict)" | Should -Be 'ConnectFailed'
        }
    }
}

Describe 'Pins as people paste them' -Skip:$noOpenssl {
    It 'takes <_>' -ForEach @(
        "`u{201C}{0}`u{201D}", '"{0}"', "`u{200B}{0}", '(stdin)= HEX', 'sha256:HEX'
    ) {
        $hex = [PinningTools.SpkiPin]::Parse($pin).ToHexString()
        $given = $_.Replace('{0}', $pin).Replace('HEX', $hex)
        (New-PinSet -Pattern host.example -Pin $given -WarningAction SilentlyContinue).Pins.Pin | Should -Be $pin
    }

    It 'takes a list in quotation marks' {
        $set = New-PinSet -Pattern host.example -Pin "`"$pin;$rootPin`""
        $set.Pins.Pin | Should -Be $pin, $rootPin
    }

    It 'tells the fingerprint of a certificate by name' {
        $print = & openssl x509 -in "$TestDrive/leaf.pem" -noout -fingerprint -sha256
        { New-PinSet -Pattern host.example -Pin $print } | Should -Throw -ErrorId 'PinIsFingerprint,*'
    }
}

Describe 'A download of AD CS' -Skip:$noOpenssl {
    It 'is read although its label says CERTIFICATE' {
        & openssl crl2pkcs7 -nocrl -certfile "$TestDrive/leaf.pem" -certfile "$TestDrive/root.pem" -out "$TestDrive/certnew.p7b"
        (Get-Content -Raw "$TestDrive/certnew.p7b") -replace 'PKCS7', 'CERTIFICATE' | Set-Content "$TestDrive/certnew.p7b"
        (Get-SpkiPin -Path "$TestDrive/certnew.p7b").Pin | Sort-Object | Should -Be ($pin, $rootPin | Sort-Object)
    }
}
