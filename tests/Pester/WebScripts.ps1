# Ten scripts as people write them. Each is run as it stands, and once more with "Pinned" in its commands' names and
# pins in place of -SkipCertificateCheck (@tls). $uri is the server, $folder an empty folder. Verbose is what PowerShell
# 7.6 says with that switch, and ours on every engine; before 7.6 PowerShell's own had other words.
@(
    @{
        Name = 'Reading all pages of a list with a token, as of GitHub'
        Script = {
            $headers = @{ Authorization = 'Bearer secret'; Accept = 'application/vnd.github+json' }
            $with = @{ Headers = $headers; Body = @{ per_page = 2 }; ResponseHeadersVariable = 'last' }
            # PowerShell's own keeps the token on the next page with this switch alone; ours does on the same server.
            $all = Invoke-RestMethod "$uri/issues" @with @tls -FollowRelLink -PreserveAuthorizationOnRedirect
            $all | ForEach-Object { $_ } | Select-Object number, title
            $last['X-Page']
        }
    }
    @{
        Name = 'Downloading a large file, with its progress'
        Script = {
            $ProgressPreference = 'Continue'
            Invoke-WebRequest "$uri/trickle" -OutFile "$folder/large" @tls
            $null = Invoke-WebRequest "$uri/trickle" @tls
            (Get-Item "$folder/large").Length
        }
    }
    @{
        Name = 'Uploading a file in a form'
        Script = {
            'some text' | Set-Content "$folder/report.txt"
            $form = @{ title = 'Report'; file = Get-Item "$folder/report.txt" }
            $answer = Invoke-RestMethod "$uri/echo" -Method Post -Form $form @tls
            $answer.method
            $answer.body -match 'filename="?report.txt'
        }
    }
    @{
        Name = 'Posting JSON made of a hashtable'
        Verbose = @(
            'WebRequest: v1.1 POST URI/echo with application/json payload with body size 58 B (58 bytes)'
            'WebResponse: 200 OK with application/json payload'
        )
        Script = {
            $body = @{ name = 'J' + [char] 0xfc + 'rgen'; tags = @('a', 'b'); nested = @{ deep = $true } }
            $json = @{ Body = $body | ConvertTo-Json -Compress; ContentType = 'application/json' }
            $answer = Invoke-RestMethod "$uri/echo" -Method Post @json @tls -Verbose
            $answer.headers.'Content-Type', ($answer.body | ConvertFrom-Json).name
        }
    }
    @{
        Name = 'Logging in with a form and going on with the cookie'
        Script = {
            $page = Invoke-WebRequest "$uri/login" -SessionVariable session @tls
            $fields = @{ user = 'me'; password = 'pw' }
            $page.InputFields | Where-Object type -EQ hidden | ForEach-Object { $fields[$_.name] = $_.value }
            $home1 = Invoke-WebRequest "$uri/login" -Method Post -Body $fields -WebSession $session @tls
            $home1.StatusCode, $home1.Content
            $home1.BaseResponse.RequestMessage.RequestUri.AbsolutePath
            (Invoke-WebRequest "$uri/home" -WebSession $session @tls).Content
            $session.Cookies.GetCookies($uri).Name
        }
    }
    @{
        Name = 'Catching an error and reading what the server said of it'
        Script = {
            try { Invoke-RestMethod "$uri/error-json" @tls }
            catch [Microsoft.PowerShell.Commands.HttpResponseException] {
                [int] $_.Exception.Response.StatusCode
                $_.Exception.StatusCode
                ($_.ErrorDetails.Message | ConvertFrom-Json).error.code
                $_.Exception.Message
                "$_"
                $_.CategoryInfo.Category
                $_.CategoryInfo.Reason
                $_.TargetObject.GetType().FullName
            }
            Invoke-WebRequest "$uri/error-html" @tls -ErrorAction SilentlyContinue
            $Error[0].Exception.GetType().Name
            $?
        }
    }
    @{
        Name = 'Taking any status as a result'
        Script = {
            $answer = Invoke-RestMethod "$uri/error-json" -SkipHttpErrorCheck -StatusCodeVariable status @tls
            if ($status -ge 400) { "failed with $status, code $($answer.error.code)" }
            (Invoke-WebRequest "$uri/status/404" -SkipHttpErrorCheck @tls).StatusDescription
        }
    }
    @{
        Name = 'Downloading into a folder, again and again'
        Verbose = @(
            'WebRequest: v1.1 GET URI/file'
            'WebResponse: 416 Range Not Satisfiable with application/octet-stream payload with body size 0 B (0 bytes)'
            'The file will not be re-downloaded because the remote file is the same size as the OutFile: FOLDER/file'
            'WebRequest: v1.1 GET URI/file'
            'WebResponse: 206 Partial Content with application/octet-stream payload with ' +
                'body size 292.87 KB (299,900 bytes)'
        )
        Script = {
            Invoke-WebRequest "$uri/file" -OutFile $folder @tls
            (Invoke-WebRequest "$uri/file" -OutFile "$folder/file" -Resume @tls -Verbose).StatusCode
            [IO.File]::WriteAllBytes("$folder/file", [IO.File]::ReadAllBytes("$folder/file")[0..99])
            Invoke-WebRequest "$uri/file" -OutFile "$folder/file" -Resume @tls -Verbose
            (Get-FileHash "$folder/file").Hash
        }
    }
    @{
        Name = 'Asking with a name and a password'
        Verbose = @(
            'WebRequest: v1.1 GET URI/auth/basic'
            'WebResponse: 200 OK with text/plain payload with body size 14 B (14 bytes)'
        )
        Script = {
            $password = ConvertTo-SecureString 'pw' -AsPlainText -Force
            $credential = [pscredential]::new('me', $password)
            Invoke-RestMethod "$uri/auth/basic" -Credential $credential @tls
            Invoke-RestMethod "$uri/auth/basic" -Authentication Basic -Credential $credential @tls -Verbose
            Invoke-RestMethod "$uri/auth/basic" @tls
        }
    }
    @{
        Name = 'Trying again, looking at headers, sizes and links'
        Verbose = @(
            'WebRequest: v1.1 GET URI/flaky'
            'WebResponse: 503 Service Unavailable with text/plain payload with body size 5 B (5 bytes)'
            'Retrying after interval of 1 seconds. Status code for previous attempt: ServiceUnavailable'
            'WebRequest: v1.1 GET URI/flaky'
            'WebResponse: 503 Service Unavailable with text/plain payload with body size 5 B (5 bytes)'
            'Retrying after interval of 1 seconds. Status code for previous attempt: ServiceUnavailable'
            'WebRequest: v1.1 GET URI/flaky'
            'WebResponse: 200 OK with text/plain payload with body size 7 B (7 bytes)'
        )
        Script = {
            $answer = Invoke-WebRequest "$uri/flaky" -MaximumRetryCount 3 -RetryIntervalSec 1 @tls -Verbose
            $answer.Content
            $page = Invoke-WebRequest "$uri/html" @tls
            $page.Headers['Content-Type']
            $page.RawContentLength
            $page.Links.href
            $page.Links | Where-Object id -EQ 'first' | Select-Object -ExpandProperty outerHTML
            $page | Format-List StatusCode, StatusDescription, Content, RawContentLength | Out-String
            1..3 | ForEach-Object { Invoke-RestMethod "$uri/json" @tls } | Measure-Object | ForEach-Object Count
            (Invoke-WebRequest "$uri/redirect/2" -MaximumRedirection 0 -SkipHttpErrorCheck @tls).Headers.Location
        }
    }
)
