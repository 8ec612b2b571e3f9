BeforeAll {
    . $PSScriptRoot/WebTestServer.ps1
    Import-Module (Join-Path $PSScriptRoot '../../PinningTools.psd1') -Force
    $script:server = Start-WebTestServer
    $script:pinned = @{ Pin = $server.Pin; TrustAnchor = $server.Root; NoProxy = $true }
    $script:plain = @{ SkipCertificateCheck = $true; NoProxy = $true }
    $script:folder = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
    $null = New-Item -ItemType Directory -Path $folder

    # The same request by both commands: what each gave, what the server received of each, and the error, if any.
    function Invoke-Both($Path, [hashtable] $With = @{}, [string] $Noun = 'WebRequest') {
        $seen = @(Get-ReceivedRequest $server.Uri).Count
        $result = @{}
        foreach ($kind in 'theirs', 'ours') {
            $command = if ($kind -eq 'ours') { "Invoke-Pinned$Noun" } else { "Invoke-$Noun" }
            $common = if ($kind -eq 'ours') { $pinned } else { $plain }
            $one = @{ Result = $null; Id = ''; Details = ''; Exception = ''; Category = '' }
            $arguments = @{}
            foreach ($key in $With.Keys) { $arguments[$key] = if ($With[$key] -is [scriptblock]) { & $With[$key] } else { $With[$key] } }
            try { $one.Result = & $command -Uri "$($server.Uri)$Path" @common @arguments -WarningAction SilentlyContinue }
            catch {
                $one.Id = ($_.FullyQualifiedErrorId -split ',')[0]
                $one.Details = [string] $_.ErrorDetails
                $one.Exception = $_.Exception.GetType().FullName
                $one.Category = [string] $_.CategoryInfo.Category
            }
            $all = @(Get-ReceivedRequest $server.Uri)
            $one.Received = @($all | Select-Object -Skip $seen)
            $seen = $all.Count
            $result[$kind] = [pscustomobject] $one
        }
        [pscustomobject] $result
    }

    # What a server received, without what is random in it.
    function Format-Received($Requests) {
        $text = foreach ($request in $Requests) {
            $boundary = if ("$($request.headers.'Content-Type')" -match 'boundary="?([^"]+)"?') { $Matches[1] } else { 'none' }
            $headers = $request.headers.PSObject.Properties | Sort-Object Name | ForEach-Object { "$($_.Name): $($_.Value)" }
            ("$($request.method) $($request.target) $($request.protocol)", ($headers -join "`n"), $request.body -join "`n").Replace($boundary, 'BOUNDARY')
        }
        $text -join "`n---`n"
    }

    function Assert-SameRequest($Both) {
        @($Both.ours.Received).Count | Should -Be @($Both.theirs.Received).Count
        Format-Received $Both.ours.Received | Should -BeExactly (Format-Received $Both.theirs.Received)
    }

    function Format-Response($Response) {
        $headers = $Response.Headers.GetEnumerator() | Where-Object Key -NE 'Date' | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value -join '|')" }
        [pscustomobject]@{
            StatusCode = $Response.StatusCode
            StatusDescription = $Response.StatusDescription
            ContentType = $Response.Content.GetType().FullName
            Content = $Response.Content -join ','
            RawContent = $Response.RawContent -replace 'Date: [^\r\n]*', ''
            RawContentLength = $Response.RawContentLength
            Headers = $headers -join "`n"
            HeadersType = $Response.Headers.GetType().FullName
            Encoding = $Response.Encoding.WebName
            Links = $Response.Links | ConvertTo-Json
            Images = $Response.Images | ConvertTo-Json
            InputFields = $Response.InputFields | ConvertTo-Json
            RelationLink = ($Response.RelationLink.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join "`n"
            Text = "$Response"
            Uri = $Response.BaseResponse.RequestMessage.RequestUri.PathAndQuery
            Version = "$($Response.BaseResponse.Version)"
        } | ConvertTo-Json
    }

    function Assert-SameResponse($Both) {
        $Both.ours.Id | Should -Be ''
        $boundary = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
        (Format-Response $Both.ours.Result) -replace $boundary | Should -BeExactly ((Format-Response $Both.theirs.Result) -replace $boundary)
    }

    function Assert-SameError($Both) {
        $Both.theirs.Id | Should -Not -Be ''
        $Both.ours.Id | Should -Be $Both.theirs.Id
    }
}

