# Learn before you enforce: what Get-WebPinning tells, what -ReportOnly leaves alone, and the pin sets that come of it.
BeforeDiscovery {
    # OpenSSL alone reads the authorities of the platform from a file.
    $script:noTrustFile = -not $IsLinux
}

BeforeAll {
    . $PSScriptRoot/WebPinningSupport.ps1
    $right = $server.Uri
    $wrong = $server.ImpostorUri
    Set-Content (Join-Path $folder Asker.psm1) "function Get-Answer(`$Uri) {`n    Invoke-RestMethod `$Uri`n}"

    function Invoke-Trusting([scriptblock] $Script) {
        $kept = $env:SSL_CERT_FILE
        $env:SSL_CERT_FILE = $server.Root
        try { Invoke-EngineBlock $Script $module, $right, $wrong, $server.PlainUri, $store, $folder }
        finally { $env:SSL_CERT_FILE = $kept }
    }
}

AfterAll { Stop-WebPinningTest }

Describe 'Get-WebPinning' {
    AfterEach { Disable-WebPinning }

    It 'tells per host what was asked, by whom, which keys were shown and what the policy said' {
        $found = Invoke-EngineBlock {
            param($module, $store, $folder, $right, $wrong)
            Import-Module $module, (Join-Path $folder Asker.psm1)
            Enable-WebPinning $store
            $null = Get-Answer "$right/json-number?token=secret"
            $null = Get-Answer "$right/json-number"
            try { Get-Answer "$wrong/json-number" } catch { }
            try { Invoke-RestMethod 'https://unpinned.example/secret' } catch { }
            try { Invoke-RestMethod 'http://plain.example/secret' } catch { }
            Get-WebPinning
        } $module, $store, $folder, $right, $wrong
        $hosts = @{}
        $found.Hosts | ForEach-Object { $hosts["$($_.HostName):$($_.Port)"] = $_ }
        $known = $hosts["localhost:$(([uri] $right).Port)"]
        $known.Count, $known.Refused, $known.Verdict | Should -Be 2, 0, 'Match'
        $known.Callers | Should -Be "Asker, $(Join-Path $folder Asker.psm1):2"
        $known.Pins.Role | Should -Be 'Leaf', 'Root'
        $known.Pins[0].Pin | Should -BeExactly $server.Pin
        $impostor = $hosts["localhost:$(([uri] $wrong).Port)"]
        $impostor.Count, $impostor.Refused, $impostor.Verdict | Should -Be 1, 1, 'PinMismatch'
        $impostor.LastRefusal | Should -Match 'No pin matched'
        $hosts['unpinned.example:443'].Refused, $hosts['unpinned.example:443'].Verdict | Should -Be 1, 'NotPinned'
        $hosts['plain.example:80'].Refused | Should -Be 1
        $found | ConvertTo-Json -Depth 9 | Should -Not -Match 'secret'
    }

    It 'keeps what was seen after Disable-WebPinning' {
        Enable-WebPinning -PinSet $set
        $null = Invoke-RestMethod "$right/json-number"
        Disable-WebPinning
        (Get-WebPinning).Hosts.Port | Should -Contain $server.Port
    }

    It 'has views, which show no more than they should' {
        Enable-WebPinning -PinSet $set
        $null = Invoke-RestMethod "$right/json-number"
        Get-WebPinning | Out-String | Should -Match '(?s)Status +: Enabled.*Not covered +: ForEach-Object -Parallel.*localhost:\d+ Match'
        (Get-WebPinning).Hosts | Out-String -Width 200 | Should -Match 'Host +Verdict +Asked'
    }
}

