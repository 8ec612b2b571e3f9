# Four nights of a check with a memory, against two hundred servers on this machine: what changes between them, and what
# the check says of it.
BeforeAll {
    . (Join-Path $PSScriptRoot TestServer.ps1)
    . (Join-Path $PSScriptRoot NightGoldens.ps1)
    $root = [PinningTools.Testing.TestCertificate]::Root('Root')
    $authority = $root.IssueAuthority('Authority')
    $other = $root.IssueAuthority('Other authority')
    $spare = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $servers = [ordered]@{}
    $rows = [ordered]@{}
    $names = @{}
    # Not on the test drive, which forgets after each block what was made in it.
    $folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "night$([guid]::NewGuid())")).FullName
    if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute') }
    $root.WritePem((Join-Path $folder root.pem))
    $list = Join-Path $folder nightly.csv
    $store = Join-Path $folder pins.json
    $state = Join-Path $folder nightly.state.jsonl

    # Options of a certificate: PowerShell sets no member that is only initialised.
    function New-Option([hashtable] $Value) {
        $option = [PinningTools.Testing.CertificateOptions]::new()
        foreach ($one in $Value.GetEnumerator()) { $option.GetType().GetProperty($one.Key).SetValue($option, $one.Value) }
        $option
    }

    # A server with a name, and its row in the list.
    function Add-Host([string] $Name, [string] $Protocol = '', [string] $Owner = "team of $Name", [hashtable] $Row = @{}) {
        $Certificate = $authority.Issue('localhost')
        $server = [PinningTools.Testing.NightServer]::Start($Certificate, $Protocol)
        $servers[$Name] = $server
        $names[[string]$server.Port] = $Name
        $rows[$Name] = @{
            HostName = 'localhost'; Port = $server.Port; Pin = "$($Certificate.Pin);$spare"; TrustAnchor = 'root.pem'
            StartTls = $Protocol; Owner = $Owner; AllAddresses = ''; Address = ''
        } + @{}
        foreach ($one in $Row.GetEnumerator()) { $rows[$Name][$one.Key] = $one.Value }
    }

    function Save-List {
        $rows.Values | ForEach-Object { [pscustomobject]$_ } |
            Select-Object -Property HostName, Port, Pin, TrustAnchor, StartTls, Owner, AllAddresses, Address |
            Export-Csv -LiteralPath $list -NoTypeInformation
    }

    # A night, in a PowerShell of its own as a scheduler starts it: the exit code, the first line and the summary.
    function Invoke-Night([string] $More = '') {
        $json = Join-Path $folder summary.json
        $script = Join-Path $folder night.ps1
        Set-Content -LiteralPath $script -Value @"
$import
`$summary = Invoke-PinCheck -LiteralPath '$list' -PinStore '$store' -State '$state' -TimeoutSec 60 $More
[IO.File]::WriteAllText('$json', `$summary.ToJson())
`$summary.ToStatusLine()
exit `$summary.ExitCode
"@
        $line = Invoke-Engine -NoProfile -File $script 2>&1 | Out-String
        $code = $LASTEXITCODE
        [pscustomobject]@{
            ExitCode = $code
            Line     = Hide-Chance $line
            Summary  = [PinningTools.PinCheckSummary]::FromJson([IO.File]::ReadAllText($json))
        }
    }

    # Lets days pass: all that the state says of when moves back by so much, and the dates of certificates do not.
    function Move-Time([int] $Days) {
        $move = {
            param($match)
            $date = [datetime]::Parse($match.Groups['date'].Value, [cultureinfo]::InvariantCulture, 'AdjustToUniversal')
            $match.Groups['before'].Value + $date.AddDays(-$Days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture) + '"'
        }
        $date = '(?<date>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"'
        $text = [IO.File]::ReadAllText($state)
        $text = [regex]::Replace($text, '(?<before>"(started|finished|lastComplete|since|seen|asked|sha256/[^"]+)":")' + $date, $move)
        # Only the head has a list of dates.
        $text = [regex]::Replace($text, '(?<before>(?<=[\[,])")' + $date, $move)
        [IO.File]::WriteAllText($state, $text)
    }

    # Ports by the names of their servers, pins by what they are, and no dates and runs.
    function Hide-Chance([string] $Text) {
        foreach ($one in $names.GetEnumerator()) {
            $Text = $Text.Replace("localhost:$($one.Key)", $one.Value).Replace("$($one.Key)", $one.Value)
        }
        $Text = $Text -replace 'sha256/[A-Za-z0-9+/]{43}=', 'PIN' -replace '\d{4}-\d\d-\d\d( \d\d:\d\dZ)?', 'DATE'
        ($Text -replace '\b\d+ days( left)', 'N days$1' -replace '\([0-9]+ days\)', '(N days)').Trim()
    }

    function Get-Changes($Night) {
        @($Night.Summary.Changes | ForEach-Object {
                Hide-Chance "$($_.Key) $($_.Kind) $(if ($_.Expected) { 'expected' } else { 'NOT expected' }) $($_.Level): $($_.Why)"
            } | Sort-Object)
    }

    function Get-Alerts($Night) {
        @($Night.Summary.Alerts | ForEach-Object {
                Hide-Chance "$($_.State) $($_.Level) $($_.Reason): $($_.Endpoints -join ', ')"
            } | Sort-Object)
    }

    foreach ($i in 1..160) { Add-Host ('web{0:000}' -f $i) -Owner 'web team' }
    foreach ($protocol in 'Smtp', 'Imap', 'Pop3', 'Ftp') {
        foreach ($i in 1..7) { Add-Host "$($protocol.ToLowerInvariant())00$i" $protocol -Owner 'mail team' }
    }
    foreach ($name in 'rotated', 'stranger', 'renewed', 'issuer', 'path', 'near', 'dead', 'removed', 'after') { Add-Host $name }
    Add-Host expired -Row @{ Pin = ''; TrustAnchor = '' }
    $expired = @{ Pattern = "localhost:$($servers.expired.Port)"; Pin = $servers.expired.Certificate.Pin; BackupPin = $spare }
    New-PinSet @expired -TrustAnchor (Join-Path $folder root.pem) -Expires (Get-Date).AddDays(300) | Export-PinSet $store
    $next = $authority.Issue('localhost')
    $rows.rotated.Pin = "$($servers.rotated.Certificate.Pin);$($next.Pin);$spare"
    # One address of several, which a row of its own names.
    # Its port may be free at this address and taken at the other: servers have their names by their ports.
    do {
        $one = [PinningTools.Testing.NightServer]::StartAt($authority.Issue('localhost'), '127.0.0.2')
        if ($names.Contains([string]$one.Port)) { $null = $one.DisposeAsync().AsTask().Wait(10000); $one = $null }
    } until ($one)
    $servers['one'] = $one
    $names[[string]$servers.one.Port] = 'one'
    $rows.one = @{} + $rows.web001
    $rows.one.Port, $rows.one.Pin = $servers.one.Port, "$($servers.one.Certificate.Pin);$spare"
    $rows.one.Owner, $rows.one.Address = 'team of one', '127.0.0.2'
    foreach ($i in 161..(360 - $rows.Count)) { Add-Host "web$i" -Owner 'web team' }
    Add-Shown
    Save-List
}