AfterAll {
    Stop-WebTestServer $server
    Remove-Item $folder -Recurse -Force
}

Describe 'The parameters' {
    It 'are those of <_>, with aliases, positions, sets and pipeline binding' -ForEach 'WebRequest', 'RestMethod' {
        $theirs = (Get-Command "Invoke-$_").Parameters
        $ours = (Get-Command "Invoke-Pinned$_").Parameters
        foreach ($parameter in $theirs.Values) {
            $own = $ours[$parameter.Name]
            $own | Should -Not -BeNullOrEmpty -Because $parameter.Name
            ($own.Aliases | Sort-Object) -join ',' | Should -Be (($parameter.Aliases | Sort-Object) -join ',') -Because $parameter.Name
            ($own.ParameterSets.Keys | Sort-Object) -join ',' | Should -Be (($parameter.ParameterSets.Keys | Sort-Object) -join ',') -Because $parameter.Name
            foreach ($set in $parameter.ParameterSets.Keys) {
                foreach ($aspect in 'Position', 'IsMandatory', 'ValueFromPipeline', 'ValueFromPipelineByPropertyName') {
                    $own.ParameterSets[$set].$aspect | Should -Be $parameter.ParameterSets[$set].$aspect -Because "$($parameter.Name) $aspect"
                }
            }
        }
    }

    It 'have enumerations with the names and numbers of <_>' -ForEach 'WebRequestMethod', 'WebAuthenticationType', 'WebSslProtocol' {
        $theirs = [type] "Microsoft.PowerShell.Commands.$_"
        $ours = [type] "PinningTools.$_"
        foreach ($name in [enum]::GetNames($theirs)) { [int] $ours::$name | Should -Be ([int] $theirs::$name) }
    }

    It 'take values of PowerShell''s own enumerations' {
        (Invoke-PinnedWebRequest "$($server.Uri)/" @pinned -Method ([Microsoft.PowerShell.Commands.WebRequestMethod]::Get) -SslProtocol ([Microsoft.PowerShell.Commands.WebSslProtocol]::Tls13)).StatusCode | Should -Be 200
    }
}

Describe 'The response' {
    It 'is Invoke-WebRequest''s for <_>' -ForEach '/', '/html', '/binary', '/plain-type', '/no-charset', '/meta', '/meta-http-equiv',
        '/xml-declaration', '/bom', '/utf16', '/unknown-charset', '/charset/utf-8', '/charset/iso-8859-1', '/charset/windows-1252',
        '/gzip', '/deflate', '/br', '/json', '/xml', '/links', '/many-headers', '/redirect/3', '/status/204' {
        Assert-SameResponse (Invoke-Both $_)
    }

    It 'carries the verdict of each hop' {
        $response = Invoke-PinnedWebRequest "$($server.Uri)/redirect/2" @pinned
        $response.Pinning.Verdict | Should -Be 'Match', 'Match', 'Match'
    }

    It 'finds elements by id and name' {
        $page = Invoke-PinnedWebRequest "$($server.Uri)/html" @pinned
        $page.Links.FindById('first').href | Should -Be '/one'
        $page.InputFields.FindByName('user').value | Should -Be 'me'
        $page.InputFields.Find('nothing') | Should -BeNullOrEmpty
    }
}

