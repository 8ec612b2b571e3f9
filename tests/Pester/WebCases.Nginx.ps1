# The same for nginx: files as they lie on a disk, packed, in chunks and in ranges, redirections, a password, a socket.
. $PSScriptRoot/WebCaseValues.ps1

@(
    @{ Name = 'text, packed and in chunks'; Path = '/text.txt'; With = @{} }
    @{ Name = 'text in chunks'; Path = '/chunked/text.txt'; With = @{} }
    @{ Name = 'a page'; Path = '/page.html'; With = @{} }
    @{ Name = 'JSON'; Path = '/data.json'; With = @{} }
    @{ Name = 'XML'; Path = '/data.xml'; With = @{} }
    @{ Name = 'no content'; Path = '/nothing'; With = @{} }
    @{ Name = 'what is not there'; Path = '/absent'; With = @{} }
    @{ Name = 'an error in JSON'; Path = '/broken'; With = @{} }
    @{ Name = '-SkipHttpErrorCheck'; Path = '/broken'; With = @{ SkipHttpErrorCheck = $true } }
    @{ Name = '-HttpVersion 2.0'; Path = '/text.txt'; With = @{ HttpVersion = '2.0' } }
    @{ Name = '-HttpVersion 1.0'; Path = '/text.txt'; With = @{ HttpVersion = '1.0' } }
    @{ Name = '-SslProtocol Tls12'; Path = '/data.json'; With = @{ SslProtocol = 'Tls12' } }
    @{ Name = '-SslProtocol Tls13'; Path = '/data.json'; With = @{ SslProtocol = 'Tls13' } }
    @{ Name = '-Method Head'; Path = '/file.bin'; With = @{ Method = 'Head' } }
    @{ Name = '-Method Put and -Body'; Path = '/stored/it'; With = @{ Method = 'Put'; Body = $chars }; Then = $stored }
    @{
        Name = '-Method Put and -InFile'; Path = '/stored/it'
        With = @{ Method = 'Put'; InFile = { $PSCommandPath } }; Then = $stored
    }
    @{
        Name = '-Method Put under HTTP/2'; Path = '/stored/it'
        With = @{ Method = 'Put'; Body = $stream; HttpVersion = '2.0' }; Then = $stored
    }
    @{
        Name = '-TransferEncoding'; Path = '/stored/it'
        With = @{ Method = 'Put'; Body = 'x'; TransferEncoding = 'chunked' }; Then = $stored
    }
    @{
        Name = '-Method Post where it is not allowed'; Path = '/page.html'
        With = @{ Method = $post; Form = @{ a = 1 } }
    }
    @{ Name = '-Headers'; Path = '/text.txt'; With = @{ Headers = @{ 'X-One' = 1; Accept = 'text/plain' } } }
    @{ Name = 'a range'; Path = '/file.bin'; With = @{ Headers = @{ Range = 'bytes=10-19' } } }
    @{ Name = '-SkipHeaderValidation'; Path = '/cookie'; With = $odd }
    @{ Name = '-DisableKeepAlive'; Path = '/page.html'; With = @{ DisableKeepAlive = $true } }
    @{ Name = '-OutFile'; Path = '/file.bin'; With = @{ OutFile = $file }; Then = $fileHash }
    @{ Name = '-OutFile, packed'; Path = '/text.txt'; With = @{ OutFile = $file }; Then = $fileHash }
    @{ Name = '-Resume'; Path = '/file.bin'; With = @{ OutFile = $partial; Resume = $true }; Then = $fileHash }
    @{
        Name = '-Resume of a whole file'; Path = '/file.bin'
        With = @{ OutFile = $whole; Resume = $true }; Then = $fileHash
    }
    @{
        Name = '-Resume under HTTP/2'; Path = '/file.bin'
        With = @{ OutFile = $partial; Resume = $true; HttpVersion = '2.0' }; Then = $fileHash
    }
    @{ Name = 'a redirection by 302'; Path = '/moved'; With = @{} }
    @{ Name = 'a redirection by 301, of a POST'; Path = '/for-good'; With = @{ Method = $post; Body = 'x' } }
    @{ Name = 'a redirection by 307, of a PUT'; Path = '/kept'; With = @{ Method = 'Put'; Body = 'x' }; Then = $stored }
    @{
        Name = 'a redirection to a file'; Path = '/moved'
        With = @{ OutFile = $file; PassThru = $true }; Then = $fileHash
    }
    @{ Name = 'a loop'; Path = '/loop'; With = @{} }
    @{ Name = '-MaximumRedirection'; Path = '/loop'; With = @{ MaximumRedirection = 3 } }
    @{ Name = 'no answer to a challenge'; Path = '/area/text.txt'; With = @{} }
    @{ Name = '-Credential'; Path = '/area/text.txt'; With = @{ Credential = $credential } }
    @{
        Name = '-Authentication Basic'; Path = '/area/text.txt'
        With = @{ Authentication = 'Basic'; Credential = $credential }
    }
    @{ Name = '-UseDefaultCredentials'; Path = '/area/text.txt'; With = @{ UseDefaultCredentials = $true } }
    @{ Name = '-MaximumRetryCount'; Path = '/busy'; With = @{ MaximumRetryCount = 1; RetryIntervalSec = 30 } }
    @{ Name = '-WebSession'; Path = '/cookie'; With = @{ WebSession = $session } }
    @{
        Name = '-SessionVariable'; Path = '/cookie'
        With = @{ SessionVariable = 'kept' }; Then = { $kept.Cookies.GetCookieHeader($server.NginxUri) }
    }
    @{ Name = '-UnixSocket'; Path = '/data.json'; With = @{ UnixSocket = { $server.NginxSocket } } }
    @{ Name = '-UnixSocket and a redirection'; Path = '/moved'; With = @{ UnixSocket = { $server.NginxSocket } } }
    @{
        Name = '-UnixSocket and HTTP/2'; Path = '/text.txt'
        With = @{ UnixSocket = { $server.NginxSocket }; HttpVersion = '2.0' }
    }
    @{
        Name = '-UnixSocket and a PUT'; Path = '/stored/it'
        With = @{ UnixSocket = { $server.NginxSocket }; Method = 'Put'; Body = 'x' }; Then = $stored
    }
    @{
        Name = '-ResponseHeadersVariable'; Path = '/cookie'; Noun = 'RestMethod'
        With = @{ ResponseHeadersVariable = 'said' }; Then = { $said['Set-Cookie'] }
    }
)
