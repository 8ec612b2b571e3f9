# The requests that WebParity.Tests.ps1 makes of the test server, by PowerShell's commands and by ours. Every parameter
# of Invoke-WebRequest and Invoke-RestMethod stands in With somewhere, or is refused by docs/WEB-PARITY.md: a test of
# its own sees to that. Noun is the command where it is not both, Then what is compared besides, Id our error where we
# differ.
. $PSScriptRoot/WebCaseValues.ps1

@(
    @{ Name = 'nothing'; With = @{} }
    @{ Name = '-Method Post'; With = @{ Method = $post } }
    @{ Name = '-Method Head'; With = @{ Method = 'Head' }; Path = '/html' }
    @{ Name = '-Method Merge'; With = @{ Method = 'Merge' } }
    @{ Name = '-Method Put without a body'; With = @{ Method = 'Put' } }
    @{ Name = '-Method Delete'; With = @{ Method = 'Delete' } }
    @{ Name = '-Method Options'; With = @{ Method = 'Options' } }
    @{ Name = '-CustomMethod'; With = @{ CustomMethod = 'purge' } }
    @{ Name = '-Headers'; With = @{ Headers = @{ 'X-One' = 1; Accept = 'text/plain'; 'X-Null' = $null } } }
    @{ Name = 'content fields in -Headers'; With = @{ Method = $post; Body = 'x'; Headers = $content } }
    @{ Name = '-UserAgent'; With = @{ UserAgent = 'me/1.0' } }
    @{ Name = 'a User-Agent in -Headers'; With = @{ Headers = @{ 'User-Agent' = 'me/2.0' } } }
    @{ Name = '-SkipHeaderValidation'; With = $odd }
    @{ Name = 'text as -Body'; With = @{ Method = $post; Body = $chars } }
    @{ Name = 'text in a charset'; With = @{ Method = $post; Body = $chars; ContentType = $latin } }
    @{ Name = 'bytes as -Body'; With = @{ Method = 'Put'; Body = [byte[]] (65, 66) } }
    @{ Name = 'a dictionary as -Body'; With = @{ Method = $post; Body = $fields } }
    @{ Name = 'a dictionary as the query of a GET'; With = @{ Body = $fields } }
    @{ Name = 'a dictionary beside a query'; With = @{ Body = @{ a = 1 } }; Path = '/echo?x=1' }
    @{ Name = 'XML as -Body'; With = @{ Method = $post; Body = $xml } }
    @{ Name = 'an object as -Body'; With = @{ Method = $post; Body = $object } }
    @{ Name = 'a list as -Body'; With = @{ Method = $post; Body = 1, 'x' } }
    @{ Name = 'what commands gave in a dictionary as -Body'; With = @{ Method = $post; Body = $wrapped } }
    @{ Name = 'a dictionary as -Body and -CustomMethod'; With = @{ CustomMethod = 'Post'; Body = $fields } }
    @{ Name = 'a stream as -Body'; With = @{ Method = $post; Body = $stream } }
    @{ Name = 'a number as -Body'; With = @{ Method = $post; Body = 1.5 } }
    @{ Name = '-ContentType'; With = @{ Method = $post; Body = '{}'; ContentType = 'application/json' } }
    @{
        Name = 'an empty -ContentType and -SkipHeaderValidation'
        With = @{ Method = $post; Body = 'x'; ContentType = ''; SkipHeaderValidation = $true }
    }
    @{ Name = 'an empty Content-Type'; With = @{ Method = $post; Body = 'x'; Headers = @{ 'Content-Type' = '' } } }
    @{ Name = '-ContentType on a GET'; With = @{ ContentType = 'application/json' } }
    @{ Name = '-Form'; With = @{ Method = $post; Form = $form } }
    @{ Name = '-Form with a file'; With = @{ Method = $post; Form = { @{ file = Get-Item $PSCommandPath } } } }
    @{ Name = '-Form with an object'; With = @{ Method = $post; Form = [ordered]@{ a = $object; b = $null } } }
    @{ Name = '-InFile with brackets in its name'; With = @{ Method = $post; InFile = $escaped } }
    @{ Name = '-InFile'; With = @{ Method = $post; InFile = { $PSCommandPath } } }
    @{ Name = '-TransferEncoding'; With = @{ Method = $post; Body = 'x'; TransferEncoding = 'chunked' } }
    @{
        Name = '-TransferEncoding and a redirection of a POST'; Path = $keep
        With = @{ Method = $post; Body = 'x'; TransferEncoding = 'chunked' }
    }
    @{
        Name = 'Transfer-Encoding in -Headers and a redirection of a POST'; Path = $keep
        With = @{ Method = $post; Body = 'x'; Headers = @{ 'Transfer-Encoding' = 'chunked' } }
    }
    @{ Name = '-DisableKeepAlive'; With = @{ DisableKeepAlive = $true } }
    @{ Name = '-HttpVersion 2.0'; With = @{ HttpVersion = '2.0' } }
    @{ Name = '-HttpVersion 1.0'; With = @{ HttpVersion = '1.0' } }
    @{ Name = '-Authentication Basic'; With = @{ Authentication = 'Basic'; Credential = $credential } }
    @{ Name = '-Authentication Bearer'; With = @{ Authentication = 'Bearer'; Token = $token } }
    @{ Name = '-Authentication OAuth'; With = @{ Authentication = 'OAuth'; Token = $token } }
    @{ Name = '-Credential on a challenge'; With = @{ Credential = $credential }; Path = '/auth/basic' }
    @{ Name = '-UseDefaultCredentials without a challenge'; With = @{ UseDefaultCredentials = $true } }
    @{
        Name = '-UseDefaultCredentials, asked for Basic'
        With = @{ UseDefaultCredentials = $true }; Path = '/auth/basic'
    }
    @{
        Name = '-UseDefaultCredentials, asked to negotiate'
        With = @{ UseDefaultCredentials = $true }; Path = '/auth/negotiate'
    }
    @{ Name = 'a redirection of a POST'; With = @{ Method = $post; Body = 'x' }; Path = $keep }
    @{ Name = 'a redirection that keeps the method'; With = @{ Method = $post; Body = 'x' }; Path = "$keep&code=307" }
    @{
        Name = 'a redirection that keeps the method, without a body'
        With = @{ Method = $post }; Path = "$keep&code=307"
    }
    @{
        Name = '-PreserveHttpMethodOnRedirect'
        With = @{ Method = $post; PreserveHttpMethodOnRedirect = $true }; Path = $keep
    }
    @{ Name = 'Authorization on a redirection'; With = @{ Headers = $auth }; Path = $keep }
    @{
        Name = '-PreserveAuthorizationOnRedirect'
        With = @{ Headers = $auth; PreserveAuthorizationOnRedirect = $true }; Path = $keep
    }
    @{ Name = 'cookies on a redirection'; With = @{}; Path = '/redirect?to=/cookie/set%3Fa=1' }
    @{ Name = '-SslProtocol'; With = @{ SslProtocol = 'Tls12' } }
    @{ Name = '-UseBasicParsing'; With = @{ UseBasicParsing = $true } }
    @{ Name = '-MaximumRedirection'; With = @{ MaximumRedirection = 5 }; Path = '/redirect/3' }
    @{
        Name = '-AllowInsecureRedirect'
        With = @{ AllowInsecureRedirect = $true }; Path = { "/redirect?to=$($server.PlainUri)/echo" }
    }
    @{ Name = '-SkipHttpErrorCheck'; With = @{ SkipHttpErrorCheck = $true }; Path = '/error-json' }
    @{
        Name = '-MaximumRetryCount and -RetryIntervalSec'
        With = @{ MaximumRetryCount = 3; RetryIntervalSec = 1 }; Path = '/flaky'
    }
    @{ Name = '-ConnectionTimeoutSeconds'; With = @{ ConnectionTimeoutSeconds = 10 } }
    @{ Name = '-TimeoutSec'; With = @{ TimeoutSec = 10 } }
    @{ Name = '-OperationTimeoutSeconds'; With = @{ OperationTimeoutSeconds = 10 } }
    @{ Name = '-WebSession'; With = @{ WebSession = $session } }
    @{
        Name = '-SessionVariable'; Path = '/cookie/set?a=1'
        With = @{ SessionVariable = 'kept'; Headers = @{ 'X-One' = 1 }; MaximumRedirection = 4; MaximumRetryCount = 2 }
        Then = { $kept.GetType().FullName, $kept.Cookies.Count, ($kept | Select-Object * -ExcludeProperty Cookies) }
    }
    @{
        Name = 'a User-Agent in -Headers and -SessionVariable'
        With = @{ SessionVariable = 'kept'; Headers = @{ 'User-Agent' = 'me/2.0' } }; Then = { $kept.UserAgent }
    }
    @{ Name = '-Certificate'; With = @{ Certificate = $own; Uri = { "$($server.ClientCertificateUri)/echo" } } }
    @{
        Name = '-CertificateThumbprint'
        With = @{ CertificateThumbprint = { $thumbprint }; Uri = { "$($server.ClientCertificateUri)/echo" } }
    }
    @{ Name = '-OutFile'; With = @{ OutFile = $file }; Path = '/file'; Then = $fileHash }
    @{
        Name = '-OutFile and -PassThru'
        With = @{ OutFile = $file; PassThru = $true }; Path = '/html'; Then = $fileHash
    }
    @{ Name = '-OutFile of packed text'; With = @{ OutFile = $file }; Path = '/gzip'; Then = $fileHash }
    @{ Name = '-Resume'; With = @{ OutFile = $partial; Resume = $true }; Path = '/file'; Then = $fileHash }
    @{
        Name = '-Resume of a whole file'
        With = @{ OutFile = $whole; Resume = $true }; Path = '/file'; Then = $fileHash
    }
    @{
        Name = '-Resume of what cannot be resumed'
        With = @{ OutFile = $partial; Resume = $true }; Path = '/html'; Then = $fileHash
    }
    @{
        Name = '-Proxy'; With = @{ Proxy = { $server.ProxyUri }; Uri = { "https://server.test:$($server.Port)/echo" } }
        Then = { (@(Get-ProxyHead $server)[-1] -split "`r`n")[0] }
    }
    @{
        Name = '-ProxyCredential'
        With = @{
            Proxy = { $server.AskingProxyUri }; ProxyCredential = $credential
            Uri = { "https://server.test:$($server.Port)/echo" }
        }
    }
    @{
        Name = '-ProxyUseDefaultCredentials'
        With = @{
            Proxy = { $server.ProxyUri }; ProxyUseDefaultCredentials = $true
            Uri = { "https://server.test:$($server.Port)/echo" }
        }
    }
    @{ Name = '-FollowRelLink'; With = @{ FollowRelLink = $true }; Path = '/links'; Noun = 'RestMethod' }
    @{
        Name = '-MaximumFollowRelLink'
        With = @{ FollowRelLink = $true; MaximumFollowRelLink = 2 }; Path = '/links'; Noun = 'RestMethod'
    }
    @{
        Name = '-StatusCodeVariable'; With = @{ StatusCodeVariable = 'code'; SkipHttpErrorCheck = $true }
        Path = '/status/404'; Noun = 'RestMethod'; Then = { $code }
    }
    @{
        Name = '-ResponseHeadersVariable'; With = @{ ResponseHeadersVariable = 'said' }
        Path = '/many-headers'; Noun = 'RestMethod'; Then = { $said.GetType().FullName, $said.Keys, $said['X-Many'] }
    }
)
