# Addresses and answers with text that no platform reads: U+FFFD, where an umlaut was decoded wrongly, and its like.
BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $broken = "m$([char]0xfffd)nchen.example"
    function Get-Fault([scriptblock] $Script) {
        try { $null = & $Script } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
        ''
    }
}

AfterAll { Stop-Parity }

Describe 'A host with a character that was decoded wrongly' {
    It 'ends no sweep' {
        $port = ([uri]$server.Uri).Port
        $with = @{ Pin = $server.Pin; TrustAnchor = $server.Root }
        $with += @{ ErrorVariable = 'said'; ErrorAction = 'SilentlyContinue' }
        $hosts = "localhost:$port", "https://$broken/", $broken, "https://$([char]0xd800)/", "localhost:$port"
        $verdicts = $hosts | Test-CertificatePin @with
        $verdicts.Verdict | Should -Be 'Match', 'Match'
        $said.FullyQualifiedErrorId | ForEach-Object { $_ | Should -BeLike 'HostInvalid,*' }
        @($said).Count | Should -Be 3
    }

    It 'is told by every command and parameter' {
        Get-Fault { Get-SpkiPin "https://$broken/" -ErrorAction Stop } | Should -Be 'HostInvalid'
        Get-Fault { Get-SpkiPin -Uri "https://$broken/" -ErrorAction Stop } | Should -Be 'HostInvalid'
        Get-Fault { Test-CertificatePin localhost -Pin $server.Pin -Proxy "http://${broken}:80" -ErrorAction Stop } |
            Should -Be 'HostInvalid'
        Get-Fault { New-PinSet $broken -Pin $server.Pin -ErrorAction Stop } | Should -Not -BeNullOrEmpty
        foreach ($command in 'Invoke-PinnedWebRequest', 'Invoke-PinnedRestMethod') {
            Get-Fault { & $command "https://$broken/" -Pin $server.Pin } | Should -Be 'UriNotHttps'
            Get-Fault { & $command $server.Uri -Pin $server.Pin -Proxy "http://${broken}:80" } |
                Should -Be 'HostInvalid'
            Get-Fault { & $command $server.Uri -Pin $server.Pin -Proxy '/proxy' } | Should -Be 'ProxyInvalid'
        }
    }

    It 'is told where a server redirects to it' {
        $path = Get-Saying '' 'text/plain' 'Location:https://xn--a.example/' 302
        Get-Fault { Invoke-PinnedWebRequest "$($server.Uri)$path" @pinned } | Should -Be 'UnpinnedRedirection'
    }
}

Describe 'XML of version <_>, which no reader knows' -ForEach '9.9', '', '1.x' {
    BeforeAll {
        $version = $_
        $body = "<?xml version=`"$version`"?><a>green</a>"
    }

    It 'is text, with status <Status>' -ForEach @{ Status = 200 }, @{ Status = 201 } {
        $path = Get-Saying $body 'application/xml' -Status $Status
        Invoke-PinnedRestMethod "$($server.Uri)$path" @pinned -StatusCodeVariable code | Should -BeExactly $body
        $code | Should -Be $Status
        (Invoke-PinnedWebRequest "$($server.Uri)$path" @pinned).Content | Should -BeExactly $body
    }

    It 'keeps the status and the response of an error' {
        $path = Get-Saying $body 'application/xml' -Status 500
        foreach ($command in 'Invoke-PinnedWebRequest', 'Invoke-PinnedRestMethod') {
            $record = try { & $command "$($server.Uri)$path" @pinned } catch { $_ }
            [int]$record.Exception.Response.StatusCode | Should -Be 500
            $record.ErrorDetails.Message | Should -Match 'green'
        }
    }
}