Describe 'The request' {
    It 'is Invoke-WebRequest''s with <Name>' -ForEach @(
        @{ Name = 'nothing'; With = @{} }
        @{ Name = '-Method Post'; With = @{ Method = 'Post' } }
        @{ Name = '-Method Head'; With = @{ Method = 'Head' }; Path = '/html' }
        @{ Name = '-Method Merge'; With = @{ Method = 'Merge' } }
        @{ Name = '-Method Put without a body'; With = @{ Method = 'Put' } }
        @{ Name = '-Method Delete'; With = @{ Method = 'Delete' } }
        @{ Name = '-Method Options'; With = @{ Method = 'Options' } }
        @{ Name = '-CustomMethod'; With = @{ CustomMethod = 'purge' } }
        @{ Name = '-Headers'; With = @{ Headers = @{ 'X-One' = 1; Accept = 'text/plain'; 'X-Null' = $null } } }
        @{ Name = 'a content field in -Headers'; With = @{ Method = 'Post'; Body = 'x'; Headers = @{ 'Content-Type' = 'text/x'; 'Content-Language' = 'de' } } }
        @{ Name = '-UserAgent'; With = @{ UserAgent = 'me/1.0' } }
        @{ Name = 'a User-Agent in -Headers'; With = @{ Headers = @{ 'User-Agent' = 'me/2.0' } } }
        @{ Name = '-SkipHeaderValidation'; With = @{ SkipHeaderValidation = $true; Headers = @{ 'If-Match' = '12345' }; UserAgent = 'Odd:Agent' } }
        @{ Name = 'text as -Body'; With = @{ Method = 'Post'; Body = "gr$([char]0xfc)$([char]0xdf)e" } }
        @{ Name = 'text in a charset'; With = @{ Method = 'Post'; Body = "gr$([char]0xfc)n"; ContentType = 'text/plain; charset=iso-8859-1' } }
        @{ Name = 'bytes as -Body'; With = @{ Method = 'Put'; Body = [byte[]] (65, 66) } }
        @{ Name = 'a dictionary as -Body'; With = @{ Method = 'Post'; Body = [ordered]@{ a = 1; 'b c' = 'x&y=z'; n = $null } } }
        @{ Name = 'a dictionary as the query of a GET'; With = @{ Body = [ordered]@{ a = 1; 'b c' = 'x&y=z' } } }
        @{ Name = 'a dictionary beside a query'; With = @{ Body = @{ a = 1 } }; Path = '/echo?x=1' }
        @{ Name = 'XML as -Body'; With = @{ Method = 'Post'; Body = [xml] '<?xml version="1.0" encoding="iso-8859-1"?><a>x</a>' } }
        @{ Name = 'a stream as -Body'; With = @{ Method = 'Post'; Body = { , [IO.MemoryStream]::new([byte[]] (67, 68)) } } }
        @{ Name = 'a number as -Body'; With = @{ Method = 'Post'; Body = 1.5 } }
        @{ Name = '-ContentType'; With = @{ Method = 'Post'; Body = '{}'; ContentType = 'application/json' } }
        @{ Name = '-ContentType on a GET'; With = @{ ContentType = 'application/json' } }
        @{ Name = '-Form'; With = @{ Method = 'Post'; Form = [ordered]@{ a = 'one'; many = 'x', 'y'; number = 5 } } }
        @{ Name = '-Form with a file'; With = @{ Method = 'Post'; Form = { @{ file = Get-Item $PSCommandPath } } } }
        @{ Name = '-InFile'; With = @{ Method = 'Post'; InFile = { $PSCommandPath } } }
        @{ Name = '-TransferEncoding'; With = @{ Method = 'Post'; Body = 'x'; TransferEncoding = 'chunked' } }
        @{ Name = '-DisableKeepAlive'; With = @{ DisableKeepAlive = $true } }
        @{ Name = '-HttpVersion 2.0'; With = @{ HttpVersion = '2.0' } }
        @{ Name = '-HttpVersion 1.0'; With = @{ HttpVersion = '1.0' } }
        @{ Name = '-Authentication Basic'; With = @{ Authentication = 'Basic'; Credential = [pscredential]::new('me', (ConvertTo-SecureString 'pw' -AsPlainText -Force)) } }
        @{ Name = '-Authentication Bearer'; With = @{ Authentication = 'Bearer'; Token = (ConvertTo-SecureString 'tok' -AsPlainText -Force) } }
        @{ Name = '-Authentication OAuth'; With = @{ Authentication = 'OAuth'; Token = (ConvertTo-SecureString 'tok' -AsPlainText -Force) } }
        @{ Name = '-Credential on a challenge'; With = @{ Credential = [pscredential]::new('me', (ConvertTo-SecureString 'pw' -AsPlainText -Force)) }; Path = '/auth/basic' }
        @{ Name = 'a redirection of a POST'; With = @{ Method = 'Post'; Body = 'x' }; Path = '/redirect?to=/echo' }
        @{ Name = 'a redirection that keeps the method'; With = @{ Method = 'Post'; Body = 'x' }; Path = '/redirect?to=/echo&code=307' }
        @{ Name = 'Authorization on a redirection'; With = @{ Headers = @{ Authorization = 'x y' } }; Path = '/redirect?to=/echo' }
        @{ Name = '-PreserveAuthorizationOnRedirect'; With = @{ Headers = @{ Authorization = 'x y' }; PreserveAuthorizationOnRedirect = $true }; Path = '/redirect?to=/echo' }
        @{ Name = 'cookies on a redirection'; With = @{}; Path = '/redirect?to=/cookie/set%3Fa=1' }
        @{ Name = '-SslProtocol'; With = @{ SslProtocol = 'Tls12' } }
        @{ Name = '-UseBasicParsing'; With = @{ UseBasicParsing = $true } }
        @{ Name = '-MaximumRedirection'; With = @{ MaximumRedirection = 5 }; Path = '/redirect/3' }
        @{ Name = '-SkipHttpErrorCheck'; With = @{ SkipHttpErrorCheck = $true }; Path = '/error-json' }
        @{ Name = '-MaximumRetryCount'; With = @{ MaximumRetryCount = 3; RetryIntervalSec = 1 }; Path = '/flaky' }
        @{ Name = '-ConnectionTimeoutSeconds'; With = @{ ConnectionTimeoutSeconds = 10 } }
        @{ Name = '-OperationTimeoutSeconds'; With = @{ OperationTimeoutSeconds = 10 } }
    ) {
        $both = Invoke-Both $(if ($Path) { $Path } else { '/echo' }) $With
        Assert-SameRequest $both
        Assert-SameResponse $both
    }

    It 'is made for each object of the pipeline' {
        ('a', 'b' | Invoke-PinnedWebRequest "$($server.Uri)/echo" -Method Post @pinned).Content | ForEach-Object { ($_ | ConvertFrom-Json).body } | Should -Be 'a', 'b'
    }

    It 'keeps its method, and its body too, with -PreserveHttpMethodOnRedirect' {
        $answer = (Invoke-PinnedWebRequest "$($server.Uri)/redirect?to=/echo" @pinned -Method Post -Body x -PreserveHttpMethodOnRedirect).Content | ConvertFrom-Json
        $answer.method, $answer.body | Should -Be 'POST', 'x'
    }

    It 'goes to https where no scheme is written' {
        (Invoke-PinnedWebRequest "localhost:$($server.Port)/" @pinned).StatusCode | Should -Be 200
    }
}

