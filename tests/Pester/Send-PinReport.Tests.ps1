# Send-PinReport in a real PowerShell: receivers of every kind, night after night each in a process of its own, and the
# address of a receiver, which is a secret, in nothing that can be seen.
BeforeDiscovery { $script:hasEventLog = $PSVersionTable.Platform -ne 'Unix' }

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    . (Join-Path $PSScriptRoot WebTestServer.ps1)
    $server = Start-WebTestServer
    $secret = 's3cr3tSignature'
    $module = Get-ModulePath
    $trust = @{ TrustAnchor = $server.Root }
    $alert = '{ "Id": "0123456789ab", "State": "new", "Level": "Critical", "Reason": "PinMismatch", "EndpointCount": 1, ' +
        '"Endpoints": ["api.example.com:443"], "Owner": "web team", "Since": "2026-11-27T02:17:09Z", "Why": "<!channel> *a*" }'
    $detail = '{ "Level": "Critical", "Key": "api.example.com:443", "HostName": "api.example.com", "Port": 443, ' +
        '"Verdict": "PinMismatch", "Owner": "web team", "Pattern": "**.example.com", "KnownPins": ["sha256/x"] }'

    # A folder with a state, which sending does not read, and the result of a run of it.
    function New-Night([string] $RunId = 'run1', [string] $Name = 'nightly', [switch] $Stateless) {
        $place = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($place, 'UserRead, UserWrite, UserExecute') }
        $state = Join-Path $place nightly.state.jsonl
        Set-Content -LiteralPath $state -Value 'a state'
        $file = Join-Path $place summary.json
        $members = [ordered]@{
            Level = 'Critical'; ExitCode = 2; Name = $Name; RunId = $RunId; Checked = 1; Critical = 1; IsComplete = $true
            Started = '2026-11-27T02:17:09Z'; Finished = '2026-11-27T02:17:21Z'
        }
        if (-not $Stateless) { $members.StateFile = $state }
        $json = ($members | ConvertTo-Json -Compress).TrimEnd('}') + ", `"Alerts`": [$alert], `"Details`": [$detail] }"
        Set-Content -LiteralPath $file -Value $json
        [pscustomobject]@{
            Folder = $place; State = $state; Json = $file; Sent = Join-Path $place nightly.sent.jsonl
            Summary = [PinningTools.PinCheckSummary]::FromJson($json)
        }
    }

    function ConvertTo-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }

    # An address with a secret in it that answers with a status, fields and a body that repeats the secret.
    function Get-Address([int] $Status, [string] $Field = '', [string] $Base = $server.Uri) {
        $body = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("no to $secret"))
        $fields = if ($Field) { "&field=$([uri]::EscapeDataString($Field))" }
        "$Base/say?status=$Status$fields&body=$([uri]::EscapeDataString($body))&sig=$secret&mark=$([guid]::NewGuid())"
    }

    # The bodies that an address got, by the mark at its end.
    function Get-Body([string] $Address, [string] $Base = $server.Uri) {
        $mark = $Address -replace '.*mark=', ''
        @(Get-ReceivedRequest $Base | Where-Object target -Like "*mark=$mark" | ForEach-Object body)
    }

    # Sends in a PowerShell of its own, as a scheduler does; the address is in its environment.
    function Invoke-Sender([string] $Address, [string] $Command) {
        $script = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        Set-Content -LiteralPath $script -Value "Import-Module '$module'",
            "`$address = `$env:PINCHECK_ADDRESS | ConvertTo-SecureString -AsPlainText -Force", $Command
        $env:PINCHECK_ADDRESS = $Address
        try { $output = Invoke-Engine -NoProfile -File $script *>&1 | Out-String -Width 4096 }
        finally { Remove-Item -Path Env:PINCHECK_ADDRESS }
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
    }
}

AfterAll { Stop-WebTestServer $server }

