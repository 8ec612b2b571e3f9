# An HttpClient as a script or a library has it: what it sends, and what an impostor never gets.
BeforeAll {
    . $PSScriptRoot/WebTestServer.ps1
    Import-Module (Get-ModulePath) -Global
    $server = Start-WebTestServer
    $pinned = @{ Pin = $server.Pin; TrustAnchor = $server.Root }

    # The body, or the fault and the verdict of a refusal.
    function Get-Body($Client, [string] $Uri) {
        try { $Client.GetStringAsync($Uri).GetAwaiter().GetResult() }
        catch {
            $refused = $_.Exception.GetBaseException()
            "$($refused.Fault.Id) $($refused.Verdict.Verdict)".Trim()
        }
    }
}

AfterAll { if ($server) { Stop-WebTestServer $server } }

Describe 'New-PinnedHttpClient' {
    BeforeAll { $client = New-PinnedHttpClient @pinned }

    AfterAll { $client.Dispose() }

    It 'is an HttpClient that asks the pinned server' {
        $client.GetType().FullName | Should -Be 'System.Net.Http.HttpClient'
        Get-Body $client "$($server.Uri)/" | Should -Be 'hello'
        $response = $client.GetAsync("$($server.Uri)/").GetAwaiter().GetResult()
        $verdict = $null
        $response.RequestMessage.Options.TryGetValue([PinningTools.PinVerifier]::VerdictKey, [ref] $verdict) | Should -BeTrue
        "$($verdict.Verdict) $($verdict.MatchedPin)" | Should -Be "Match $($server.Pin)"
    }

    It 'sends an impostor nothing' {
        $before = @(Get-ReceivedRequest $server.ImpostorUri).Count
        Get-Body $client "$($server.ImpostorUri)/" | Should -Be 'PinMismatch PinMismatch'
        @(Get-ReceivedRequest $server.ImpostorUri).Count | Should -Be $before
    }

    It 'follows a redirection by the policy of its own host' {
        $hop = "$($server.Uri)/redirect?to=$($server.ImpostorUri)/html"
        $before = @(Get-ReceivedRequest $server.ImpostorUri).Count
        Get-Body $client $hop | Should -Be 'PinMismatch PinMismatch'
        $set = New-PinSet ([uri] $server.Uri).Authority $server.Pin -TrustAnchor $server.Root -WarningAction Ignore
        $of = New-PinnedHttpClient -PinSet $set
        Get-Body $of $hop | Should -Be 'UnpinnedRedirection'
        Get-Body $of "$($server.Uri)/redirect?to=$($server.PlainUri)/" | Should -Be 'InsecureRedirection'
        $of.Dispose()
        @(Get-ReceivedRequest $server.ImpostorUri).Count | Should -Be $before
        $both = $set, (New-PinSet ([uri] $server.ImpostorUri).Authority $server.ImpostorPin -TrustAnchor $server.Root -WarningAction Ignore) |
            New-PinnedHttpClient
        Get-Body $both $hop | Should -Match 'html'
        $both.Dispose()
        $none = New-PinnedHttpClient @pinned -MaximumRedirection 0
        [int] $none.GetAsync($hop).GetAwaiter().GetResult().StatusCode | Should -Be 302
        $none.Dispose()
    }

    It 'asks no host without pins, and nothing in plaintext' {
        $store = Join-Path $TestDrive pins.json
        New-PinSet other.example $server.Pin -WarningAction Ignore | Export-PinSet $store
        $of = New-PinnedHttpClient -PinStore $store
        Get-Body $of "$($server.Uri)/" | Should -Be 'NotPinned'
        Get-Body $client "$($server.PlainUri)/" | Should -Be 'UriNotHttps'
        $of.Dispose()
    }

    It 'shows its client certificate to the pinned server, and logs on to a proxy' {
        $with = New-PinnedHttpClient @pinned -ClientCertificate $server.ClientCertificate
        Get-Body $with "$($server.ClientCertificateUri)/" | Should -Be 'hello'
        Get-Body $client "$($server.ClientCertificateUri)/" | Should -Not -Be 'hello'
        $with.Dispose()
        $password = ConvertTo-SecureString pw -AsPlainText -Force
        $credential = [pscredential]::new('me', $password)
        $through = New-PinnedHttpClient @pinned -Proxy $server.AskingProxyUri -ProxyCredential $credential
        Get-Body $through "$($server.Uri)/" | Should -Be 'hello'
        $through.Dispose()
    }

    It 'trusts the key alone with -PinOnly, and only reports with -ReportOnly' {
        $key = New-PinnedHttpClient -Pin $server.Pin -PinOnly
        Get-Body $key "$($server.Uri)/" | Should -Be 'hello'
        Get-Body $key "$($server.ImpostorUri)/" | Should -Be 'PinMismatch PinMismatch'
        $key.Dispose()
        $report = New-PinnedHttpClient @pinned -ReportOnly
        Get-Body $report "$($server.ImpostorUri)/" | Should -Be 'hello'
        $report.Dispose()
        { New-PinnedHttpClient -Pin $server.Pin -PinOnly -ReportOnly } | Should -Throw -ErrorId 'PinOnlyChecksNothing,*'
        { New-PinnedHttpClient @pinned -PinOnly } | Should -Throw -ErrorId 'TrustConflict,*'
        { New-PinnedHttpClient -Pin @() } | Should -Throw -ErrorId 'PinsMissing,*'
    }
}