Describe 'An error' {
    It 'is Invoke-WebRequest''s for <_>' -ForEach '/status/404', '/status/500', '/error-json', '/error-xml', '/error-html', '/error-empty' {
        $both = Invoke-Both $_
        Assert-SameError $both
        $both.ours.Exception | Should -Be $both.theirs.Exception
        $both.ours.Category | Should -Be $both.theirs.Category
        if ($both.theirs.Details) { $both.ours.Details | Should -BeExactly $both.theirs.Details }
    }

    It 'is Invoke-WebRequest''s with <Name>' -ForEach @(
        @{ Name = 'no redirection wanted'; Path = '/redirect/1'; With = @{ MaximumRedirection = 0 } }
        @{ Name = 'too many redirections'; Path = '/redirect/5'; With = @{ MaximumRedirection = 2 } }
        @{ Name = 'a timeout'; Path = '/slow/5000'; With = @{ ConnectionTimeoutSeconds = 1 } }
        @{ Name = 'two bodies'; With = @{ Body = 'x'; InFile = { $PSCommandPath } } }
        @{ Name = 'a body and a form'; With = @{ Body = 'x'; Form = @{ a = 1 } } }
        @{ Name = 'a file and a form'; With = @{ InFile = { $PSCommandPath }; Form = @{ a = 1 } } }
        @{ Name = '-PassThru without -OutFile'; With = @{ PassThru = $true } }
        @{ Name = '-Resume without -OutFile'; With = @{ Resume = $true } }
        @{ Name = '-Resume into a folder'; With = @{ Resume = $true; OutFile = { $folder } } }
        @{ Name = '-InFile that is a folder'; With = @{ InFile = { $folder } } }
        @{ Name = 'Basic without a credential'; With = @{ Authentication = 'Basic' } }
        @{ Name = 'Bearer without a token'; With = @{ Authentication = 'Bearer' } }
        @{ Name = '-UseDefaultCredentials and -Authentication'; With = @{ UseDefaultCredentials = $true; Authentication = 'Bearer' } }
        @{ Name = 'two sessions'; With = @{ SessionVariable = 'a'; WebSession = [Microsoft.PowerShell.Commands.WebRequestSession]::new() } }
        @{ Name = 'a bad content type'; With = @{ Method = 'Post'; Body = 'x'; ContentType = 'no type at all' } }
        @{ Name = 'a thumbprint that is not there'; With = @{ CertificateThumbprint = '0000000000000000000000000000000000000000' } }
    ) {
        Assert-SameError (Invoke-Both $(if ($Path) { $Path } else { '/echo' }) $With)
    }

    It 'stands beside the result where no redirection is wanted and errors are results' {
        $both = Invoke-Both '/redirect/1' @{ MaximumRedirection = 0; SkipHttpErrorCheck = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'said' }
        $both.ours.Result.StatusCode | Should -Be $both.theirs.Result.StatusCode
        $null = Invoke-PinnedWebRequest "$($server.Uri)/redirect/1" @pinned -MaximumRedirection 0 -SkipHttpErrorCheck -ErrorAction SilentlyContinue -ErrorVariable said
        $said[0].FullyQualifiedErrorId | Should -BeLike 'MaximumRedirectExceeded,*'
    }

    It 'ends the command, as a statement, so that try and catch work without -ErrorAction' {
        $after = $false
        try { Invoke-PinnedWebRequest "$($server.Uri)/status/404" @pinned; $after = $true } catch [Microsoft.PowerShell.Commands.HttpResponseException] { $caught = $_ }
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
        $caught.FullyQualifiedErrorId | Should -Be 'PinMismatch,PinningTools.Commands.InvokePinnedWebRequestCommand'
        $caught.TargetObject.Verdict | Should -Be 'PinMismatch'
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        @(Get-ReceivedRequest $server.ImpostorUri).Count | Should -Be 0
    }
}

