# What a request is in a session with pins: its parameters, its hops, and hosts without a pin.
BeforeDiscovery {
    # OpenSSL alone reads the authorities of the platform from a file.
    $script:noTrustFile = -not $IsLinux
}

BeforeAll {
    . $PSScriptRoot/WebPinningSupport.ps1
    $right = $server.Uri
    $wrong = $server.ImpostorUri
    $plain = $server.PlainUri

    # Runs a script in a process whose platform trusts the authority of the test, as it trusts a public one.
    function Invoke-Trusting([scriptblock] $Script, [object[]] $ArgumentList) {
        $kept = $env:SSL_CERT_FILE
        $env:SSL_CERT_FILE = $server.Root
        try { Invoke-EngineBlock $Script (@($module, $right, $wrong, $plain, $store) + $ArgumentList) }
        finally { $env:SSL_CERT_FILE = $kept }
    }
}

AfterAll { Stop-WebPinningTest }

Describe 'A request' {
    AfterEach { Disable-WebPinning }

    BeforeEach { Enable-WebPinning -PinSet $set }

    It 'takes the default parameter values of the stock command' {
        $PSDefaultParameterValues = @{ 'Invoke-RestMethod:Method' = 'Post'; 'Invoke-RestMethod:Body' = 'a=b' }
        (Invoke-RestMethod "$right/echo").method | Should -Be 'POST'
    }

    It 'sets the variables that it is told' {
        $answer = Invoke-RestMethod "$right/json-number" -SessionVariable session -StatusCodeVariable status `
            -ResponseHeadersVariable headers -OutVariable out
        $answer, $status, "$out" | Should -Be 42, 200, '42'
        $session.GetType().FullName | Should -Be 'Microsoft.PowerShell.Commands.WebRequestSession'
        $headers.'Content-Type' | Should -BeLike 'application/json*'
    }

    It 'shares a session with the stock command' {
        $logon = @{ Method = 'Post'; Body = @{ user = 'me'; password = 'pw'; token = 'once' } }
        $null = Invoke-WebRequest "$right/login" @logon -SessionVariable session
        $session.Cookies.Count | Should -Be 1
        (& $stock "$right/home" -WebSession $session -SkipCertificateCheck) | Should -Not -BeNullOrEmpty
    }

    It 'returns the stock response' {
        $response = Invoke-WebRequest "$right/html"
        $response | Should -BeOfType Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject
        $response.Pinning.Verdict | Should -Be 'Match'
    }

    It 'takes its body from the pipeline' {
        $answer = 'one', 'two' | Invoke-RestMethod "$right/echo" -Method Post -ContentType text/plain
        $answer.body | Should -Be 'one', 'two'
    }

    It 'ends with the error of the stock command, whose id ends in a name of the module' {
        try { Invoke-RestMethod "$right/error-json" } catch { $caught = $_ }
        $caught.Exception.GetType().FullName | Should -Be 'Microsoft.PowerShell.Commands.HttpResponseException'
        $caught.FullyQualifiedErrorId | Should -Be 'WebCmdletWebResponseException,PinningTools.Commands.SessionRestMethodCommand'
        $caught.ErrorDetails.Message | Should -Match '"code": 7'
    }

    It 'has no parameters for pins, with which a script could loosen the policy' {
        Get-ErrorId { Invoke-RestMethod "$right/json-number" -ReportOnly } | Should -Be 'NamedParameterNotFound'
        Get-ErrorId { Invoke-RestMethod "$right/json-number" -Pin $server.ImpostorPin } | Should -Be 'NamedParameterNotFound'
    }

    It 'drops a password in front of the host, as the stock command does' {
        $address = $right -replace '//', '//me:secret@'
        Invoke-RestMethod "$address/json-number" | Should -Be 42
        @(Get-Target $right)[-1] | Should -Be '/json-number'
        "$((Get-WebPinning).Hosts | Format-List * | Out-String)" | Should -Not -Match 'secret'
    }

    It 'follows a redirect to a host whose pin matches, and to no other' {
        (Invoke-WebRequest "$right/redirect?to=$right/json-number").Pinning.Verdict | Should -Be 'Match', 'Match'
        Get-ErrorId { Invoke-WebRequest "$right/redirect?to=$wrong/json-number?by=redirect" } | Should -Be 'PinMismatch'
        Get-Target $wrong | Should -Not -Contain '/json-number?by=redirect'
        $elsewhere = $wrong -replace 'localhost', '127.0.0.1'
        Get-ErrorId { Invoke-WebRequest "$right/redirect?to=$elsewhere/json-number?by=other" } | Should -Be 'NotPinned'
        Get-Target $wrong | Should -Not -Contain '/json-number?by=other'
    }

    It 'goes to no host without a pin, and not over plain HTTP' {
        $other = $right -replace 'localhost', '127.0.0.1'
        Get-ErrorId { Invoke-RestMethod "$other/json-number?by=unpinned" } | Should -Be 'NotPinned'
        Get-ErrorId { Invoke-RestMethod "$plain/json-number?by=unpinned" } | Should -Be 'PlainHttpRefused'
        Get-ErrorId { Invoke-RestMethod "$($plain -replace 'http://')/json-number?by=unpinned" } | Should -Be 'PlainHttpRefused'
        Get-ErrorId { Invoke-RestMethod 'ftp://localhost/' } | Should -Be 'PlainHttpRefused'
        Get-Target $right | Should -Not -Contain '/json-number?by=unpinned'
    }

    It 'is not loosened by the proxy that the environment names' {
        # The proxy leads every name to the address of the server; here to the impostor.
        Get-ErrorId { Invoke-RestMethod "$wrong/json-number?by=proxy" -Proxy $server.ProxyUri } | Should -Be 'PinMismatch'
        Get-Target $wrong | Should -Not -Contain '/json-number?by=proxy'
    }
}

Describe 'A client certificate' {
    AfterEach { Disable-WebPinning }

    It 'is shown to a host without a pin with -UnpinnedHost <_>, as the stock command does' -Skip:(-not $IsLinux) -ForEach 'Warn', 'Allow' {
        $kept = $env:SSL_CERT_FILE
        $env:SSL_CERT_FILE = $server.Root
        try {
            $status = Invoke-EngineBlock -ArgumentList $module, $_, $server.ClientCertificate, $server.ClientCertificateUri -ScriptBlock {
                param($Module, $Unpinned, $Path, $Uri)
                Import-Module $Module
                $own = [Security.Cryptography.X509Certificates.X509Certificate2]::new($Path)
                $other = New-PinSet other.example ('sha256/' + 'A' * 43 + '=') -WarningAction Ignore
                Enable-WebPinning -PinSet $other -UnpinnedHost $Unpinned
                (Invoke-WebRequest "$Uri/" -Certificate $own -NoProxy -WarningAction Ignore).StatusCode
            }
        }
        finally { $env:SSL_CERT_FILE = $kept }
        $status | Should -Be 200
    }

    It 'does not make a host pass that ordinary validation refuses, or whose pin does not match' {
        $own = [Security.Cryptography.X509Certificates.X509Certificate2]::new($server.ClientCertificate)
        Enable-WebPinning -PinSet (New-PinSet other.example $server.Pin -WarningAction Ignore) -UnpinnedHost Allow
        Get-ErrorId { Invoke-WebRequest "$($server.ClientCertificateUri)/" -Certificate $own } | Should -Be 'UntrustedChain'
        Enable-WebPinning -PinSet (New-PinSet localhost $server.ImpostorPin -TrustAnchor $server.Root -WarningAction Ignore) -UnpinnedHost Allow
        Get-ErrorId { Invoke-WebRequest "$($server.ClientCertificateUri)/" -Certificate $own } | Should -Be 'PinMismatch'
    }
}

Describe '-SkipCertificateCheck' {
    AfterEach { Disable-WebPinning }

    It 'is decided by the key where the set trusts the key alone' {
        Enable-WebPinning -Pin $server.Pin -PinOnly
        Invoke-RestMethod "$right/json-number" -SkipCertificateCheck -WarningVariable warned | Should -Be 42
        $warned | Should -BeNullOrEmpty
        Get-ErrorId { Invoke-RestMethod "$wrong/json-number" -SkipCertificateCheck } | Should -Be 'PinMismatch'
    }

    It 'has no effect where the set needs a chain, and a warning says so' {
        Enable-WebPinning -PinSet $set
        Invoke-RestMethod "$right/json-number" -SkipCertificateCheck -WarningVariable warned -WarningAction SilentlyContinue |
            Should -Be 42
        "$warned" | Should -Match 'no effect'
        # The system does not trust the authority of this set.
        Enable-WebPinning -PinSet (New-PinSet localhost $server.Pin -WarningAction Ignore)
        Get-ErrorId { Invoke-RestMethod "$right/json-number" -SkipCertificateCheck 3>$null } | Should -Be 'UntrustedChain'
    }

    It 'is refused on a host without a pin with -UnpinnedHost <_>' -ForEach 'Refuse', 'Warn', 'Allow' {
        Enable-WebPinning -PinSet $set -UnpinnedHost $_
        $other = $right -replace 'localhost', '127.0.0.1'
        $PSDefaultParameterValues = @{ 'Invoke-RestMethod:SkipCertificateCheck' = $true }
        try { Invoke-RestMethod "$other/json-number?by=skip" } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'SkipCertificateCheckRefused,*'
        "$caught" | Should -Match 'Invoke-RestMethod:SkipCertificateCheck'
        $PSDefaultParameterValues.Clear()
        Get-ErrorId { Invoke-RestMethod "$right/redirect?to=$other/json-number?by=skip" -SkipCertificateCheck 3>$null } |
            Should -Be 'NotPinned'
        Get-Target $right | Should -Not -Contain '/json-number?by=skip'
    }
}

Describe 'A host without a pin' {
    AfterEach { Disable-WebPinning }

    It 'needs ordinary validation with -UnpinnedHost Warn and Allow' {
        Enable-WebPinning -PinSet $set -UnpinnedHost Allow
        $other = $right -replace 'localhost', '127.0.0.1'
        Get-ErrorId { Invoke-RestMethod "$other/json-number?by=untrusted" } | Should -Be 'UntrustedChain'
        Get-Target $right | Should -Not -Contain '/json-number?by=untrusted'
    }

    It 'is warned of with Warn before anything is sent, and answers with both' -Skip:$noTrustFile {
        $found = Invoke-Trusting {
            param($module, $right, $wrong, $plain, $store)
            Import-Module $module
            $none = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).json"
            New-PinSet other.example 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=' 3>$null | Export-PinSet $none
            Enable-WebPinning $none -UnpinnedHost Warn
            $with = @{ WarningVariable = 'warned'; WarningAction = 'SilentlyContinue' }
            $result = [ordered]@{}
            $result.Warned = Invoke-RestMethod "$right/json-number" @with
            $result.Warning = "$warned"
            $result.Stopped = try { Invoke-RestMethod "$right/json-number?by=stopped" -WarningAction Stop } catch { 'stopped' }
            $result.Plain = Invoke-RestMethod "$plain/json-number" @with
            $result.PlainWarning = "$warned"
            $result.Posted = (Invoke-RestMethod "$right/redirect?to=$wrong/echo&code=307" -Method Post -Body 'a=b' @with).body
            Enable-WebPinning $none -UnpinnedHost Allow
            $result.Allowed = Invoke-RestMethod "$right/json-number" -WarningVariable warned
            $result.Plainly = Invoke-RestMethod "$($plain -replace 'http://localhost', '127.0.0.1')/json-number" -WarningVariable +warned
            $result.NoWarning = "$warned"
            Remove-Item $none
            [pscustomobject] $result
        }
        $found.Warned, $found.Plain, $found.Allowed, $found.Plainly | Should -Be 42, 42, 42, 42
        $found.Warning | Should -Match 'No pin covers localhost'
        $found.PlainWarning | Should -Match 'not an https address'
        $found.NoWarning | Should -BeNullOrEmpty
        $found.Stopped | Should -Be 'stopped'
        $found.Posted | Should -Be 'a=b' -Because 'from one host without a pin to another it goes as in the stock command'
        Get-Target $right | Should -Not -Contain '/json-number?by=stopped'
    }

    It 'gets no secrets by a redirect of a pinned host' -Skip:$noTrustFile {
        $found = Invoke-Trusting {
            param($module, $right, $wrong, $plain, $store)
            Import-Module $module
            $set = New-PinSet ([uri] $right).Authority (Get-SpkiPin localhost -Port ([uri] $right).Port -Role Leaf 3>$null) 3>$null
            Enable-WebPinning -PinSet $set -UnpinnedHost Allow
            $to = "$right/redirect?to=$wrong/echo"
            [pscustomobject]@{
                Headers = (Invoke-RestMethod $to -Headers @{ 'X-Secret' = 'secret' }).headers.PSObject.Properties.Name
                Body = try { Invoke-RestMethod "$to&code=307" -Method Post -Body 'a=b' } catch { $_.FullyQualifiedErrorId }
            }
        }
        $found.Headers | Should -Not -Contain 'X-Secret'
        $found.Body | Should -BeLike 'BodyToUnpinned,*'
    }

    It 'runs the stock command over plain HTTP, with everything that it was given' {
        Enable-WebPinning -PinSet $set -UnpinnedHost Allow
        $answer = Invoke-RestMethod "$plain/echo" -Method Post -Body 'a=b' -Headers @{ 'X-Own' = 'yes' } -OutVariable out `
            -SessionVariable session -StatusCodeVariable status -NoProxy
        $answer.method, $answer.body, $answer.headers.'X-Own' | Should -Be 'POST', 'a=b', 'yes'
        $out.Count, $status | Should -Be 1, 200
        $session.GetType().FullName | Should -Be 'Microsoft.PowerShell.Commands.WebRequestSession'
        ('x', 'y' | Invoke-RestMethod "$plain/echo" -Method Post).body | Should -Be 'x', 'y'
        try { Invoke-WebRequest "$plain/error-json" } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'WebCmdletWebResponseException,Microsoft.*'
        (iwr "$plain/html").GetType().Name | Should -Be 'BasicHtmlWebResponseObject'
    }
}
