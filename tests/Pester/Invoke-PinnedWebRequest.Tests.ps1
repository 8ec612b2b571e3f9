BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $script:uri = $server.Uri
}

AfterAll { Stop-Parity }

Describe 'The response' {
    It 'carries the verdict of each hop' {
        $response = Invoke-PinnedWebRequest "$uri/redirect/2" @pinned
        $response.Pinning.Verdict | Should -Be 'Match', 'Match', 'Match'
    }

    It 'finds elements by id and name' {
        $page = Invoke-PinnedWebRequest "$uri/html" @pinned
        $page.Links.FindById('first').href | Should -Be '/one'
        $page.InputFields.FindByName('user').value | Should -Be 'me'
        $page.InputFields.Find('nothing') | Should -BeNullOrEmpty
    }
}

Describe 'The request' {
    It 'is made for each object of the pipeline' {
        $answers = 'a', 'b' | Invoke-PinnedWebRequest "$uri/echo" -Method Post @pinned
        ($answers.Content | ConvertFrom-Json).body | Should -Be 'a', 'b'
    }

    It 'keeps its method, and its body too, with -PreserveHttpMethodOnRedirect' {
        $with = @{ Method = 'Post'; Body = 'x'; PreserveHttpMethodOnRedirect = $true }
        $answer = (Invoke-PinnedWebRequest "$uri/redirect?to=/echo" @pinned @with).Content | ConvertFrom-Json
        $answer.method, $answer.body | Should -Be 'POST', 'x'
    }

    It 'goes to https where no scheme is written' {
        (Invoke-PinnedWebRequest "localhost:$($server.Port)/" @pinned).StatusCode | Should -Be 200
    }

    It 'logs on with any name as it is, as Invoke-WebRequest does: <Name>' -ForEach @(
        @{ Name = '(none)' }, @{ Name = '@x' }, @{ Name = 'u\' }, @{ Name = '\' }, @{ Name = 'd\u' }, @{ Name = 'a:b' }
    ) {
        $credential = if ($Name -eq '(none)') { [pscredential]::Empty } else {
            [pscredential]::new($Name, (ConvertTo-SecureString -String 'p' -AsPlainText -Force))
        }
        $with = @{ Authentication = 'Basic'; Credential = $credential }
        $answer = (Invoke-PinnedWebRequest "$uri/echo" @pinned @with).Content | ConvertFrom-Json
        $stock = (Invoke-WebRequest "$uri/echo" -SkipCertificateCheck @with).Content | ConvertFrom-Json
        $answer.headers.Authorization | Should -Not -BeNullOrEmpty
        $answer.headers.Authorization | Should -Be $stock.headers.Authorization
    }

    It 'has a name for what PowerShell cannot take apart: <_>' -ForEach '@x', 'u\' {
        $credential = [pscredential]::new($_, (ConvertTo-SecureString -String 'p' -AsPlainText -Force))
        { Invoke-PinnedWebRequest "$uri/echo" @pinned -Credential $credential } |
            Should -Throw -ErrorId 'CredentialInvalid,*'
        $with = @{ Pin = "sha256/$('A' * 43)="; Proxy = '127.0.0.1:1'; ProxyCredential = $credential }
        { Test-CertificatePin localhost @with -ErrorAction Stop } | Should -Throw -ErrorId 'CredentialInvalid,*'
    }

    It 'has no line break of somebody else''s in <Name>, and is not sent' -ForEach @(
        @{ Name = 'a header'; With = @{ Headers = @{ 'X-One' = "a`r`nX-Two: b" } } }
        @{
            Name = 'a header that is not checked'
            With = @{ Headers = @{ 'X-One' = "a`nb" }; SkipHeaderValidation = $true }
        }
        @{
            Name = 'a header''s name'
            With = @{ Headers = @{ "X-One: a`r`nX-Two" = 'b' }; SkipHeaderValidation = $true }
        }
        @{ Name = 'the user agent'; With = @{ UserAgent = "a`r`nX-Two: b"; SkipHeaderValidation = $true } }
        @{ Name = 'the content type'; With = @{ Method = 'Post'; Body = 'x'; ContentType = "a/b`r`nX-Two: b" } }
        @{ Name = 'the method'; With = @{ CustomMethod = "GET / HTTP/1.1`r`nX-Two: b`r`n`r`nGET" } }
        @{ Name = 'a cookie'; With = @{ Headers = @{ Cookie = "a=b`r`nX-Two: b" }; SkipHeaderValidation = $true } }
    ) {
        $before = @(Get-ReceivedRequest $uri).Count
        { Invoke-PinnedWebRequest "$uri/echo" @pinned @With } | Should -Throw
        @(Get-ReceivedRequest $uri).Count | Should -Be $before
    }

    It 'has the line break of an address as it is written in addresses' {
        $with = @{ Body = @{ 'a' = "b`r`nX-Two: c" } }
        $answer = (Invoke-PinnedWebRequest "$uri/echo?x=`r`nX-Two:%20y" @pinned @with).Content | ConvertFrom-Json
        $answer.headers.PSObject.Properties.Name | Should -Not -Contain 'X-Two'
    }
}