Describe 'What is refused' {
    It '<Name>: <Id>' -ForEach @(
        @{ Name = '-SkipCertificateCheck'; Id = 'SkipCertificateCheckRefused'; With = @{ SkipCertificateCheck = $true } }
        @{ Name = '-AllowUnencryptedAuthentication'; Id = 'UnencryptedAuthenticationRefused'; With = @{ AllowUnencryptedAuthentication = $true } }
        @{ Name = 'HTTP/3'; Id = 'HttpVersionUnsupported'; With = @{ HttpVersion = 3 } }
        @{ Name = 'key-only trust that only reports'; Id = 'PinOnlyChecksNothing'; With = @{ ReportOnly = $true; PinOnly = $true; TrustAnchor = @() } }
        @{ Name = 'two kinds of trust'; Id = 'TrustConflict'; With = @{ PinOnly = $true } }
        @{ Name = 'a session of a job'; Id = 'SessionDeserialized'; With = @{ WebSession = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([Microsoft.PowerShell.Commands.WebRequestSession]::new())) } } }
        @{ Name = 'a session that is none'; Id = 'SessionInvalid'; With = @{ WebSession = 'text' } }
        @{ Name = 'two ways to log on to a proxy'; Id = 'WebCmdletProxyCredentialConflictException'; With = @{ NoProxy = $null; ProxyUseDefaultCredentials = $true; Proxy = 'http://localhost:1'; ProxyCredential = [pscredential]::new('a', (ConvertTo-SecureString 'b' -AsPlainText -Force)) } }
        @{ Name = 'a credential and a token'; Id = 'WebCmdletAuthenticationTokenConflictException'; With = @{ Authentication = 'Bearer'; Token = (ConvertTo-SecureString 'b' -AsPlainText -Force); Credential = [pscredential]::new('a', (ConvertTo-SecureString 'b' -AsPlainText -Force)) } }
        @{ Name = 'a credential beside the current user''s'; Id = 'WebCmdletCredentialConflictException'; With = @{ UseDefaultCredentials = $true; Credential = [pscredential]::new('a', (ConvertTo-SecureString 'b' -AsPlainText -Force)) } }
        @{ Name = 'several files as one body'; Id = 'WebCmdletInFileMultiplePathsResolvedException'; With = @{ Method = 'Post'; InFile = { Join-Path $PSScriptRoot '*.ps1' } } }
        @{ Name = 'credentials for no proxy'; Id = 'WebCmdletProxyUriNotSuppliedException'; With = @{ NoProxy = $null; ProxyUseDefaultCredentials = $true } }
    ) {
        $arguments = @{} + $pinned
        foreach ($key in $With.Keys) {
            if ($null -eq $With[$key] -or ($With[$key] -is [array] -and $With[$key].Count -eq 0)) { $arguments.Remove($key) }
            else { $arguments[$key] = if ($With[$key] -is [scriptblock]) { & $With[$key] } else { $With[$key] } }
        }
        try { Invoke-PinnedWebRequest "$($server.Uri)/" @arguments } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'a first address without TLS' {
        { Invoke-PinnedWebRequest $server.PlainUri @pinned } | Should -Throw -ErrorId 'UriNotHttps,*'
    }

    It 'a host without any pin' {
        $env:PINNINGTOOLS_STORE = Join-Path $folder 'none.json'
        try { { Invoke-PinnedWebRequest "$($server.Uri)/" -TrustAnchor $server.Root -PinSet (New-PinSet 'elsewhere.example' $server.Pin -WarningAction SilentlyContinue) } | Should -Throw -ErrorId 'NotPinned,*' }
        finally { $env:PINNINGTOOLS_STORE = $null }
    }
}