AfterAll {
    foreach ($one in $servers.Values) { $null = $one.DisposeAsync().AsTask().Wait(10000) }
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Four nights' {
    It 'begin with all endpoints seen for the first time' {
        $first = Invoke-Night
        $first.Line | Should -Be 'PINCHECK OK: all 200 are fine'.Replace('200', $first.Summary.Checked)
        $first.ExitCode | Should -Be 0
        $first.Summary.IsFirstRun, $first.Summary.IsComplete, $first.Summary.Name | Should -Be $true, $true, 'nightly'
        @($first.Summary.Changes.Kind | Select-Object -Unique) | Should -Be 'FirstSeen'
        $first.Summary.Changes.Count | Should -Be 200
        $first.Summary.Alerts | Should -BeNullOrEmpty
        @($first.Summary.Details | Where-Object Key -Like '*+*').Count | Should -Be 28
    }

    It 'go on with a night in which all sorts of things happen' {
        Move-Time 1
        $leaf = $servers.renewed.Certificate
        $servers.rotated.Certificate = $next
        $servers.stranger.Certificate = $other.Issue('localhost')
        $servers.renewed.Certificate = $leaf.Renew($null)
        $servers.issuer.Certificate = $other.Issue('localhost', (New-Option @{ Key = $servers.issuer.Certificate.Key }))
        $servers.path.Certificate = $root.IssueAuthority('Authority').Issue(
            'localhost', (New-Option @{ Key = $servers.path.Certificate.Key }))
        $soon = New-Option @{ Key = $authority.Key; NotAfter = [DateTimeOffset]::UtcNow.AddDays(6.5) }
        $servers.near.Certificate = $root.IssueAuthority('Authority', $soon).Issue(
            'localhost', (New-Option @{ Key = $servers.near.Certificate.Key }))
        $servers.dead.Certificate = $null
        $servers.after.Certificate = $authority.Issue('localhost')
        $servers.one.Certificate = $other.Issue('localhost')
        Add-Shown New
        $rows.Remove('removed')
        Save-List
        $json = [IO.File]::ReadAllText($store)
        [IO.File]::WriteAllText($store, [regex]::Replace($json, '"expires": "[^"]+"', '"expires": "2020-01-01"'))

        $night = $script:second = Invoke-Night

        $night.ExitCode | Should -Be 2
        $night.Line | Should -BeLike 'PINCHECK CRITICAL: * of * show a wrong key: *; 1 of * does not pass: *; 1 expires soon; 1 unreachable; * unexpected changes'
        $changes = Get-Changes $night
        $expected = @(
            'after KeyChanged NOT expected Critical: The new key is not pinned, and was not pinned in the last run. More than a third of the old certificate''s lifetime was left (N days).'
            'expired LevelChanged NOT expected Critical: The pin set ''expired'' for expired expired on DATE and fails when expired (OnExpired). Confirm its pins, then extend it: Update-PinSet -Expires.'
            'issuer IssuerChanged expected Ok: The same key has a certificate of another issuer: ''CN=Other authority'' instead of ''CN=Authority''.'
            'issuer Renewed expected Ok: The same key has a new certificate, valid until DATE; the old one had N days left.'
            'near ExpiryNear expected Warning: The intermediate certificate ''CN=Authority'' of the path expires in 6 days. near matched PIN (CN=localhost).'
            'near Renewed expected Warning: The same key has a new certificate, valid until DATE; the old one had N days left.'
            'one@127.0.0.2 KeyChanged NOT expected Critical: The new key is not pinned, and was not pinned in the last run. More than a third of the old certificate''s lifetime was left (N days). The issuer changed too, from ''CN=Authority'' to ''CN=Other authority''.'
            'path PathChanged expected Ok: The same key has another path to the same trust anchor: an intermediate certificate was replaced.'
            'path Renewed expected Ok: The same key has a new certificate, valid until DATE; the old one had N days left.'
            'removed Removed expected Ok: The endpoint is no longer in the list; it was last seen at DATE, with the level Ok.'
            'renewed Renewed expected Ok: The same key has a new certificate, valid until DATE; the old one had N days left.'
            'rotated KeyChanged expected Ok: The new key was already pinned before the last run. The old certificate had N days left.'
            'rotated SpareUsed expected Ok: The spare is in service now: promote it (Update-PinSet -Promote), and add the pin of a new spare.'
            'stranger KeyChanged NOT expected Critical: The new key is not pinned, and was not pinned in the last run. More than a third of the old certificate''s lifetime was left (N days). The issuer changed too, from ''CN=Authority'' to ''CN=Other authority''.'
        )
        $changes | Should -Be @($expected | Sort-Object)
        Get-Alerts $night | Should -Be @(@(
                'new Critical PinMismatch: after', 'new Critical PinMismatch: one@127.0.0.2', 'new Critical PinMismatch: stranger', 'new Critical PinSetExpired: expired'
                'new Warning ExpiresSoon: near', 'pending Unknown HandshakeFailed: dead'
            ) | Sort-Object)
        $wrong = $night.Summary.Details | Where-Object Owner -EQ 'team of stranger'
        $wrong.Fix | Should -BeLike "Get-SpkiPin -Path '*'*"
        $found = Get-SpkiPin -Path $wrong.Evidence
        $found[0].Pin | Should -Be $wrong.LeafPin
    }

    It 'tell of a lasting outage, and of a pin that was added after its key' {
        Move-Time 1
        $rows.after.Pin = "$($servers.after.Certificate.Pin);$spare"
        Save-List

        $night = $script:third = Invoke-Night

        $night.ExitCode | Should -Be 2
        Get-Changes $night | ForEach-Object { $_ -replace 'in a row: .*', 'in a row' } | Should -Be @(
            'after PolicyChanged NOT expected Ok: The pin followed the key: the key was seen on DATE, when no pin matched it, and was pinned afterwards. Make sure that the key was confirmed over another channel: if it was not, the pinned key may be an attacker''s.'
            'after Recovered expected Ok: The endpoint is Ok again; its level had been Critical since DATE.'
            'dead Unreachable NOT expected Unknown: The endpoint could not be checked in 2 runs in a row'
        )
        $alerts = Get-Alerts $night
        $alerts | Should -Contain 'new Warning PinFollowedKey: after'
        $alerts | Should -Contain 'recovered Ok PinMismatch: after'
        $alerts | Should -Contain 'standing Critical PinMismatch: stranger'
        $alerts -like 'new Unknown *: dead' | Should -HaveCount 1
        $night.Summary.Recovered | ForEach-Object { Hide-Chance $_ } | Should -Be 'after'
    }

    It 'notice a night without a check, and a host that is back' {
        Move-Time 2
        $servers.dead.Certificate = $authority.Issue('localhost', (New-Option @{ Key = $next.Key }))
        $rows.dead.Pin += ";$($next.Pin)"
        Save-List

        $night = Invoke-Night

        $night.Summary.MissedRuns | Should -Be 1
        Get-Changes $night | Should -Be @(
            'dead KeyChanged NOT expected Ok: The pin of the new key was added to the policy since the last run. Whether that was before or after the key changed is not known. The old certificate had N days left.'.Replace('The old certificate had N days left.', 'More than a third of the old certificate''s lifetime was left (N days).')
            'dead PolicyChanged expected Ok: The pins of the endpoint changed: 1 was added, 0 were removed.'
            'dead Recovered expected Ok: The endpoint is Ok again, after 2 runs in which it could not be checked.'
            'MissedRuns NOT expected Warning: 1 run is missing: the last run began at DATE, and the usual interval is 24 hours. Find out why the scheduler did not start the check.'
        )
        Get-Alerts $night | Should -Contain 'new Warning MissedRuns: '.Trim()
    }

    It 'end with nothing to tell where nothing happens' {
        Move-Time 1
        $night = Invoke-Night
        $night.Summary.Changes | Should -BeNullOrEmpty
        $night.Summary.IsFirstRun | Should -BeFalse
        $night.Summary.Previous | Should -BeOfType [datetime]
    }
}