Describe 'An error' {
    It 'stands beside the result where no redirection is wanted and errors are results' {
        $with = @{ MaximumRedirection = 0; SkipHttpErrorCheck = $true; ErrorAction = 'SilentlyContinue' }
        $both = Invoke-Both '/redirect/1' $with
        $both.ours.Result.StatusCode | Should -Be $both.theirs.Result.StatusCode
        $null = Invoke-PinnedWebRequest "$uri/redirect/1" @pinned @with -ErrorVariable said
        $said[0].FullyQualifiedErrorId | Should -BeLike 'MaximumRedirectExceeded,*'
    }

    It 'ends the command, as a statement, so that try and catch work without -ErrorAction' {
        $after = $false
        try {
            Invoke-PinnedWebRequest "$uri/status/404" @pinned
            $after = $true
        }
        catch [Microsoft.PowerShell.Commands.HttpResponseException] { $caught = $_ }
        $after | Should -BeFalse
        [int] $caught.Exception.Response.StatusCode | Should -Be 404
    }

    It 'of the network is an HttpRequestException with an id that begins as Invoke-WebRequest''s' {
        try { Invoke-PinnedWebRequest 'https://localhost:1/' @pinned } catch { $caught = $_ }
        $caught.Exception | Should -BeOfType System.Net.Http.HttpRequestException
        $caught.FullyQualifiedErrorId | Should -BeLike 'WebCmdletWebResponseException,ConnectFailed,*'
    }

    It 'of a pin has the verdict as its target' {
        try { Invoke-PinnedWebRequest "$($server.ImpostorUri)/" @pinned -MaximumRetryCount 3 } catch { $caught = $_ }
        $id = 'PinMismatch,PinningTools.Commands.InvokePinnedWebRequestCommand'
        $caught.FullyQualifiedErrorId | Should -Be $id
        $caught.TargetObject.Verdict | Should -Be 'PinMismatch'
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        @(Get-ReceivedRequest $server.ImpostorUri).Count | Should -Be 0
    }
}