Describe '-ReportOnly' {
    AfterEach { Disable-WebPinning }

    It 'changes nothing for a server of which the caller skips the check' {
        Enable-WebPinning -PinSet $set -ReportOnly
        Invoke-RestMethod "$wrong/json-number" -SkipCertificateCheck -WarningVariable warned -WarningAction SilentlyContinue |
            Should -Be 42
        "$warned" | Should -Match 'would have refused.*No pin matched'
        $seen = (Get-WebPinning).Hosts | Where-Object Port -EQ ([uri] $wrong).Port
        $seen.Refused, $seen.Verdict | Should -Be 1, 'PinMismatch'
    }

    It 'lets no server pass that the stock command refuses' {
        Enable-WebPinning -PinSet $set -ReportOnly
        # The set would trust it, the platform does not.
        Get-ErrorId { Invoke-RestMethod "$right/json-number?by=report" } | Should -Be 'WebCmdletWebResponseException'
        Get-Target $right | Should -Not -Contain '/json-number?by=report'
    }

    It 'leaves to the stock command what the module does otherwise' {
        Enable-WebPinning -PinSet $set -ReportOnly
        $own = [Security.Cryptography.X509Certificates.X509Certificate2]::new($server.ClientCertificate)
        $with = @{ Certificate = $own; SkipCertificateCheck = $true }
        (Invoke-WebRequest "$($server.ClientCertificateUri)/html" @with).StatusCode | Should -Be 200
        $seen = (Get-WebPinning).Hosts | Where-Object Port -EQ ([uri] $server.ClientCertificateUri).Port
        $seen.RanStock | Should -Be 1
        Invoke-RestMethod "$($server.PlainUri)/json-number" | Should -Be 42
    }

    It 'makes the request although the policy cannot be read, and says so' {
        $path = Join-Path $folder gone.json
        Copy-Item $store $path
        Enable-WebPinning $path -ReportOnly
        Remove-Item $path
        Invoke-RestMethod "$right/json-number" -SkipCertificateCheck -WarningVariable warned -WarningAction SilentlyContinue |
            Should -Be 42
        "$warned" | Should -Match 'cannot be read'
    }

    It 'learns without any policy, and one pipeline makes the store that then pins' -Skip:$noTrustFile {
        $found = Invoke-Trusting {
            param($module, $right, $wrong, $plain, $store, $folder)
            Import-Module $module
            $env:PINNINGTOOLS_STORE = Join-Path $folder learned.json
            $result = [ordered]@{}
            Enable-WebPinning -ReportOnly
            $null = Invoke-RestMethod "$right/json-number" -WarningVariable warned
            # A redirect, with a body that the stock command sends along.
            $result.Posted = (Invoke-RestMethod "$right/redirect?to=$wrong/echo&code=307" -Method Post -Body 'a=b').body
            $result.Warned = "$warned"
            $hosts = (Get-WebPinning).Hosts
            $result.Verdicts = "$($hosts.Verdict)"
            $result.Refused = "$($hosts.Refused | Sort-Object)"
            Get-WebPinning | Export-Clixml (Join-Path $folder seen.xml)
            Get-WebPinning | New-PinSet -Confirm:$false 3>$null | Export-PinSet
            Enable-WebPinning
            $result.Right = Invoke-RestMethod "$right/json-number"
            $result.Wrong = Invoke-RestMethod "$wrong/json-number"
            $result.Other = try { Invoke-RestMethod "$($right -replace 'localhost', '127.0.0.1')/json-number" } catch { $_.FullyQualifiedErrorId }
            [pscustomobject] $result
        }
        $found.Posted, $found.Right, $found.Wrong | Should -Be 'a=b', 42, 42
        $found.Warned | Should -BeNullOrEmpty
        $found.Verdicts | Should -Be 'NotPinned NotPinned'
        $found.Refused | Should -Be '1 2'
        $found.Other | Should -BeLike 'NotPinned,*'
        $sets = Import-PinSet (Join-Path $folder learned.json) | Sort-Object { $_.Pattern -ne "localhost:$($server.Port)" }
        $sets.Pattern | Should -Be "localhost:$($server.Port)", "localhost:$(([uri] $wrong).Port)"
        $sets[0].Pins.Role | Should -Be 'Leaf', 'Root'
        $sets[0].Pins[0].Pin | Should -BeExactly $server.Pin
        $again = Import-Clixml (Join-Path $folder seen.xml), (Join-Path $folder seen.xml) |
            New-PinSet -LearnRole Leaf -Confirm:$false -WarningAction Ignore |
            Sort-Object { $_.Pattern -ne "localhost:$($server.Port)" }
        $again.Pattern | Should -Be $sets.Pattern
        $again[0].Pins.Pin | Should -BeExactly $server.Pin
    }
}

Describe 'New-PinSet' {
    AfterEach { Disable-WebPinning }

    It 'makes no set of a host of which no validated chain was seen, and says why' {
        $failed = Invoke-EngineBlock {
            param($module, $right)
            Import-Module $module
            $env:PINNINGTOOLS_STORE = '/absent/pins.json'
            Enable-WebPinning -ReportOnly
            # The platform does not trust the authority of the test.
            $null = Invoke-RestMethod "$right/json-number" -SkipCertificateCheck -WarningAction SilentlyContinue
            $made = Get-WebPinning | New-PinSet -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
            "$($failed.FullyQualifiedErrorId) $(@($made).Count)"
        } $module, $right
        $failed | Should -Be 'NothingToLearn,PinningTools.Commands.NewPinSetCommand 0'
    }

    It 'takes no other objects for what was seen' {
        Get-ErrorId { [pscustomobject]@{ A = 1 } | New-PinSet -ErrorAction Stop } | Should -Not -BeNullOrEmpty
    }
}
