#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    Import-Module (Get-ModulePath) -Force
    $secret = ConvertTo-SecureString 'secret' -AsPlainText -Force
    $spare = New-PinBackupKey host.example (Join-Path $TestDrive 'spare.key') -Password $secret
    $root = & {
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Root', $key, 'SHA256')
        $request.CertificateExtensions.Add(
            [Security.Cryptography.X509Certificates.X509BasicConstraintsExtension]::new($true, $false, 0, $true))
        $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(90))
    }
    $leaf = & {
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=host.example', $key, 'SHA256')
        $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddDnsName('host.example')
        $request.CertificateExtensions.Add($names.Build())
        $now = [DateTimeOffset]::UtcNow
        $request.Create($root, $now.AddDays(-1), $now.AddDays(60), [byte[]](1, 2))
    }
    $chain = Join-Path $TestDrive 'new.pem'
    Set-Content -LiteralPath $chain ($leaf.ExportCertificatePem() + "`n" + $root.ExportCertificatePem())
    $pin = (Get-SpkiPin -Path $chain -Role Leaf).Pin
    $other = 'sha256/' + [Convert]::ToBase64String([byte[]](1..32))
    $anchored = @{ Pattern = 'host.example'; TrustAnchor = $root.ExportCertificatePem() }
    $good = New-PinSet @anchored -Pin $pin, $spare
    $stale = New-PinSet @anchored -Pin $other -WarningAction SilentlyContinue
}

Describe 'Test-PinRotation' {
    It 'says through which pin clients keep working and until when' {
        $result = $good | Test-PinRotation $chain
        "$($result.Outcome)" | Should -Be 'KeepsWorking'
        $result.Passed | Should -BeTrue
        $result.MatchedPin | Should -Be $pin
        $result.Until | Should -Be $leaf.NotAfter.ToUniversalTime()
        $result.Steps.Count | Should -BeGreaterThan 0
    }
    It 'says what to publish, how long to wait and when to switch' {
        $result = Test-PinRotation -Certificate $leaf -PinSet $stale -RolloutDays 14 -At '2026-12-01'
        "$($result.Outcome)" | Should -Be 'LocksOut'
        $result = Test-PinRotation $chain -PinSet $stale -RolloutDays 14
        "$($result.Outcome)" | Should -Be 'LocksOut'
        $result.PinsToPublish | Should -Be $pin
        ($result.SwitchFrom - [datetime]::UtcNow).TotalDays | Should -BeGreaterThan 13
        $result.Steps[1] | Should -Match 'Wait 14 days'
    }
    It 'takes an encrypted key and a request' {
        (Test-PinRotation $spare.KeyPath -Password $secret -PinSet $good).MatchedPin | Should -Be $spare.Pin
        (Test-PinRotation $spare.RequestPath -PinSet $good).MatchedPin | Should -Be $spare.Pin
        { Test-PinRotation $spare.KeyPath -PinSet $good } | Should -Throw -ErrorId 'PasswordNeeded,*'
    }
    It 'rehearses a change of the intermediate' {
        "$((Test-PinRotation $chain -PinSet $good -IntermediateChanges).Outcome)" | Should -Be 'KeepsWorking'
        { Test-PinRotation $spare.RequestPath -PinSet $good -IntermediateChanges } |
            Should -Throw -ErrorId 'RotationNeedsChain,*'
    }
    It 'reads the pin sets from a store, and judges those that are concerned' {
        $store = Join-Path $TestDrive 'pins.json'
        $good, (New-PinSet -Pattern other.example -Pin $other -WarningAction SilentlyContinue) |
            Export-PinSet -Path $store
        $results = @(Test-PinRotation $chain -PinStore $store)
        $results.Pattern | Should -Be 'host.example'
        { Test-PinRotation $chain -PinStore $store -HostName nobody.example } |
            Should -Throw -ErrorId 'NoPinSetConcerned,*'
        @(Test-PinRotation $chain -PinStore $store -HostName host.example, other.example).Count | Should -Be 2
    }
    It 'gives a bool with -Quiet' {
        Test-PinRotation $chain -PinSet $good -Quiet | Should -BeTrue
        Test-PinRotation $chain -PinSet $good, $stale -Quiet | Should -BeFalse
    }
    It 'shows the plan as a list' {
        $text = Test-PinRotation $chain -PinSet $stale | Out-String -Width 200
        $text | Should -Match '(?s)Outcome\s+: LocksOut.*Plan\s+: 1\. Publish'
    }
    It 'keeps its outcome through a job' {
        $text = [Management.Automation.PSSerializer]::Serialize((Test-PinRotation $chain -PinSet $good))
        $copy = [Management.Automation.PSSerializer]::Deserialize($text)
        $copy.Outcome | Should -Be 'KeepsWorking'
    }
}