Describe 'A secret in an address' {
    It 'is in no verbose line and in no error' {
        $hop = [uri]::EscapeDataString("https://u:SECRET@localhost:$($server.Port)/status/404?t=SECRET")
        $address = "$uri/redirect?t=SECRET&to=$hop"
        $lines = Invoke-PinnedWebRequest $address @pinned -Verbose -SkipHttpErrorCheck 4>&1
        $said = @($lines | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        $said.Count | Should -Be 4
        "$said" | Should -Not -Match 'SECRET'
        $caught = foreach ($one in $address, "https://u:SECRET@localhost/?t=SECRET") {
            try { Invoke-PinnedWebRequest $one @pinned } catch { $_ }
        }
        $caught.Count | Should -Be 2
        foreach ($one in $caught) {
            ($one | Out-String) + $one.CategoryInfo.ToString() + $one.ErrorDetails | Should -Not -Match 'SECRET'
        }
        $caught[1].FullyQualifiedErrorId | Should -BeLike 'UriHasUserInfo,*'
    }

    It 'is not in the request that an error of status has as its target: <Field>' -ForEach @(
        @{ Field = 'Bearer SECRET' }, @{ Field = 'SECRET' }, @{ Field = 'key:SECRET=, x' }
    ) {
        $with = @{ Headers = @{ Authorization = $Field }; SkipHeaderValidation = $true }
        try { Invoke-PinnedWebRequest "$uri/status/404" @pinned @with } catch { $caught = $_ }
        (Get-ReceivedRequest $uri | Select-Object -Last 1).headers.Authorization | Should -BeExactly $Field
        foreach ($request in $caught.TargetObject, $caught.Exception.Response.RequestMessage) {
            $request.Headers.ToString() | Should -Match 'Authorization: .*\*{4}'
            $request.Headers.ToString() | Should -Not -Match 'SECRET'
        }
    }

    It 'is not in that request as a cookie or a logon to a proxy either' {
        $session = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
        $session.Cookies.Add([System.Net.Cookie]::new('a', 'SECRET', '/', 'localhost'))
        $with = @{ WebSession = $session; Headers = @{ 'Proxy-Authorization' = 'Basic SECRET' } }
        try { Invoke-PinnedWebRequest "$uri/status/404" @pinned @with } catch { $caught = $_ }
        (Get-ReceivedRequest $uri | Select-Object -Last 1).headers.Cookie | Should -BeExactly 'a=SECRET'
        $caught.TargetObject.Headers.ToString() | Should -Match 'Cookie: \*{4}'
        $caught.TargetObject.Headers.ToString() | Should -Not -Match 'SECRET'
    }

    It 'is in no error of a header field, not even in what is within' {
        $fields = @{ Authorization = 'key:SECRET=, x' }
        try { Invoke-PinnedWebRequest "$uri/" @pinned -Headers $fields } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'HeaderInvalid,*'
        $caught.Exception.ToString() + $caught.ErrorDetails + ($caught | Out-String) | Should -Not -Match 'key:SECRET'
    }

    It 'is in no verbose line of a followed link' {
        $with = @{ FollowRelLink = $true; MaximumFollowRelLink = 2 }
        $lines = Invoke-PinnedRestMethod "$uri/links" @pinned @with -Verbose 4>&1
        "$lines" | Should -Match 'Following rel link \S+/links\?\.\.\.'
    }
}

Describe 'What is refused' {
    BeforeAll {
        function New-Logon { [pscredential]::new('a', (ConvertTo-SecureString 'b' -AsPlainText -Force)) }

        # As a session is after it went through a job.
        function New-DeadSession {
            $living = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
            $text = [System.Management.Automation.PSSerializer]::Serialize($living)
            [System.Management.Automation.PSSerializer]::Deserialize($text)
        }
    }

    It '<Name>: <Id>' -ForEach @(
        @{
            Name = '-SkipCertificateCheck'; Id = 'SkipCertificateCheckRefused'
            With = @{ SkipCertificateCheck = $true }
        }
        @{
            Name = '-AllowUnencryptedAuthentication'; Id = 'UnencryptedAuthenticationRefused'
            With = @{ AllowUnencryptedAuthentication = $true }
        }
        @{
            Name = 'text in UTF-7'; Id = 'WebCmdletContentTypeException'
            With = @{ Method = 'Post'; Body = 'x'; ContentType = 'text/plain; charset=utf-7' }
        }
        @{ Name = 'HTTP/0.9'; Id = 'HttpVersionUnsupported'; With = @{ HttpVersion = 0.9 } }
        @{ Name = 'HTTP/3'; Id = 'HttpVersionUnsupported'; With = @{ HttpVersion = 3 } }
        @{
            Name = 'key-only trust that only reports'; Id = 'PinOnlyChecksNothing'; Without = 'TrustAnchor'
            With = @{ ReportOnly = $true; PinOnly = $true }
        }
        @{ Name = 'two kinds of trust'; Id = 'TrustConflict'; With = @{ PinOnly = $true } }
        @{ Name = 'a session of a job'; Id = 'SessionDeserialized'; With = @{ WebSession = { New-DeadSession } } }
        @{ Name = 'a session that is none'; Id = 'SessionInvalid'; With = @{ WebSession = 'text' } }
        @{
            Name = 'two ways to log on to a proxy'; Without = 'NoProxy'
            Id = 'WebCmdletProxyCredentialConflictException'
            With = @{
                ProxyUseDefaultCredentials = $true; Proxy = 'http://localhost:1'; ProxyCredential = { New-Logon }
            }
        }
        @{
            Name = 'a credential and a token'; Id = 'WebCmdletAuthenticationTokenConflictException'
            With = @{ Authentication = 'Bearer'; Credential = { New-Logon }; Token = { (New-Logon).Password } }
        }
        @{
            Name = 'a credential beside the current user''s'; Id = 'WebCmdletCredentialConflictException'
            With = @{ UseDefaultCredentials = $true; Credential = { New-Logon } }
        }
        @{
            Name = 'several files as one body'; Id = 'WebCmdletInFileMultiplePathsResolvedException'
            With = @{ Method = 'Post'; InFile = { Join-Path $PSScriptRoot '*.ps1' } }
        }
        @{
            Name = 'credentials for no proxy'; Id = 'WebCmdletProxyUriNotSuppliedException'; Without = 'NoProxy'
            With = @{ ProxyUseDefaultCredentials = $true }
        }
    ) {
        $arguments = $pinned.Clone()
        if ($Without) { $arguments.Remove($Without) }
        foreach ($key in $With.Keys) {
            $arguments[$key] = if ($With[$key] -is [scriptblock]) { & $With[$key] } else { $With[$key] }
        }
        try { Invoke-PinnedWebRequest "$uri/" @arguments } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'a first address without TLS' {
        { Invoke-PinnedWebRequest $server.PlainUri @pinned } | Should -Throw -ErrorId 'UriNotHttps,*'
    }

    It 'a host without any pin' {
        $env:PINNINGTOOLS_STORE = Join-Path $folder 'none.json'
        $other = New-PinSet 'elsewhere.example' $server.Pin -WarningAction SilentlyContinue
        try {
            { Invoke-PinnedWebRequest "$uri/" -TrustAnchor $server.Root -PinSet $other } |
                Should -Throw -ErrorId 'NotPinned,*'
        }
        finally { $env:PINNINGTOOLS_STORE = $null }
    }
}

Describe 'A file' {
    It 'is named by the address in a folder' {
        Invoke-PinnedWebRequest "$uri/file" @pinned -OutFile $folder | Should -BeNullOrEmpty
        [IO.File]::ReadAllBytes((Join-Path $folder 'file')) | Should -Be $bytes
    }

    It 'goes with a result where -PassThru asks for it' {
        $file = Join-Path $folder 'passed.txt'
        $response = Invoke-PinnedWebRequest "$uri/" @pinned -OutFile $file -PassThru
        $response.Content | Should -Be 'hello'
        $response.OutFile | Should -Be $file
        Get-Content $file | Should -Be 'hello'
    }

    It 'is not there after a refusal, and an older one is as it was' {
        $file = Join-Path $folder 'older.txt'
        $never = Join-Path $folder 'never'
        'older' | Set-Content $file
        { Invoke-PinnedWebRequest "$($server.ImpostorUri)/file" @pinned -OutFile $file } | Should -Throw
        { Invoke-PinnedWebRequest "$($server.ImpostorUri)/file" @pinned -OutFile $never } | Should -Throw
        { Invoke-PinnedWebRequest "$uri/status/404" @pinned -OutFile $never } | Should -Throw
        Get-Content $file | Should -Be 'older'
        $never | Should -Not -Exist
        Get-ChildItem $folder -Force -Filter '*.part' | Should -BeNullOrEmpty
    }
}

Describe 'A body that only its connection ends' {
    BeforeAll {
        . $PSScriptRoot/TestServer.ps1
        $own = [PinningTools.Testing.TestCertificate]::SelfSigned('localhost')
        $key = @{ Pin = $own.Pin; PinOnly = $true }
        function Start-RawServer([bool] $CloseNotify) {
            $options = [PinningTools.Testing.TlsServerOptions]::new()
            $options.GetType().GetProperty('CloseNotify').SetValue($options, $CloseNotify)
            $raw = "HTTP/1.0 200 OK`r`nContent-Type: text/plain`r`n`r`nstump"
            $answer = [PinningTools.Testing.RawAnswer]::Handler($raw)
            $options.GetType().GetProperty('Handler').SetValue($options, $answer)
            [PinningTools.Testing.TlsTestServer]::Start($own, $options)
        }
    }

    It 'is warned of, with its hop, where TLS did not tell its end' {
        $bare = Start-RawServer $false
        try {
            $response = Invoke-PinnedWebRequest $bare.Uri @key -WarningVariable said -WarningAction SilentlyContinue
        } finally { Stop-TestServer $bare }
        "$($response.Content)" | Should -Be 'stump'
        @($said) | Should -HaveCount 1
        "$said" | Should -BeLike '*close_notify*'
        $response.Pinning[-1].Warnings | Should -Contain "$said"
    }

    It 'is not where it did' {
        $polite = Start-RawServer $true
        try {
            $null = Invoke-PinnedWebRequest $polite.Uri @key -WarningVariable said -WarningAction SilentlyContinue
        } finally { Stop-TestServer $polite }
        $said | Should -BeNullOrEmpty
    }

    It 'replaces no older file for whoever stops at warnings' {
        $file = Join-Path $TestDrive older
        Set-Content -LiteralPath $file -Value older -NoNewline
        $bare = Start-RawServer $false
        try {
            { Invoke-PinnedWebRequest $bare.Uri @key -OutFile $file -WarningAction Stop } | Should -Throw
            Get-Content -LiteralPath $file -Raw | Should -Be 'older'
            Get-ChildItem -LiteralPath $TestDrive -Force -Filter '*.part' | Should -BeNullOrEmpty
            Invoke-PinnedWebRequest $bare.Uri @key -OutFile $file -WarningAction SilentlyContinue
        } finally { Stop-TestServer $bare }
        Get-Content -LiteralPath $file -Raw | Should -Be 'stump'
    }
}
