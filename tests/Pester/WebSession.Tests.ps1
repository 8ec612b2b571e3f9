BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $script:uri = $server.Uri
}

AfterAll { Stop-Parity }

Describe 'A session' {
    It 'made here serves Invoke-WebRequest' {
        $with = @{ SessionVariable = 'made'; Headers = @{ 'X-Kept' = 'yes' }; UserAgent = 'kept/1' }
        $null = Invoke-PinnedWebRequest "$uri/cookie/set?a=1" @pinned @with
        $made | Should -BeOfType Microsoft.PowerShell.Commands.WebRequestSession
        $answer = (Invoke-WebRequest "$uri/echo" @plain -WebSession $made).Content | ConvertFrom-Json
        $answer.headers.Cookie | Should -Be 'a=1'
        $answer.headers.'X-Kept' | Should -Be 'yes'
        $answer.headers.'User-Agent' | Should -Be 'kept/1'
    }

    It 'of Invoke-WebRequest serves here' {
        $with = @{ SessionVariable = 'theirs'; Headers = @{ 'X-Kept' = 'yes' } }
        $null = Invoke-WebRequest "$uri/cookie/set?b=2" @plain @with
        $answer = (Invoke-PinnedWebRequest "$uri/echo" @pinned -WebSession $theirs).Content | ConvertFrom-Json
        $answer.headers.Cookie | Should -Be 'b=2'
        $answer.headers.'X-Kept' | Should -Be 'yes'
    }

    It 'is anything with a jar for cookies, whatever its other members are' {
        $session = [pscustomobject]@{
            Cookies = New-Object System.Net.CookieContainer; Headers = @{ 7 = 'seven' }; Credentials = 'none'
            Proxy = 1; MaximumRedirection = 'many'; Certificates = @(); UserAgent = @()
        }
        $session | Add-Member ScriptProperty UseDefaultCredentials { 'maybe' }
        $null = Invoke-PinnedWebRequest "$uri/cookie/set?d=4" @pinned -WebSession $session
        $answer = (Invoke-PinnedWebRequest "$uri/echo" @pinned -WebSession $session).Content | ConvertFrom-Json
        $answer.headers.Cookie | Should -Be 'd=4'
        $answer.headers.'7' | Should -Be 'seven'
    }

    It 'keeps the credentials it was made with' {
        $credential = [pscredential]::new('me', (ConvertTo-SecureString 'pw' -AsPlainText -Force))
        $null = Invoke-PinnedWebRequest "$uri/auth/basic" @pinned -Credential $credential -SessionVariable made
        (Invoke-PinnedWebRequest "$uri/auth/basic" @pinned -WebSession $made).Content | Should -Be 'Basic bWU6cHc='
    }

    It 'is not there without one' {
        $null = Invoke-PinnedWebRequest "$uri/cookie/set?c=3" @pinned
        (Invoke-PinnedWebRequest "$uri/cookie" @pinned).Content | Should -Be ''
    }
}