Describe 'Pins' {
    It 'come from a pin set, for redirections too' {
        $set = New-PinSet 'localhost' $server.Pin, $server.ImpostorPin -WarningAction SilentlyContinue
        $response = Invoke-PinnedWebRequest "$($server.Uri)/redirect?to=$($server.ImpostorUri)/html" -PinSet $set -TrustAnchor $server.Root
        $response.Pinning.MatchedPin | Should -Be $server.Pin, $server.ImpostorPin
    }

    It 'are the only trust with -PinOnly' {
        (Invoke-PinnedWebRequest "$($server.Uri)/" -Pin $server.Pin -PinOnly).StatusCode | Should -Be 200
    }

    It 'only warn with -ReportOnly' {
        $response = Invoke-PinnedWebRequest "$($server.Uri)/" -Pin $server.ImpostorPin -TrustAnchor $server.Root -ReportOnly -WarningVariable warned -WarningAction SilentlyContinue
        $response.StatusCode | Should -Be 200
        "$warned" | Should -Match 'No pin matched'
        $response.Pinning[0].Verdict | Should -Be 'PinMismatch'
    }

    It 'do not cover where a redirection leads' {
        { Invoke-PinnedWebRequest "$($server.Uri)/redirect?to=$($server.ImpostorUri)/" @pinned } | Should -Throw -ErrorId 'UnpinnedRedirection,*'
        (Invoke-PinnedWebRequest "$($server.Uri)/redirect?to=$($server.ImpostorUri)/" @pinned -AllowUnpinnedRedirect).Pinning.Verdict | Should -Be 'Match', 'NotPinned'
    }

    It 'let no redirection lead away from TLS, except as asked for' {
        { Invoke-PinnedWebRequest "$($server.Uri)/redirect?to=$($server.PlainUri)/" @pinned } | Should -Throw -ErrorId 'InsecureRedirection,*'
        (Invoke-PinnedWebRequest "$($server.Uri)/redirect?to=$($server.PlainUri)/" @pinned -AllowInsecureRedirect).StatusCode | Should -Be 200
    }
}

