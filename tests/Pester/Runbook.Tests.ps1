# The examples for Azure in jobs that are processes of their own, with the module from the zip file that is imported there, Azure's
# commands as files (Azure/AzureFakes.psm1), and servers and a receiver on this machine. Packing needs PowerShell 7.
BeforeDiscovery {
    $script:desktop = $PSEdition -eq 'Desktop'
    $script:hasProc = Test-Path -LiteralPath /proc/self/clear_refs
    $script:isLong = $env:PINNINGTOOLS_LONG -eq '1'
    $script:sizes = @(@{ Count = 200; Wrong = 50 })
    # The whole of it with build.ps1 -Task Long: a night on which nothing is wrong, and one on which everything is.
    if ($isLong) { $script:sizes += @{ Count = 2400; Wrong = 0 }, @{ Count = 2400; Wrong = 2400 } }
}

BeforeAll {
    if ($PSEdition -eq 'Desktop') { return }
    . (Join-Path $PSScriptRoot TestServer.ps1)
    . (Join-Path $PSScriptRoot WebTestServer.ps1)
    $examples = Join-Path $repository examples
    # Not on the test drive, which forgets after each block what was made in it.
    $place = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "runbook$(Get-Random)")).FullName
    $zip = @(& (Join-Path $repository src/Module/Pack.ps1) -Destination (Join-Path $place output))[-1]
    Expand-Archive -LiteralPath $zip -DestinationPath (Join-Path $place modules)
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Join-Path $place modules) + [IO.Path]::PathSeparator + $modulePath

    $root = [PinningTools.Testing.TestCertificate]::Root('Root')
    $authority = $root.IssueAuthority('Authority')
    $pem = $root.Certificate.ExportCertificatePem()
    $spare = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $receiver = Start-WebTestServer
    $receiverRoot = [IO.File]::ReadAllText($receiver.Root)
    $servers = New-Object -TypeName Collections.Generic.List[object]

    function New-Server([string] $Name = 'localhost') {
        $server = [PinningTools.Testing.NightServer]::Start($authority.Issue($Name), '')
        $servers.Add($server)
        $server
    }

    function New-Row([object] $Server) {
        @{ HostName = 'localhost'; Port = $Server.Port; Pin = @($Server.Certificate.Pin, $spare); TrustAnchor = $pem; Owner = 'web team' }
    }

    # An account of Automation: its variables, and a receiver's address that is its own.
    function New-Account([object[]] $Row, [hashtable] $Variable = @{}) {
        $folder = Join-Path $place "a$(Get-Random)"
        $null = New-Item -ItemType Directory -Path (Join-Path $folder variables), (Join-Path $folder blobs/pincheck), (Join-Path $folder temp)
        $account = [pscustomobject]@{ Folder = $folder; Address = "$($receiver.Uri)/status/202?sig=s3cr3tSignature&mark=$(Get-Random)" }
        $all = @{ PinCheckList = ConvertTo-Json -InputObject $Row -Depth 5; PinCheckState = ''; PinCheckUri = $account.Address } + @{}
        foreach ($one in $Variable.GetEnumerator()) { $all[$one.Key] = $one.Value }
        foreach ($one in $all.GetEnumerator()) { Set-FakeVariable $account $one.Key $one.Value }
        $account
    }

    function Set-FakeVariable([object] $Account, [string] $Name, [string] $Value) {
        [IO.File]::WriteAllText((Join-Path $Account.Folder "variables/$Name"), $Value)
    }

    function Get-FakeVariable([object] $Account, [string] $Name) { [IO.File]::ReadAllText((Join-Path $Account.Folder "variables/$Name")) }

    # A job: how it ended and what it wrote. It leaves nothing in the folder for temporary files.
    function Invoke-Job([object] $Account, [string] $Runbook = (Join-Path $examples 4-Runbook.ps1), [string[]] $Argument = @(),
        [string] $Lost = '', [string] $Trust = $receiverRoot) {
        $before = $env:TMPDIR, $env:TEMP, $env:TMP
        $env:AZURE_FAKES = $Account.Folder
        $env:AZURE_LOST = $Lost
        $env:TMPDIR = $env:TEMP = $env:TMP = Join-Path $Account.Folder temp
        $job = Join-Path $PSScriptRoot Azure/RunJob.ps1
        try {
            $given = @('-ReceiverRoot', $Trust) + $Argument
            $lines = @(Invoke-Engine -NoProfile -NonInteractive -File $job -Runbook $Runbook @given 2>&1 | ForEach-Object { "$_" })
            $left = @(Get-ChildItem -LiteralPath $env:TMPDIR -Filter pc*)
        } finally {
            $env:TMPDIR, $env:TEMP, $env:TMP = $before
            Remove-Item -Path Env:AZURE_FAKES
            if ($Lost) { Remove-Item -Path Env:AZURE_LOST }
        }
        $left | Should -BeNullOrEmpty
        $text = $lines -join "`n"
        $text | Should -Not -Match 's3cr3tSignature'
        [pscustomobject]@{ Status = $lines[-1] -replace '^status: '; Output = $text; Memory = [long]($lines -match '^memory: ' -replace '\D' -join '') }
    }

    # The bodies that the account's receiver got.
    function Get-Told([object] $Account) {
        $mark = $Account.Address -replace '.*mark=', ''
        @(Get-ReceivedRequest $receiver.Uri | Where-Object target -Like "*mark=$mark" | ForEach-Object body)
    }

    # What the variable or the blob keeps, as files: the path of the state.
    function Expand-Kept([byte[]] $Bytes) {
        $folder = Join-Path $place "k$(Get-Random)"
        [IO.File]::WriteAllBytes("$folder.zip", $Bytes)
        $null = New-Item -ItemType Directory -Path $folder
        [IO.Compression.ZipFile]::ExtractToDirectory("$folder.zip", $folder)
        Join-Path $folder nightly.state.jsonl
    }

    function Expand-Variable([object] $Account) { Expand-Kept ([Convert]::FromBase64String((Get-FakeVariable $Account PinCheckState))) }

    function Expand-Blob([object] $Account) {
        Expand-Kept ([IO.File]::ReadAllBytes((Join-Path $Account.Folder blobs/pincheck/nightly.state.zip)))
    }
}