Describe 'The report of the <Night> night' -ForEach @{ Night = 'second' }, @{ Night = 'third' } {
    BeforeAll {
        $summary = (Get-Variable -Name $Night -Scope Script -ValueOnly).Summary
        $levels = @($summary.Details | ForEach-Object { "$($_.Key) $($_.Level)" } | Sort-Object)
        $wrong = @($summary.Details | Where-Object Level -NE Ok)
        # All that a reader is told of, as text: the changes with their reasons, and what is to be done.
        $told = @($summary.Changes | ForEach-Object { "$($_.Key)"; $_.Why }) +
            @($summary.Alerts | Where-Object { $_.State -notin 'pending', 'acknowledged', 'recovered' } | ForEach-Object { $_.Fix })
        $told = @($told | Where-Object { $_ } | Select-Object -Unique)
        function Get-Report([string] $Format) { ($summary | Export-PinReport -Format $Format -WarningAction Ignore) -join "`n" }
        function Assert-Told([string] $Text) {
            $flat = $Text -replace '\s+', ' '
            @($told | Where-Object { -not $flat.Contains(($_ -replace '\s+', ' ')) }) | Should -BeNullOrEmpty
        }
    }

    It 'is the same as ever, letter by letter, as <_>' -ForEach 'Text', 'Json', 'JsonLines', 'Csv', 'JUnit', 'Prometheus', 'Nagios', 'Markdown', 'Rfc7469', 'Html', 'Mail' {
        Assert-Golden "$Night.$($endings[$_])" (Get-NightReport $_ $summary)
    }

    It 'is whole in five levels of ConvertTo-Json' {
        $json = $summary | ConvertTo-Json -Depth 5 -Compress -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $back = [PinningTools.PinCheckSummary]::FromJson($json)
        $back.ToJson() | Should -Be $summary.ToJson()
        @($summary.Details.Changes).Count | Should -Be @($summary.Changes | Where-Object { $_.Kind -notin 'Removed', 'MissedRuns' }).Count
    }

    It 'has every endpoint with its level, as <_>' -ForEach 'Json', 'JsonLines', 'Csv', 'JUnit' {
        $text = Get-Report $_
        $found = switch ($_) {
            Json { ($text | ConvertFrom-Json).Details | ForEach-Object { "$($_.Key) $($_.Level)" } }
            JsonLines { $text -split "`n" | Where-Object { $_ } | ConvertFrom-Json | ForEach-Object { "$($_.key) $($_.level)" } }
            Csv { $text | ConvertFrom-Csv | ForEach-Object { "$($_.Key) $($_.Level)" } }
            JUnit { ([xml]$text).SelectNodes('//testcase') | ForEach-Object { "$($_.name) $($_.status)" } }
        }
        @($found | Sort-Object) | Should -Be $levels
    }

    It 'counts as a monitor does' {
        $series = (Get-Report Prometheus) -split "`n"
        foreach ($level in 'Ok', 'Warning', 'Critical', 'Unknown') {
            $series | Should -Contain "pincheck_endpoints{check=`"nightly`",level=`"$($level.ToLowerInvariant())`"} $($summary.$level)"
        }
        $changes = $summary.Changes | Group-Object -Property Kind, Expected | ForEach-Object {
            $kind, $isExpected = $_.Group[0].Kind, "$($_.Group[0].Expected)".ToLowerInvariant()
            "pincheck_changes{check=`"nightly`",kind=`"$kind`",expected=`"$isExpected`"} $($_.Count)"
        }
        @($series -like 'pincheck_changes{*' | Sort-Object) | Should -Be @($changes | Sort-Object)
        $mismatch = @($summary.Details | Where-Object Verdict -EQ PinMismatch | ForEach-Object Key | Select-Object -Unique)
        @($series -match '^pincheck_endpoint_pin_matched.* 0$').Count | Should -Be $mismatch.Count

        $lines = (Get-Report Nagios) -split "`n"
        $lines[0] | Should -BeLike "$($summary.ToStatusLine()) | 'critical'=$($summary.Critical);*"
        foreach ($one in $wrong) { @($lines -like "[[]$($one.Level.ToUpperInvariant())] $($one.Key) *").Count | Should -BeGreaterThan 0 }
    }

    It 'tells each change with its reason, and what to do, as <_>' -ForEach 'Text', 'Html', 'Mail', 'Json' {
        $text = Get-Report $_
        switch ($_) {
            Text { Assert-Told $text }
            Html { Assert-Told ([Net.WebUtility]::HtmlDecode(($text -replace '<[^>]+>'))) }
            Mail {
                # The first part is the text, in quoted-printable.
                $part = ($text -split '(?m)^--=_pincheck.*$')[1] -replace "=`r?`n" -replace '=3D', '='
                Assert-Told $part
                $text | Should -Match "(?m)^Subject: \[CRITICAL\] pin check nightly: "
            }
            Json { Assert-Told (($text | ConvertFrom-Json) | ForEach-Object { $_.Changes.Key; $_.Changes.Why; $_.Alerts.Fix } | Out-String -Width 4000) }
        }
    }

    It 'names in a ticket what is not as it should be, and files each mismatch' {
        $ticket = Get-Report Markdown
        foreach ($one in $summary.Alerts | Where-Object State -In new, worse, standing) {
            foreach ($key in $one.Endpoints) { $ticket.Contains("``$key``") | Should -BeTrue -Because $key }
        }
        foreach ($one in $summary.Changes | Where-Object { -not $_.Expected -and $_.Key }) {
            $ticket.Contains("``$($one.Key)``") | Should -BeTrue -Because $one.Key
        }
        ($ticket -split "`n").Count | Should -BeLessOrEqual 60
        $filed = @((Get-Report Rfc7469) -split "`n" | Where-Object { $_ } | ConvertFrom-Json)
        $mismatch = @($summary.Details | Where-Object Verdict -EQ PinMismatch)
        @($filed.port | Sort-Object) | Should -Be @($mismatch.Port | Sort-Object)
        foreach ($one in $filed) { $one.'served-certificate-chain'.Count | Should -BeGreaterThan 0 }
    }
}