Describe 'Send-PinReport' {
    It 'tells a receiver once, over processes that each begin from nothing' {
        $night = New-Night
        $address = Get-Address 202
        $send = "Get-Item '$($night.Json)' | Send-PinReport -UriSecret `$address -State '$($night.State)' " +
            "-TrustAnchor '$($server.Root)' -Exit -Verbose"
        $first = Invoke-Sender $address $send
        $second = Invoke-Sender $address $send
        $first.ExitCode, $second.ExitCode | Should -Be 2, 2
        $body = @(Get-Body $address)
        $body.Count | Should -Be 1
        $message = $body[0] | ConvertFrom-Json
        $message.event, $message.name, $message.alerts[0].id | Should -Be 'problem', 'nightly', '0123456789ab'
        $first.Output | Should -BeLike "*https://localhost:$($server.Port)/...: it was sent.*"
        $second.Output | Should -BeLike '*: there is nothing to send.*'
        "$($first.Output)$($second.Output)$([IO.File]::ReadAllText($night.Sent))" | Should -Not -Match $secret
    }

    It 'sends again what did not arrive, ends with 3 and gives the others their turn' {
        $night = New-Night
        $address = Get-Address 400
        $send = "Get-Item '$($night.Json)' | Send-PinReport -UriSecret `$address -State '$($night.State)' " +
            "-TrustAnchor '$($server.Root)' -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed | " +
            "Send-PinReport -Uri '$(Get-Address 200)' -State '$($night.State)' -TrustAnchor '$($server.Root)'; " +
            "`$failed[0].FullyQualifiedErrorId; " +
            "Get-Item '$($night.Json)' | Send-PinReport -UriSecret `$address -State '$($night.State)' " +
            "-TrustAnchor '$($server.Root)' -Exit"
        $run = Invoke-Sender $address $send
        $run.ExitCode | Should -Be 3
        $run.Output | Should -BeLike '*SendRefused,*SendPinReportCommand*refused the message with the status 400: no to ...*'
        @(Get-Body $address).Count | Should -Be 2
    }

    It 'does not tell the address of a receiver that <Name>' -ForEach @(
        @{ Name = 'refuses'; Get = { Get-Address 400 }; Id = 'SendRefused' }
        @{ Name = 'fails three times'; Get = { Get-Address 500 'Retry-After:0' }; Id = 'SendFailed'; Times = 3 }
        @{ Name = 'asks for an hour'; Get = { Get-Address 429 'Retry-After:3600' }; Id = 'SendAskedToWait' }
        @{ Name = 'redirects'; Get = { Get-Address 302 "Location:$($server.ImpostorUri)/x?sig=$secret" }; Id = 'SendRedirected' }
        @{ Name = 'redirects away from TLS'; Get = { Get-Address 307 "Location:$($server.PlainUri)/" }; Id = 'SendRedirected' }
        @{ Name = 'has another key'; Get = { Get-Address 200 '' $server.ImpostorUri }; Id = 'PinMismatch'; Times = 0 }
        @{ Name = 'is not trusted'; Get = { Get-Address 200 }; Id = 'UntrustedChain'; Times = 0; With = @{} }
        @{ Name = 'is no https address'; Get = { "http://localhost/$secret" }; Id = 'SendAddressInvalid'; Times = 0 }
    ) {
        $night = New-Night -Stateless
        $address = & $Get
        if ($null -eq $With) { $With = $trust + @{ Pin = $server.Pin } }
        if ($null -eq $Times) { $Times = 1 }
        $before = $Error.Count
        $output = & {
            try { $night.Summary | Send-PinReport -UriSecret (ConvertTo-Secret $address) @With -Verbose -ErrorAction Continue }
            catch { $_ }
        } *>&1
        $last = $Error[0]
        $last.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $all = "$($output | Out-String -Width 4096)$($output | Format-List * -Force | Out-String -Width 4096)" +
            "$($Error | Select-Object -First ($Error.Count - $before) | Format-List * -Force | Out-String -Width 4096)" +
            "$($last.Exception | Format-List * -Force | Out-String -Width 4096)$($last.Exception)$($last.TargetObject)"
        $all | Should -Not -Match $secret
        if ($Times) { @(Get-Body $address).Count | Should -Be $Times }
        @(Get-ReceivedRequest $server.ImpostorUri | Where-Object target -Match $secret).Count | Should -Be 0
    }

    It 'has no address in the list of processes, in the log of a script or in a file' {
        if (-not (Test-Path /proc/self/cmdline)) { Set-ItResult -Skipped -Because 'only Linux has /proc'; return }
        $night = New-Night
        $log = Join-Path $night.Folder transcript.txt
        $script = Join-Path $night.Folder send.ps1
        Set-Content -LiteralPath $script -Value "Import-Module '$module'", "Start-Transcript -Path '$log'",
            "Get-Item '$($night.Json)' | Send-PinReport -UriSecret `$env:PINCHECK_ADDRESS -State '$($night.State)' -TrustAnchor '$($server.Root)' -Verbose",
            'Stop-Transcript'
        $start = Get-EngineStart '-NoProfile', '-File', $script
        $env:PINCHECK_ADDRESS = "$($server.Uri)/slow/1500?sig=$secret"
        try { $child = Start-Process @start -PassThru -RedirectStandardOutput (Join-Path $night.Folder out.txt) }
        finally { Remove-Item -Path Env:PINCHECK_ADDRESS }
        $seen = 0
        while (-not $child.HasExited) {
            foreach ($file in [IO.Directory]::GetDirectories('/proc')) {
                try { $line = [IO.File]::ReadAllText("$file/cmdline") } catch { continue }
                $line | Should -Not -Match $secret
                $seen++
            }
        }
        $seen | Should -BeGreaterThan 0
        @(Get-ReceivedRequest $server.Uri | Where-Object target -Like '/slow/1500*').Count | Should -Be 1
        foreach ($file in Get-ChildItem -LiteralPath $night.Folder -File) {
            [IO.File]::ReadAllText($file.FullName) | Should -Not -Match $secret -Because $file.Name
        }
        [IO.File]::ReadAllText($log) | Should -Match 'https://localhost:[0-9]+/\.\.\.: it was sent'
    }

    It 'shows the body and hides the query with -WhatIf, and notes nothing' {
        $night = New-Night
        $address = Get-Address 202
        $run = Invoke-Sender $address ("Get-Item '$($night.Json)' | Send-PinReport -UriSecret `$address -As Slack " +
            "-State '$($night.State)' -TrustAnchor '$($server.Root)' -WhatIf -Verbose")
        $run.Output | Should -BeLike "*What if: Send to https://localhost:$($server.Port)/...:*`"blocks`":*"
        $run.Output | Should -Not -Match $secret
        @(Get-Body $address).Count | Should -Be 0
        @(Get-ChildItem -LiteralPath $night.Folder).Name | Should -Be 'nightly.state.jsonl', 'summary.json'
    }

    It 'sends a drill, which is marked, and asks for a look' {
        $address = Get-Address 200
        Send-PinReport -UriSecret (ConvertTo-Secret $address) -As Teams -Test @trust -WarningVariable warned 3>$null
        $body = @(Get-Body $address)
        $body.Count | Should -Be 1
        $body[0] | Should -BeLike '*DRILL of a pin check: nothing is wrong*'
        "$warned" | Should -BeLike '*Look whether it arrived*'
    }

    It 'posts what <As> takes' -ForEach @(
        @{ As = 'Generic'; Get = { $args[0].alerts[0].why }; Shown = '<!channel> *a*' }
        @{ As = 'Teams'; Get = { $args[0].attachments[0].content.body[3].inlines[0].text }; Shown = '<!channel> *a*' }
        @{ As = 'Slack'; Get = { ($args[0].blocks[1].text.text -split "`n")[2] }; Shown = '`&lt;!channel&gt; *a*`' }
    ) {
        $address = Get-Address 200
        (New-Night -Stateless).Summary | Send-PinReport -Uri $address -As $As @trust -ReportLink https://mon.example.com/n.html
        $body = @(Get-Body $address)
        & $Get ($body[0] | ConvertFrom-Json) | Should -BeExactly $Shown
        $body[0] | Should -BeLike '*https://mon.example.com/n.html*'
    }

    It 'goes through a proxy, which sees the host alone' {
        $address = Get-Address 200 '' "https://server.test:$($server.Port)"
        (New-Night -Stateless).Summary | Send-PinReport -UriSecret $address @trust -Proxy $server.ProxyUri
        @(Get-Body $address).Count | Should -Be 1
        $heads = @(Get-ProxyHead $server)
        $heads[-1] | Should -BeLike "CONNECT server.test:$($server.Port) *"
        "$heads" | Should -Not -Match $secret
    }

    It 'reports violations to the address of their pin set' {
        $night = New-Night
        $address = Get-Address 200
        $store = Join-Path $night.Folder pins.json
        New-PinSet -Pattern '**.example.com' -Pin $server.Pin -BackupPin $server.ImpostorPin -ReportUri $address |
            Export-PinSet $store
        1..2 | ForEach-Object {
            $night.Summary | Send-PinReport -ReportUri -PinStore $store @trust -WarningAction SilentlyContinue
        }
        $body = @(Get-Body $address)
        $body.Count | Should -Be 1
        ($body[0] | ConvertFrom-Json).'noted-hostname' | Should -Be 'example.com'
        Send-PinReport -ReportUri -PinStore $store @trust -Test 3>$null
        (Get-Body $address | Select-Object -Last 1 | ConvertFrom-Json).hostname | Should -Be 'drill.invalid'
    }

    It 'tells owners of their own, and knows no other' {
        $night = New-Night
        $address = Get-Address 200
        $night.Summary | Send-PinReport -Uri $address @trust -Owner 'web*'
        @(Get-Body $address).Count | Should -Be 1
        { $night.Summary | Send-PinReport -Uri $address @trust -Owner 'mail team' } |
            Should -Throw -ErrorId 'ReportOwnerUnknown,*'
    }

    It 'passes results on' {
        $summary = (New-Night -Stateless).Summary
        $passed = $summary | Send-PinReport -Uri (Get-Address 200) @trust -PassThru
        [object]::ReferenceEquals($passed, $summary) | Should -BeTrue
    }

    It 'refuses what cannot be meant: <Id>' -ForEach @(
        @{ Id = 'SendNoChannel'; Do = { (New-Night).Summary | Send-PinReport } }
        @{ Id = 'SendTwoAddresses'; Do = { (New-Night).Summary | Send-PinReport -Uri https://a -UriSecret https://b } }
        @{ Id = 'SendAddressInvalid'; Do = { (New-Night).Summary | Send-PinReport -UriSecret 'no address' } }
        @{ Id = 'SendLinkInvalid'; Do = { (New-Night).Summary | Send-PinReport -Uri https://a -ReportLink 'javascript:alert(1)' } }
        @{ Id = 'SendStateNeeded'; Do = { Get-Item (New-Night).Json | Send-PinReport -Uri https://a } }
        @{ Id = 'SendStateOfOne'; Do = {
                $night = New-Night
                $night.Summary, (New-Night -Name other).Summary | Send-PinReport -Uri https://a -State $night.State
            }
        }
        @{ Id = 'SendNoReportUri'; Do = {
                (New-Night).Summary | Send-PinReport -ReportUri -PinSet (New-PinSet a.example $server.Pin -NoBackup)
            }
        }
        @{ Id = 'ReportEmpty'; Do = { Send-PinReport -Uri https://a } }
        @{ Id = 'ProxyMissing'; Do = {
                $credential = [pscredential]::new('me', (ConvertTo-Secret pw))
                (New-Night).Summary | Send-PinReport -Uri https://a -ProxyCredential $credential
            }
        }
    ) {
        $Do | Should -Throw -ErrorId "$Id,PinningTools.Commands.SendPinReportCommand"
    }

    It 'ends with 3 where it is asked for nonsense, and with -ErrorAction Stop in the script' {
        $run = Invoke-Sender 'x' "`$ErrorActionPreference = 'Stop'; Send-PinReport -UriSecret `$address -Test -Exit"
        $run.ExitCode | Should -Be 3
        $run.Output | Should -BeLike '*does not begin with https://*'
    }

    It 'tells where there is no event log' -Skip:$hasEventLog {
        { (New-Night).Summary | Send-PinReport -EventLog -ErrorAction Stop } | Should -Throw -ErrorId 'EventLogUnavailable,*'
    }
}
