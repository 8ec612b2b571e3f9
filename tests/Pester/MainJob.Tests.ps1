# The whole path against a real nginx with a chain of three: pins, verdicts, a pinned response.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    $missing = @('openssl', 'nginx' | Where-Object { -not (Test-Program $_) })
}

Describe 'The main job against nginx' -Skip:($missing.Count -gt 0) {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
        Import-ModuleUnderTest
        New-OpensslChain -Folder $TestDrive
        New-OpensslChain -Folder $TestDrive -Prefix 'rogue-'
        New-OpensslChain -Folder $TestDrive -Prefix 'other-' -HostName other.example
        $file = { param($name) Join-Path $TestDrive $name }
        $root = & $file root.pem
        $rogueRoot = & $file rogue-root.pem
        $chain = (& $file leaf.pem), (& $file intermediate.pem)
        $server = Start-Nginx -Folder $TestDrive -Certificate $chain -Key (& $file leaf.key)
        # An authority that the machine trusts as well was tricked, and the victim's public certificates are sent along.
        $impostor = Start-Nginx -Folder $TestDrive -Key (& $file rogue-leaf.key) `
            -Certificate (@((& $file rogue-leaf.pem), (& $file rogue-intermediate.pem)) + $chain)
        $other = Start-Nginx -Folder $TestDrive -Key (& $file other-leaf.key) `
            -Certificate (& $file other-leaf.pem), (& $file other-intermediate.pem)
        $pins = @{}
        foreach ($name in 'leaf', 'intermediate', 'root', 'rogue-leaf', 'other-leaf') {
            $pins[$name] = Get-OpensslPin -Path (& $file "$name.pem")
        }
    }

    AfterAll {
        Stop-Nginx $server
        Stop-Nginx $impostor
        Stop-Nginx $other
    }

    It 'reads the pins of all three certificates as openssl computes them' {
        $records = Get-SpkiPin -HostName localhost -Port $server.Port -TrustAnchor $root
        $records.Pin | Should -BeExactly $pins.leaf, $pins.intermediate, $pins.root
        [string[]]$records.Role | Should -BeExactly Leaf, Intermediate, Root
        $records.SentByServer | Should -Be $true, $true, $false
    }

    It 'reads the same pin from the file and from the certificate object' {
        (Get-SpkiPin -Path (& $file leaf.pem)).Pin | Should -BeExactly $pins.leaf
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new((& $file leaf.pem))
        ($certificate | Get-SpkiPin).Pin | Should -BeExactly $pins.leaf
        (Get-ChildItem -Path (& $file leaf.pem) | Get-SpkiPin).Pin | Should -BeExactly $pins.leaf
    }

    It 'matches the <_> pin' -ForEach 'leaf', 'intermediate', 'root' {
        $verdict = Test-CertificatePin -HostName localhost -Port $server.Port -Pin $pins[$_] -TrustAnchor $root
        $verdict.Verdict | Should -Be 'Match'
        $verdict.Passed | Should -BeTrue
        $verdict.MatchedPin | Should -BeExactly $pins[$_]
    }

    It 'calls a foreign pin a mismatch, with a message to paste from' {
        $verdict = Test-CertificatePin localhost -Port $server.Port -Pin $pins['rogue-leaf'] -TrustAnchor $root
        $verdict.Verdict | Should -Be 'PinMismatch'
        foreach ($name in 'leaf', 'intermediate', 'root', 'rogue-leaf') {
            $verdict.Message | Should -BeLike "*$($pins[$name])*"
        }
        $verdict.Message | Should -BeLike "*-Pin '$($pins.leaf)'*"
    }

    It 'calls the chain untrusted without its anchor' {
        (Test-CertificatePin localhost -Port $server.Port -Pin $pins.leaf).Verdict | Should -Be 'UntrustedChain'
    }

    It 'calls another name a mismatch of names' {
        $anchor = & $file other-root.pem
        $verdict = Test-CertificatePin localhost -Port $other.Port -Pin $pins['other-leaf'] -TrustAnchor $anchor
        $verdict.Verdict | Should -Be 'NameMismatch'
        $verdict.Message | Should -BeLike '*other.example*'
    }

    It 'does not fall for a pinned certificate that is merely appended to another chain' {
        $verdict = Test-CertificatePin localhost -Port $impostor.Port -Pin $pins.leaf -TrustAnchor $root, $rogueRoot
        $verdict.Verdict | Should -Be 'PinMismatch'
        $verdict.Reason | Should -Be 'OnlyInPresentedChain'
        $verdict.Message | Should -BeLike '*only in the presented chain*'
    }

    It 'trusts a key alone by the leaf, and not by an appended certificate' {
        $verdict = Test-CertificatePin localhost -Port $impostor.Port -Pin $pins['rogue-leaf'] -PinOnly
        $verdict.Verdict | Should -Be 'Match'
        $verdict = Test-CertificatePin localhost -Port $impostor.Port -Pin $pins.leaf -PinOnly
        $verdict.Verdict | Should -Be 'PinMismatch'
        $verdict.Reason | Should -Be 'OnlyInPresentedChain'
    }

    It 'answers in the order of the input with -Quiet, a network failure being false' {
        $answers = "localhost:$($impostor.Port)", "localhost:$($server.Port)", 'localhost:1' |
            Test-CertificatePin -Pin $pins.leaf -TrustAnchor $root, $rogueRoot -Quiet
        $answers | Should -Be $false, $true, $false
    }

    It 'makes a pinned request' {
        $response = Invoke-PinnedWebRequest -Uri "https://localhost:$($server.Port)/" -Pin $pins.leaf -TrustAnchor $root
        $response.StatusCode | Should -Be 200
        $response.Content | Should -BeExactly 'hello'
    }

    It 'refuses an impostor: a handshake in its log and not one byte of HTTP' {
        $request = @{ Uri = "https://localhost:$($impostor.Port)/secret"; Pin = $pins.leaf; ErrorAction = 'Stop' }
        { Invoke-PinnedWebRequest @request -TrustAnchor $root, $rogueRoot } |
            Should -Throw -ErrorId 'PinMismatch,*'
        Get-Content -LiteralPath $impostor.AccessLog | Should -BeNullOrEmpty
    }

    It 'binds the columns of a CSV, empty cells counting as not given' {
        $rows = 'HostName,Port,Pin', "localhost,$($server.Port),$($pins.leaf);$($pins.root)",
        "localhost:$($server.Port),,$($pins.root)" | ConvertFrom-Csv
        ($rows | Test-CertificatePin -TrustAnchor $root -Quiet) | Should -Be $true, $true
    }
}