AfterAll {
    if ($PSEdition -eq 'Desktop') { return }
    $env:PSModulePath = $modulePath
    foreach ($one in $servers) { $null = $one.DisposeAsync().AsTask().Wait(10000) }
    if ($receiver) { Stop-WebTestServer $receiver }
    Remove-Item -LiteralPath $place -Recurse -Force -ErrorAction SilentlyContinue
}

Describe 'The runbook' -Skip:$desktop {
    It 'begins with an empty state, and sees no change in the second night' {
        $account = New-Account (New-Row (New-Server))
        $first = Invoke-Job $account
        $first.Status | Should -Be 'Completed' -Because $first.Output
        $first.Output | Should -BeLike 'PINCHECK OK: *'
        (Get-PinHistory (Expand-Variable $account)).Kind | Should -Be 'FirstSeen'
        $second = Invoke-Job $account
        $second.Status | Should -Be 'Completed' -Because $second.Output
        $state = Expand-Variable $account
        @(Get-PinHistory $state).Count | Should -Be 1
        @(Get-PinHistory $state -Current).Count | Should -Be 1
        Get-Told $account | Should -BeNullOrEmpty
    }

    It 'tells a key that was not pinned once, keeps state and evidence, and fails each job' {
        $server = New-Server
        $account = New-Account (New-Row $server), (New-Row (New-Server))
        (Invoke-Job $account).Status | Should -Be 'Completed'
        $server.Certificate = $authority.Issue('localhost')
        $second = Invoke-Job $account
        $second.Status | Should -Be 'Failed' -Because $second.Output
        $second.Output | Should -BeLike "*error: PINCHECK CRITICAL: 1 of 2 shows a wrong key: localhost:$($server.Port)*"
        $second.Output | Should -BeLike '*thrown: PINCHECK CRITICAL: 1 of 2 *'
        $second.Output | Should -BeLike "*PinMismatch*web team*No pin matched*"
        $told = @(Get-Told $account)
        $told.Count | Should -Be 1
        $told[0] | Should -BeLike "*localhost:$($server.Port)*"
        $third = Invoke-Job $account
        $third.Status | Should -Be 'Failed' -Because $third.Output
        @(Get-Told $account).Count | Should -Be 1
        $state = Expand-Variable $account
        (Get-PinHistory $state -Unexpected).Kind | Should -Contain 'KeyChanged'
        @(Get-PinHistory $state -Kind KeyChanged).Count | Should -Be 1
        @(Get-ChildItem -Path (Join-Path (Split-Path $state) nightly.evidence/*.pem)).Count | Should -Be 1
    }

    It 'tells a rotation to a spare key in no message and no failure' {
        $server = New-Server
        $next = $authority.Issue('localhost')
        $row = New-Row $server
        $row.Pin = @($server.Certificate.Pin, $next.Pin, $spare)
        $account = New-Account $row
        (Invoke-Job $account).Status | Should -Be 'Completed'
        $server.Certificate = $next
        $second = Invoke-Job $account
        $second.Status | Should -Be 'Completed' -Because $second.Output
        (Get-PinHistory (Expand-Variable $account) -Kind KeyChanged).Expected | Should -Be $true
        Get-Told $account | Should -BeNullOrEmpty
    }

    It 'keeps the state before it sends: a receiver that is away fails the job, and the next night tells it' {
        $server = New-Server
        $row = New-Row $server
        $row.Pin = @($spare)
        $account = New-Account $row
        Set-FakeVariable $account PinCheckUri 'https://localhost:1/status/202?sig=s3cr3tSignature'
        $first = Invoke-Job $account
        $first.Status | Should -Be 'Failed'
        $first.Output | Should -BeLike '*thrown: PINCHECK CRITICAL*The message was not sent: *https://localhost:1/...*'
        $history = @(Get-ChildItem -LiteralPath (Join-Path $account.Folder history) | Sort-Object Name)
        $history.Count | Should -Be 2
        $before, $after = $history | ForEach-Object { Expand-Kept ([Convert]::FromBase64String([IO.File]::ReadAllText($_.FullName))) }
        Join-Path (Split-Path $before) nightly.sent.jsonl | Should -Not -Exist
        [IO.File]::ReadAllText($after) | Should -BeExactly ([IO.File]::ReadAllText($before))
        Set-FakeVariable $account PinCheckUri $account.Address
        (Invoke-Job $account).Status | Should -Be 'Failed'
        $told = @(Get-Told $account)
        $told.Count | Should -Be 1
        $told[0] | Should -BeLike "*localhost:$($server.Port)*"
        $null = Invoke-Job $account
        @(Get-Told $account).Count | Should -Be 1
    }

    It 'fails for a message that it cannot send also when all keys are right, and sends it in the next night' {
        # A key that was pinned only after it had appeared is what only one night reports.
        $server = New-Server
        $account = New-Account (New-Row $server)
        (Invoke-Job $account).Status | Should -Be 'Completed'
        $server.Certificate = $authority.Issue('localhost')
        Set-FakeVariable $account PinCheckList (ConvertTo-Json -InputObject @(New-Row $server) -Depth 5)
        $away = Invoke-Job $account -Trust $pem
        $away.Status | Should -Be 'Failed'
        $away.Output | Should -BeLike "PINCHECK OK*thrown: The message was not sent: localhost:$($receiver.Port) has no valid chain*"
        Get-Told $account | Should -BeNullOrEmpty
        $nights = 1..2 | ForEach-Object { Invoke-Job $account }
        $nights.Status | Should -Be 'Completed', 'Completed' -Because $nights[0].Output
        $told = @(Get-Told $account)
        $told.Count | Should -Be 1
        $told[0] | Should -BeLike "*localhost:$($server.Port)*"
    }

    It 'fails for <Name>, and leaves the state as it was' -ForEach @(
        @{ Name = 'a list that was cut off'; Variable = 'PinCheckList'; Value = '[{"HostName":"localhost:1","Pin":["sha256/'; Said = '*the text ends inside a string*' }
        @{ Name = 'a state that is none'; Variable = 'PinCheckState'; Value = 'UEsDBA=='; Said = '*thrown: *' }
        @{ Name = 'a variable that does not exist'; Argument = '-StateVariable', 'Absent'; Said = "*thrown: *'Absent' not found*" }
        @{ Name = 'an empty list'; Variable = 'PinCheckList'; Value = ''; Said = '*thrown: *' }
    ) {
        $account = New-Account (New-Row (New-Server))
        if ($Variable) { Set-FakeVariable $account $Variable $Value }
        $kept = Get-FakeVariable $account PinCheckState
        $job = Invoke-Job $account -Argument $Argument
        $job.Status | Should -Be 'Failed'
        $job.Output | Should -BeLike "*error: *"
        $job.Output | Should -BeLike $Said
        Get-FakeVariable $account PinCheckState | Should -BeExactly $kept
    }

    It 'says what is wrong also where there is no address to send it to' {
        $row = New-Row (New-Server)
        $row.Pin = @($spare)
        $account = New-Account $row
        $job = Invoke-Job $account -Argument '-UriVariable', 'Absent'
        $job.Status | Should -Be 'Failed'
        $job.Output | Should -BeLike "*PinMismatch*thrown: PINCHECK CRITICAL*The message was not sent: *'Absent' not found*"
        @(Get-PinHistory (Expand-Variable $account) -Current).Level | Should -Be 'Critical'
    }

    It 'drops evidence and the oldest changes of a state that is too long, and cuts nothing of the state' {
        $server = New-Server
        $account = New-Account (New-Row $server)
        (Invoke-Job $account).Status | Should -Be 'Completed'
        $server.Certificate = $authority.Issue('localhost')
        $null = Invoke-Job $account
        $state = Expand-Variable $account
        $changes = Join-Path (Split-Path $state) nightly.changes.jsonl
        # Changes of a year, no two alike, as they do not shrink.
        $line = [IO.File]::ReadAllLines($changes)[0]
        $today = [datetime]::UtcNow
        $old = 1..400 | ForEach-Object {
            $id = [guid]::NewGuid().ToString('N').Substring(0, 12)
            $line -replace '"id":"\w+","at":"[^"]+"', ('"id":"{0}","at":"{1:yyyy-MM-ddTHH:mm:ssZ}"' -f $id, $today.AddMinutes($_ - 10000))
        }
        [IO.File]::WriteAllText($changes, -join (($old + [IO.File]::ReadAllLines($changes)) | ForEach-Object { "$_`n" }))
        [IO.Compression.ZipFile]::CreateFromDirectory((Split-Path $state), "$(Split-Path $state).new.zip")
        $long = [Convert]::ToBase64String([IO.File]::ReadAllBytes("$(Split-Path $state).new.zip"))
        Set-FakeVariable $account PinCheckState $long
        $limit = $long.Length - 4000
        $job = Invoke-Job $account -Argument '-Limit', "$limit"
        $job.Output | Should -BeLike '*thrown: PINCHECK CRITICAL: *'
        $job.Output | Should -Not -BeLike '*BlobRunbook*'
        (Get-FakeVariable $account PinCheckState).Length | Should -BeLessOrEqual $limit
        $state = Expand-Variable $account
        Join-Path (Split-Path $state) nightly.evidence | Should -Not -Exist
        $history = @(Get-PinHistory $state)
        $history.Count | Should -BeGreaterThan 150
        $history.Count | Should -BeLessThan 402
        $history.Kind | Should -Contain 'KeyChanged'
        $history.Id | Should -Contain (($old[-1] | ConvertFrom-Json).id)
        $history.Id | Should -Not -Contain (($old[0] | ConvertFrom-Json).id)
        @(Get-PinHistory $state -Current).Count | Should -Be 1
        # And it tells nothing anew.
        @(Get-Told $account).Count | Should -Be 1
    }

    It 'fails where the state is too long for a variable, tells what is wrong, and keeps the last state' {
        $server = New-Server
        $row = New-Row $server
        $row.Pin = @($spare)
        $account = New-Account $row
        $job = Invoke-Job $account -Argument '-Limit', '500'
        $job.Status | Should -Be 'Failed'
        $job.Output | Should -BeLike "*thrown: PINCHECK CRITICAL*The state was not kept: The state is * characters long and a variable holds 500, so 'PinCheckState' is as it was.*BlobRunbook.ps1*"
        Get-FakeVariable $account PinCheckState | Should -BeExactly ''
        @(Get-Told $account).Count | Should -Be 1
    }

    It 'has <Count> endpoints, <Wrong> of them wrong, in less than the 400 MB of a sandbox' -ForEach $sizes -Skip:(-not $hasProc) {
        $server = New-Server '*.nights.example'
        $anchor = Join-Path $place root.pem
        $root.WritePem($anchor)
        $rows = foreach ($i in 1..$Count) {
            $pins = if ($i -le $Wrong) { , $spare } else { $server.Certificate.Pin, $spare }
            @{ HostName = "h$i.nights.example"; Port = $server.Port; Address = '127.0.0.1'; Pin = $pins; TrustAnchor = $anchor }
        }
        $account = New-Account $rows @{ PinCheckUri = '' }
        # The second night reads a state as well.
        $null = Invoke-Job $account -Argument '-UriVariable', ''
        Set-FakeVariable $account PinCheckUri $account.Address
        $job = Invoke-Job $account -Argument '-Memory'
        $job.Output | Should -BeLike "*PINCHECK $(if ($Wrong) { "CRITICAL: $Wrong of $Count" } else { "OK: *$Count" }) *"
        $state = Expand-Variable $account
        @(Get-PinHistory $state -Current).Count | Should -Be $Count
        $megabytes = [Math]::Round($job.Memory / 1024)
        $length = (Get-FakeVariable $account PinCheckState).Length
        Write-Host "      $Count endpoints, $Wrong wrong: $megabytes MB at most, the state $((Get-Item $state).Length) bytes, the variable $length characters"
        $megabytes | Should -BeGreaterThan 50
        $megabytes | Should -BeLessThan 400
    }
}

Describe 'The runbook with blobs' -Skip:$desktop {
    BeforeAll {
        $blobs = Join-Path $examples Azure/BlobRunbook.ps1
        $storage = '-StorageAccount', 'pins'

        function New-BlobAccount([object[]] $Row) {
            $account = New-Account @()
            [IO.File]::WriteAllText((Join-Path $account.Folder blobs/pincheck/nightly.json), (ConvertTo-Json -InputObject $Row -Depth 5))
            $account
        }
    }

    It 'keeps what it knows in a blob, and tells a wrong key once' {
        $server = New-Server
        $account = New-BlobAccount (New-Row $server)
        $first = Invoke-Job $account $blobs $storage
        $first.Status | Should -Be 'Completed' -Because $first.Output
        $first.Output | Should -BeLike 'PINCHECK OK: *'
        $server.Certificate = $authority.Issue('localhost')
        $jobs = 1..2 | ForEach-Object { Invoke-Job $account $blobs $storage }
        $jobs.Status | Should -Be 'Failed', 'Failed'
        @(Get-Told $account).Count | Should -Be 1
        $state = Expand-Blob $account
        @(Get-PinHistory $state -Kind KeyChanged).Count | Should -Be 1
        @(Get-ChildItem -Path (Join-Path (Split-Path $state) nightly.evidence/*.pem)).Count | Should -Be 1
    }

    It 'takes storage that it cannot read for an error, and not for a first night' {
        $account = New-BlobAccount (New-Row (New-Server))
        $job = Invoke-Job $account $blobs ($storage + '-Container', 'absent')
        $job.Status | Should -Be 'Failed'
        $job.Output | Should -BeLike "*error: The container 'absent' does not exist.*"
    }

    It 'checks in parts, merges them, and names a part whose job was lost' {
        $row = 1..12 | ForEach-Object { New-Row (New-Server) }
        $account = New-BlobAccount $row
        $argument = $storage + '-Shards', '3'
        $whole = Invoke-Job $account $blobs $argument
        $whole.Status | Should -Be 'Completed' -Because $whole.Output
        $whole.Output | Should -BeLike 'PINCHECK OK: *12*'
        @([IO.File]::ReadAllLines((Join-Path $account.Folder jobs))).Count | Should -Be 3
        @(Get-ChildItem -LiteralPath (Join-Path $account.Folder blobs/pincheck) -Recurse -File).Name | Sort-Object |
            Should -Be 'nightly.json', 'nightly.state.zip'
        $lost = Invoke-Job $account $blobs $argument -Lost '2/3'
        $lost.Status | Should -Be 'Failed'
        $lost.Output | Should -BeLike '*thrown: PINCHECK UNKNOWN: *2/3*'
        # Nothing is forgotten, and nothing is said to be removed.
        $state = Expand-Blob $account
        @(Get-PinHistory $state -Current).Count | Should -Be 12
        Get-PinHistory $state -Kind Removed | Should -BeNullOrEmpty
        $again = Invoke-Job $account $blobs $argument
        $again.Status | Should -Be 'Completed' -Because $again.Output
    }

    It 'fails where no job left a part' {
        $account = New-BlobAccount (New-Row (New-Server))
        $job = Invoke-Job $account $blobs ($storage + '-Shards', '2', '-List', 'absent.json')
        $job.Status | Should -Be 'Failed'
        $job.Output | Should -BeLike "*error: None of the 2 jobs of 'ShardRunbook' left a result.*"
    }
}

Describe 'The timer of Azure Functions' -Skip:$desktop {
    It 'keeps what it knows in a blob, tells a wrong key once and fails its invocation' {
        $server = New-Server
        $account = New-Account @()
        $list = Join-Path $account.Folder nightly.json
        [IO.File]::WriteAllText($list, (ConvertTo-Json -InputObject @(New-Row $server) -Depth 5))
        $function = Join-Path $account.Folder function.ps1
        $run = Join-Path $examples Azure/PinCheckTimer/run.ps1
        [IO.File]::WriteAllText($function, "param(`$ReceiverRoot) `$env:PINCHECK_RECEIVER_ROOT = `$ReceiverRoot; & '$run' -Timer @{} -List '$list'")
        $env:PINCHECK_STORAGE = 'pins'
        $env:PINCHECK_URI = $account.Address
        try {
            $first = Invoke-Job $account $function
            $first.Status | Should -Be 'Completed' -Because $first.Output
            $server.Certificate = $authority.Issue('localhost')
            $jobs = 1..2 | ForEach-Object { Invoke-Job $account $function }
        } finally { Remove-Item -Path Env:PINCHECK_STORAGE, Env:PINCHECK_URI }
        $jobs.Status | Should -Be 'Failed', 'Failed'
        $jobs[0].Output | Should -BeLike '*thrown: PINCHECK CRITICAL: 1 of 1 *'
        @(Get-Told $account).Count | Should -Be 1
        @(Get-PinHistory (Expand-Blob $account) -Kind KeyChanged).Count | Should -Be 1
    }

    It 'has a timer with a schedule in six fields' {
        $binding = (Get-Content -LiteralPath (Join-Path $examples Azure/PinCheckTimer/function.json) -Raw | ConvertFrom-Json).bindings
        $binding.type, $binding.direction, $binding.name | Should -Be 'timerTrigger', 'in', 'Timer'
        @($binding.schedule -split ' ').Count | Should -Be 6
    }
}

Describe 'The scripts for Azure' -Skip:$desktop {
    It '<_> is ASCII, asks for no version and is in the syntax of Windows PowerShell' -ForEach @(
        '4-Runbook.ps1', 'Azure/BlobRunbook.ps1', 'Azure/ShardRunbook.ps1', 'Azure/PinCheckTimer/run.ps1'
    ) {
        $text = [IO.File]::ReadAllText((Join-Path $examples $_))
        $text | Should -Not -Match '[^\x00-\x7F]'
        $text | Should -Not -Match '(?m)^\s*#Requires'
        $errors = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        # What came after 5.1.
        $late = $tree.FindAll({ $args[0].GetType().Name -in 'TernaryExpressionAst', 'PipelineChainAst' }, $true)
        $late | Should -BeNullOrEmpty
        $tree.FindAll({ "$($args[0].Operator)" -eq 'QuestionQuestion' }, $true) | Should -BeNullOrEmpty
    }
}