Describe 'What the nights leave behind' {
    It 'is read by Get-PinHistory' {
        $history = @(Get-PinHistory $state)
        @($history | Where-Object Kind -NE FirstSeen).Count | Should -BeGreaterThan 15
        @(Get-PinHistory $state -Unexpected).Count | Should -Be @($history | Where-Object { -not $_.Expected }).Count
        $key = "localhost:$($servers.rotated.Port)"
        (Get-PinHistory $state -Key $key).Kind | Should -Be 'FirstSeen', 'KeyChanged', 'SpareUsed'
        (Get-PinHistory $state -Key $key -Kind KeyChanged).New.Pin | Should -Be $next.Pin
        Get-PinHistory $state -Since (Get-Date).AddDays(1) | Should -BeNullOrEmpty
        $now = Get-PinHistory $state -Current -Key $key
        $now.LeafPin, $now.Level | Should -Be $next.Pin, 'Ok'
        $now.KeySince | Should -BeLessThan (Get-Date).ToUniversalTime().AddDays(-3)
        @(Get-PinHistory $state -Current).Count | Should -Be $rows.Count
        $history[-1] | Out-String -Width 300 | Should -BeLike '*Expected*Why*'
    }

    It 'has alerts that can be acknowledged' {
        $alert = Get-PinHistory $state -Alert | Where-Object Reason -EQ PinSetExpired
        $alert.State | Should -Be 'standing'
        $alert | Set-PinAlert $state -Until (Get-Date).AddDays(3) -Reason 'Renewed on Monday' -WhatIf
        (Get-PinHistory $state -Alert | Where-Object Id -EQ $alert.Id).State | Should -Be 'standing'
        $set = $alert | Set-PinAlert $state -Until (Get-Date).AddDays(3) -Reason 'Renewed on Monday' -PassThru
        $set.State, $set.AcknowledgedReason | Should -Be 'acknowledged', 'Renewed on Monday'
        $night = Invoke-Night
        $night.ExitCode | Should -Be 2
        Get-Alerts $night | Should -Contain 'acknowledged Critical PinSetExpired: expired'
        Set-PinAlert $state -Endpoint $alert.Endpoints[0] -Clear
        (Get-PinHistory $state -Alert | Where-Object Id -EQ $alert.Id).State | Should -Be 'standing'
        { Set-PinAlert $state -Id 000000000000 -Clear } | Should -Throw -ErrorId 'PinAlertUnknown,*'
        { Set-PinAlert $state -Id $alert.Id -Until (Get-Date).AddDays(-1) -Reason x } | Should -Throw -ErrorId 'PinAlertDatePast,*'
    }

    It 'tells the policy when its pins were last seen, where a person asks for it' {
        $before = [IO.File]::ReadAllText($store)
        Update-PinSet -FromState $state -PinStore $store -WhatIf
        [IO.File]::ReadAllText($store) | Should -Be $before
        $set = Update-PinSet -FromState $state -PinStore $store -PassThru
        $set.Pattern | Should -Be $expired.Pattern
        ($set.Pins | Where-Object Pin -EQ $expired.Pin).LastSeen | Should -BeOfType [datetime]
        ($set.Pins | Where-Object Pin -EQ $spare).LastSeen | Should -BeNullOrEmpty
        Update-PinSet -FromState $state -PinStore $store -PassThru | Should -BeNullOrEmpty
        $before = [IO.File]::ReadAllText($store)
        { Update-PinSet -FromState $state -PinStore $store -Pattern $expired.Pattern, other.example } |
            Should -Throw -ErrorId 'PinSetMissing,*'
        [IO.File]::ReadAllText($store) | Should -Be $before
    }

    It 'is small and whole as JSON' {
        $summary = Invoke-PinCheck -LiteralPath $list -PinStore $store -TimeoutSec 60
        $json = $summary | ConvertTo-Json -Depth 5 -Compress -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $json.Length / $summary.Checked | Should -BeLessThan 4096
        $back = [PinningTools.PinCheckSummary]::FromJson($json)
        $back.Details.Count | Should -Be $summary.Details.Count
        $back.Details[0].Chain.Count | Should -Be 3
        $own = $summary.ToJson()
        $own.Length | Should -BeLessThan $json.Length
        [PinningTools.PinCheckSummary]::FromJson($own).ToJson() | Should -Be $own
    }

    It 'keeps whole verdicts with -Slim only of what is not Ok' {
        $summary = Invoke-PinCheck -LiteralPath $list -PinStore $store -TimeoutSec 60 -Slim
        @($summary.Details | Where-Object { $_.Level -eq 'Ok' -and $_.Result }).Count | Should -Be 0
        @($summary.Details | Where-Object { $_.Level -eq 'Critical' -and -not $_.Result }).Count | Should -Be 0
        $summary.Details[0].LeafPin | Should -Be $servers.web001.Certificate.Pin
    }
}