Describe 'A session' {
    It 'made here serves Invoke-WebRequest' {
        $null = Invoke-PinnedWebRequest "$($server.Uri)/cookie/set?a=1" @pinned -SessionVariable made -Headers @{ 'X-Kept' = 'yes' } -UserAgent 'kept/1'
        $made | Should -BeOfType Microsoft.PowerShell.Commands.WebRequestSession
        $answer = (Invoke-WebRequest "$($server.Uri)/echo" @plain -WebSession $made).Content | ConvertFrom-Json
        $answer.headers.Cookie | Should -Be 'a=1'
        $answer.headers.'X-Kept' | Should -Be 'yes'
        $answer.headers.'User-Agent' | Should -Be 'kept/1'
    }

    It 'of Invoke-WebRequest serves here' {
        $null = Invoke-WebRequest "$($server.Uri)/cookie/set?b=2" @plain -SessionVariable theirs -Headers @{ 'X-Kept' = 'yes' }
        $answer = (Invoke-PinnedWebRequest "$($server.Uri)/echo" @pinned -WebSession $theirs).Content | ConvertFrom-Json
        $answer.headers.Cookie | Should -Be 'b=2'
        $answer.headers.'X-Kept' | Should -Be 'yes'
    }

    It 'keeps the credentials it was made with' {
        $credential = [pscredential]::new('me', (ConvertTo-SecureString 'pw' -AsPlainText -Force))
        $null = Invoke-PinnedWebRequest "$($server.Uri)/auth/basic" @pinned -Credential $credential -SessionVariable made
        (Invoke-PinnedWebRequest "$($server.Uri)/auth/basic" @pinned -WebSession $made).Content | Should -Be 'Basic bWU6cHc='
    }

    It 'is not there without one' {
        $null = Invoke-PinnedWebRequest "$($server.Uri)/cookie/set?c=3" @pinned
        (Invoke-PinnedWebRequest "$($server.Uri)/cookie" @pinned).Content | Should -Be ''
    }
}

Describe 'A client certificate' {
    It 'is shown to the pinned server, and to nobody else' {
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($server.ClientCertificate)
        (Invoke-PinnedWebRequest "$($server.ClientCertificateUri)/" @pinned -Certificate $certificate).StatusCode | Should -Be 200
        { Invoke-PinnedWebRequest "$($server.ClientCertificateUri)/" -Pin $server.ImpostorPin -TrustAnchor $server.Root -Certificate $certificate } |
            Should -Throw -ErrorId 'PinMismatch,*'
    }
}

Describe 'A file' {
    It 'is written whole, by a name or into a folder' {
        $theirs = Join-Path $folder 'theirs.bin'
        Invoke-WebRequest "$($server.Uri)/file" @plain -OutFile $theirs
        $ours = Join-Path $folder 'ours.bin'
        Invoke-PinnedWebRequest "$($server.Uri)/file" @pinned -OutFile $ours | Should -BeNullOrEmpty
        Invoke-PinnedWebRequest "$($server.Uri)/file" @pinned -OutFile $folder
        (Get-FileHash $ours).Hash | Should -Be (Get-FileHash $theirs).Hash
        (Get-FileHash (Join-Path $folder 'file')).Hash | Should -Be (Get-FileHash $theirs).Hash
    }

    It 'goes with a result where -PassThru asks for it' {
        $file = Join-Path $folder 'passed.txt'
        $response = Invoke-PinnedWebRequest "$($server.Uri)/" @pinned -OutFile $file -PassThru
        $response.Content | Should -Be 'hello'
        $response.OutFile | Should -Be $file
        Get-Content $file | Should -Be 'hello'
    }

    It 'goes on where it broke off with -Resume' {
        $file = Join-Path $folder 'resumed.bin'
        [IO.File]::WriteAllBytes($file, [IO.File]::ReadAllBytes((Join-Path $folder 'theirs.bin'))[0..999])
        Invoke-PinnedWebRequest "$($server.Uri)/file" @pinned -OutFile $file -Resume
        Invoke-PinnedWebRequest "$($server.Uri)/file" @pinned -OutFile $file -Resume
        (Get-FileHash $file).Hash | Should -Be (Get-FileHash (Join-Path $folder 'theirs.bin')).Hash
        @(Get-ReceivedRequest $server.Uri)[-2].headers.Range | Should -Be 'bytes=1000-'
    }

    It 'is not there after a refusal, and an older one is as it was' {
        $file = Join-Path $folder 'older.txt'
        'older' | Set-Content $file
        { Invoke-PinnedWebRequest "$($server.ImpostorUri)/file" @pinned -OutFile $file } | Should -Throw
        { Invoke-PinnedWebRequest "$($server.ImpostorUri)/file" @pinned -OutFile (Join-Path $folder 'never') } | Should -Throw
        { Invoke-PinnedWebRequest "$($server.Uri)/status/404" @pinned -OutFile (Join-Path $folder 'never') } | Should -Throw
        Get-Content $file | Should -Be 'older'
        Join-Path $folder 'never' | Should -Not -Exist
        Get-ChildItem $folder -Force -Filter '*.part' | Should -BeNullOrEmpty
    }
}

