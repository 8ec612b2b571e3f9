# Switches of PowerShell's own commands that scripts and $PSDefaultParameterValues bring along.
BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $script:uri = $server.Uri
    $script:keyAlone = @{ Pin = $server.Pin; PinOnly = $true; NoProxy = $true }
}

AfterAll { Stop-Parity }

Describe 'An abbreviation of <Name>' -ForEach @{ Name = 'WebRequest' }, @{ Name = 'RestMethod' } {
    It 'names the parameter that it names in PowerShell''s own command' {
        $theirs, $ours = Get-Command "Invoke-$Name", "Invoke-Pinned$Name"
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $parameters = @($theirs.Parameters.Values.Where{ $_.Name -notin $common })
        $count = 0
        foreach ($word in $parameters.ForEach{ @($_.Name) + @($_.Aliases) }) {
            foreach ($length in 1..$word.Length) {
                $short = $word.Substring(0, $length)
                $known = try { $theirs.ResolveParameter($short) } catch { continue }
                if (-not $ours.Parameters.ContainsKey($known.Name)) { continue }
                $ours.ResolveParameter($short).Name | Should -Be $known.Name -Because "it is -$short"
                $count++
            }
        }
        $count | Should -BeGreaterThan 100
        $ours.ResolveParameter('AllowU').Name | Should -Be AllowUnencryptedAuthentication
        $ours.ResolveParameter('Tr').Name | Should -Be TransferEncoding
    }
}

Describe '-SkipCertificateCheck' {
    It 'is accepted beside -PinOnly, since the key decides' {
        (Invoke-PinnedWebRequest $uri @keyAlone -SkipCertificateCheck).Content | Should -Be hello
        Invoke-PinnedRestMethod $uri @keyAlone -SkipCertificateCheck | Should -Be hello
    }

    It 'is accepted where the pin set lets the key decide' {
        $set = New-PinSet "localhost:$($server.Port)" $server.Pin -PinOnly -NoBackup
        (Invoke-PinnedWebRequest $uri -PinSet $set -NoProxy -SkipCertificateCheck).Content | Should -Be hello
    }

    It 'lets no other key pass' {
        $with = @{ Pin = $server.ImpostorPin; PinOnly = $true; NoProxy = $true; SkipCertificateCheck = $true }
        { Invoke-PinnedWebRequest $uri @with } | Should -Throw -ErrorId 'PinMismatch,*'
    }

    It 'is refused beside everything else: <Name>' -ForEach @(
        @{ Name = 'a pin'; With = { $pinned } }
        @{ Name = 'a pin set'; With = { @{ PinSet = New-PinSet "localhost:$($server.Port)" $server.Pin -NoBackup } } }
        @{ Name = 'no pin at all'; With = { @{ PinSet = New-PinSet other.example $server.Pin -NoBackup } } }
    ) {
        $given = & $With
        { Invoke-PinnedWebRequest $uri @given -SkipCertificateCheck } |
            Should -Throw -ErrorId 'SkipCertificateCheckRefused,*'
    }

    It 'is no argument with the value $false' {
        (Invoke-PinnedWebRequest $uri @pinned -SkipCertificateCheck:$false).Content | Should -Be hello
    }

    It 'means nothing at a later hop, which its own pin set judges' {
        $sets = @(
            New-PinSet "localhost:$($server.Port)" $server.Pin -PinOnly -NoBackup
            New-PinSet "127.0.0.1:$($server.Port)" $server.Pin -NoBackup
        )
        $with = @{ PinSet = $sets; NoProxy = $true; SkipCertificateCheck = $true }
        $away = [uri]::EscapeDataString("https://127.0.0.1:$($server.Port)/")
        { Invoke-PinnedWebRequest "$uri/redirect?to=$away" @with } | Should -Throw -ErrorId 'UntrustedChain,*'
    }

    It 'is told where it came from if a default gave it: <_>' -ForEach @(
        'Invoke-PinnedWebRequest:SkipCertificateCheck', 'Invoke-*:SkipCertificateCheck', '*:SkipCert*'
    ) {
        $key = $_
        $PSDefaultParameterValues = @{ $key = $true }
        $thrown = try { Invoke-PinnedWebRequest $uri @pinned } catch { $_ }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SkipCertificateCheckRefused,*'
        $thrown.Exception.Message | Should -Match ([regex]::Escape("`$PSDefaultParameterValues['$key']"))
        (Invoke-PinnedWebRequest $uri @pinned -SkipCertificateCheck:$false).Content | Should -Be hello
    }

    It 'is told so by no message where nobody set a default' {
        $thrown = try { Invoke-PinnedWebRequest $uri @pinned -SkipCertificateCheck } catch { $_ }
        $thrown.Exception.Message | Should -Not -Match PSDefaultParameterValues
    }
}