Describe 'A run that cannot be kept' {
    BeforeAll {
        $own = @{ HostName = "localhost:$($servers.web001.Port)"; Pin = $servers.web001.Certificate.Pin, $spare; TrustAnchor = $root.Pem }
        $place = (New-Item -ItemType Directory -Path (Join-Path $TestDrive kept)).FullName
        if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($place, 'UserRead, UserWrite, UserExecute') }
        $kept = Join-Path $place own.state.jsonl
        $null = $own | Invoke-PinCheck -State $kept
        $text = [IO.File]::ReadAllText($kept)
    }

    AfterEach { [IO.File]::WriteAllText($kept, $text) }

    It 'is told and ends with 3: <Name>' -ForEach @(
        @{ Name = 'cut off'; Id = 'PinCheckStateCutOff'; Damage = { $text.Substring(0, $text.Length - 12) } }
        @{ Name = 'of a later version'; Id = 'PinCheckFromLater'; Damage = { $text.Replace('"pinCheckState":1', '"pinCheckState":9') } }
        @{ Name = 'a clock that was set back'; Id = 'PinCheckClockBack'; Damage = { $text -replace '"finished":"2\d{3}', '"finished":"2999' } }
        @{ Name = 'of another check'; Id = 'PinCheckStateOfOther'; Damage = { $text.Replace('"name":"check"', '"name":"other"') } }
    ) {
        $damaged = & $Damage
        [IO.File]::WriteAllText($kept, $damaged)
        { $own | Invoke-PinCheck -State $kept } | Should -Throw -ErrorId "$Id,Invoke-PinCheck"
        $script = Join-Path $TestDrive broken.ps1
        Set-Content -LiteralPath $script -Value $import, "@{ HostName = 'localhost:1'; Pin = '$spare' } | Invoke-PinCheck -State '$kept' -Exit"
        $null = Invoke-Engine -NoProfile -File $script 2>&1
        $LASTEXITCODE | Should -Be 3
        [IO.File]::ReadAllText($kept) | Should -Be $damaged
    }

    It 'is busy where another run has the state' {
        $lock = [IO.File]::Open("$kept.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try {
            { $own | Invoke-PinCheck -State $kept } | Should -Throw -ErrorId 'PinCheckBusy,Invoke-PinCheck'
        } finally { $lock.Dispose() }
        ($own | Invoke-PinCheck -State $kept).Level | Should -Be 'Ok'
    }

    It 'waits for another run as long as -LockTimeoutSec says' {
        $lock = [IO.File]::Open("$kept.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        $other = [powershell]::Create().AddScript('Start-Sleep -Milliseconds 500; $args[0].Dispose()').AddArgument($lock)
        $end = $other.BeginInvoke()
        try {
            ($own | Invoke-PinCheck -State $kept -LockTimeoutSec 300).Level | Should -Be 'Ok'
        } finally {
            $null = $other.EndInvoke($end)
            $other.Dispose()
        }
    }

    It 'drops changes that are older than -KeepDays' {
        $changes = $kept -replace '\.state\.', '.changes.'
        $young = [IO.File]::ReadAllText($changes)
        $old = $young -replace '"at":"\d{4}', '"at":"2001' -replace '"id":"....', '"id":"0000'
        [IO.File]::WriteAllText($changes, $old + $young)
        $null = $own | Invoke-PinCheck -State $kept -KeepDays 36500
        @(Get-PinHistory $kept).Count | Should -Be 2
        $null = $own | Invoke-PinCheck -State $kept -KeepDays 1
        @(Get-PinHistory $kept).Count | Should -Be 1
        [IO.File]::ReadAllText($changes) | Should -Be $young
    }

    It 'fails on a change that nobody expected, with -FailOn <FailOn>: exit code <Code>' -ForEach @(
        @{ FailOn = 'Change'; Code = 1; Failed = @('Change') }
        @{ FailOn = 'Critical', 'Warning', 'Unknown'; Code = 0; Failed = @() }
    ) {
        $path = Join-Path $place "fail$Code.state.jsonl"
        $before = @{} + $own
        $before.Pin = $spare, 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
        ($before | Invoke-PinCheck -State $path).Level | Should -Be 'Critical'
        # The pin follows its key.
        $summary = $own | Invoke-PinCheck -State $path -FailOn $FailOn
        $summary.Level, $summary.Unexpected | Should -Be 'Ok', 1
        $summary.ExitCode | Should -Be $Code
        @($summary.FailedOn) | Should -Be $Failed
    }

    It 'has one row for an endpoint, and more without a memory' {
        (@($own, $own) | Invoke-PinCheck).Ok | Should -Be 2
        $summary = @($own, $own) | Invoke-PinCheck -State $kept
        $summary.Ok, $summary.Unknown | Should -Be 1, 1
        $summary.Details[1].Message | Should -BeLike 'Row 2: This is the same endpoint as row 1*'
    }

    It 'refuses a name that means something elsewhere' {
        { $own | Invoke-PinCheck -Name 'a b' } | Should -Throw -ErrorId 'PinCheckNameInvalid,Invoke-PinCheck'
    }
}

