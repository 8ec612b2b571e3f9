# Results that leave the process keep what scripts rely on.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $server = Start-ExampleServer
    $job = Start-Job -ArgumentList (Get-ModulePath), $server -ScriptBlock {
        param($module, $server)
        Import-Module $module
        $leaf = Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf
        Test-CertificatePin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Pin $leaf
        $leaf
    }
    $result, $leaf = $job | Receive-Job -Wait -AutoRemoveJob
}

AfterAll { Stop-ExampleServer $server }

Describe 'A result that went through Start-Job' {
    It 'still says its verdict by name' {
        $result.PSTypeNames | Should -Contain 'Deserialized.PinningTools.PinVerdict'
        ($result.Verdict -eq 'Match') | Should -BeTrue
        $result.Passed | Should -BeTrue
    }

    It 'keeps the chain with its details' {
        $result.Chain.Count | Should -Be 3
        $result.Chain[0].Subject | Should -Be 'CN=localhost'
        $result.Chain[2].Role | Should -Be 'Root'
        $result.Chain[0].NotAfter | Should -BeOfType datetime
    }

    It 'gives its pins back as pins' {
        Test-CertificatePin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Pin $leaf -Quiet |
            Should -BeTrue
        Test-CertificatePin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Pin $result.Chain[0] -Quiet |
            Should -BeTrue
        Test-CertificatePin localhost -Port $server.ImpostorPort -TrustAnchor $server.TrustAnchor -Pin $leaf -Quiet |
            Should -BeFalse
    }
}

Describe 'A result as JSON' {
    It 'has pins as text' {
        $json = Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor -Role Leaf |
            ConvertTo-Json | ConvertFrom-Json
        $json.Pin | Should -BeExactly $leaf.Pin
    }
}