Describe 'A proxy' {
    It 'is told host and port, its own credentials and our name, and nothing else' {
        $credential = [pscredential]::new('proxy', (ConvertTo-SecureString 'word' -AsPlainText -Force))
        $null = Invoke-PinnedWebRequest "$($server.Uri)/" -Pin $server.Pin -TrustAnchor $server.Root -Proxy $server.ProxyUri -ProxyCredential $credential -Headers @{ 'X-Own' = 'secret' }
        $server.Process.StandardInput.WriteLine('proxy')
        $heads = @($server.Process.StandardOutput.ReadLine() | ConvertFrom-Json)
        $heads[-1] | Should -BeLike "CONNECT localhost:$($server.Port) HTTP/1.1*Proxy-Authorization: Basic $([Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('proxy:word')))*"
        $heads[-1] | Should -Not -BeLike '*secret*'
        @(Get-ReceivedRequest $server.Uri)[-1].headers.PSObject.Properties.Name | Should -Not -Contain 'Proxy-Authorization'
    }
}

Describe 'Connections' {
    It 'are kept between calls under the same policy, and not under another' {
        $null = Invoke-PinnedWebRequest "$($server.Uri)/" @pinned
        $before = Get-ConnectionCount $server.Uri
        1..10 | ForEach-Object { $null = Invoke-PinnedWebRequest "$($server.Uri)/" @pinned }
        $same = Get-ConnectionCount $server.Uri
        $null = Invoke-PinnedWebRequest "$($server.Uri)/" -Pin $server.Pin, $server.ImpostorPin -TrustAnchor $server.Root -NoProxy
        $other = Get-ConnectionCount $server.Uri
        $same - $before | Should -Be 1 -Because 'the question is a connection itself'
        $other - $same | Should -Be 2
    }

    It 'end with the module' {
        $null = Invoke-PinnedWebRequest "$($server.Uri)/" @pinned
        $before = Get-ConnectionCount $server.Uri
        Remove-Module PinningTools
        Import-Module (Join-Path $PSScriptRoot '../../PinningTools.psd1')
        $null = Invoke-PinnedWebRequest "$($server.Uri)/" @pinned
        (Get-ConnectionCount $server.Uri) - $before | Should -Be 2
    }

    It 'serve 200 parallel requests without crossing' {
        $module = Join-Path $PSScriptRoot '../../PinningTools.psd1'
        $results = 1..200 | ForEach-Object -ThrottleLimit 20 -Parallel {
            Import-Module $using:module
            $server = $using:server
            $real = $_ % 2 -eq 0
            $uri = if ($real) { $server.Uri } else { $server.ImpostorUri }
            $pin = if ($_ % 4 -lt 2) { $server.Pin } else { $server.ImpostorPin }
            $expected = if ($real -eq ($pin -eq $server.Pin)) { 'Match' } else { 'PinMismatch' }
            $got = try { (Invoke-PinnedWebRequest "$uri/echo?n=$_" -Pin $pin -TrustAnchor $server.Root -NoProxy).Pinning[0].Verdict } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
            if ("$got" -eq $expected) { 'as expected' } else { "$uri with $pin gave $got, not $expected" }
        }
        $results.Count | Should -Be 200
        $results | Select-Object -Unique | Should -Be 'as expected'
    }
}