Describe 'Invoke-PinCheck, by what it is asked' {
    BeforeAll {
        $good = @{ HostName = "localhost:$($servers.web001.Port)"; Pin = $servers.web001.Certificate.Pin, $spare; TrustAnchor = $root.Pem }
        $lonely = @{ HostName = "localhost:$($servers.web002.Port)"; Pin = $servers.web002.Certificate.Pin; TrustAnchor = $root.Pem }
        $closed = @{ HostName = 'localhost:1'; Pin = $spare }
    }

    It 'fails on <FailOn> alone: exit code <Code>' -ForEach @(
        @{ FailOn = 'Warning', 'Critical', 'Unknown'; Code = 3; Failed = 'Unknown', 'Warning' }
        @{ FailOn = 'Critical'; Code = 0; Failed = @() }
        @{ FailOn = 'Warning'; Code = 1; Failed = @('Warning') }
    ) {
        $summary = @($good, $lonely, $closed) | Invoke-PinCheck -FailOn $FailOn
        $summary.ExitCode | Should -Be $Code
        $summary.FailedOn | Should -Be $Failed
        $summary.Level | Should -Be 'Unknown'
    }

    It 'judges as of another date, and keeps nothing of it' {
        $kept = Join-Path $TestDrive at.state.jsonl
        $summary = $good | Invoke-PinCheck -At (Get-Date).AddDays(85) -State $kept
        $summary.Details[0].Level | Should -Be 'Warning'
        $summary.Details[0].DaysLeft | Should -BeLessThan 5
        $summary.At | Should -BeGreaterThan (Get-Date).AddDays(84)
        Test-Path -LiteralPath $kept | Should -BeFalse
        ($good | Invoke-PinCheck -At (Get-Date).AddDays(95)).Details[0].Verdict | Should -Be 'CertificateExpired'
    }

    It 'stops at its deadline, says so, and asks the others first the next time' {
        $place = (New-Item -ItemType Directory -Path (Join-Path $TestDrive late)).FullName
        if ($PSVersionTable.Platform -eq 'Unix') { [IO.File]::SetUnixFileMode($place, 'UserRead, UserWrite, UserExecute') }
        $kept = Join-Path $place late.state.jsonl
        # It accepts and says nothing, so that what comes behind it is never asked.
        $mute = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $mute.Start()
        try {
            $slow = @{ HostName = "localhost:$($mute.LocalEndpoint.Port)"; Pin = $spare }
            $summary = @($slow, $good) | Invoke-PinCheck -State $kept -MaxRuntimeSec 2 -ThrottleLimit 1 -TimeoutSec 300
            $summary.IsComplete, $summary.NotChecked | Should -Be $false, 2
            $summary.Details.Verdict | Should -Be 'NotChecked', 'NotChecked'
            $summary.ToStatusLine() | Should -BeLike '*2 not checked before the deadline*'
        } finally { $mute.Stop() }
    }

    It 'shows a monitor its sentence first, with -Exit' {
        $script = Join-Path $TestDrive exit.ps1
        Set-Content -LiteralPath $script -Value $import, "@{ HostName = 'localhost:1'; Pin = '$spare' } | Invoke-PinCheck -Exit"
        $lines = Invoke-Engine -NoProfile -File $script 2>&1
        $LASTEXITCODE | Should -Be 3
        "$($lines[0])" | Should -Be 'PINCHECK UNKNOWN: 1 unreachable'
    }

    It 'takes dates as ISO writes them in <_>' -ForEach 'th-TH', 'ar-SA' {
        $before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = $_
        try {
            $summary = $good | Invoke-PinCheck -At 2099-01-31
            $summary.At.Year | Should -Be 2099
            $summary.ToJson() | Should -BeLike '*"At": "2099-01-31T00:00:00Z"*'
        } finally { [cultureinfo]::CurrentCulture = $before }
    }
}
