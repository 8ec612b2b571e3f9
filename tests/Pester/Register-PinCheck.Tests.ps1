# Checks that a scheduler runs: what is written, what the schedulers are told, and the scripts as they are run by a fresh
# PowerShell. Real crontabs are those of a mount namespace of the test's own; nothing of the machine's is touched.
BeforeDiscovery {
    $isUnix = $PSVersionTable.Platform -eq 'Unix'
    $have = { param($name) [bool] (Get-Command -Name $name -CommandType Application -ErrorAction Ignore) }
    $apart = $isUnix -and (& $have unshare) -and [Environment]::IsPrivilegedProcess
    if ($apart) { $null = & unshare -m true 2>&1; $apart = $LASTEXITCODE -eq 0 }
    $noCron = if (-not ($apart -and (& $have crontab))) { ' (needs root, unshare and cron)' }
    $noService = if (-not ($apart -and (& $have setpriv) -and (Test-Path /etc/systemd))) { ' (needs root, unshare, setpriv and systemd)' }
    $noDaemon = if ($env:PINNINGTOOLS_LONG -ne '1') { ' (takes a minute: build.ps1 -Task Long)' }
    elseif ($noCron -or -not (Test-Path /usr/sbin/cron)) { ' (needs root, unshare and cron)' }
}

BeforeAll {
    . (Join-Path $PSScriptRoot PinCheckSupport.ps1)
    $isUnix = $PSVersionTable.Platform -eq 'Unix'
    $kept = @{}
    foreach ($name in 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'PATH', 'LOCALAPPDATA', 'XDG_DATA_HOME', 'PINNINGTOOLS_STATE') { $kept[$name] = [Environment]::GetEnvironmentVariable($name) }

    function Restore-Environment { foreach ($name in $kept.Keys) { [Environment]::SetEnvironmentVariable($name, $kept[$name]) } }

    # A folder of a test's own that no one else can change, with a list in it.
    function New-Place([string[]] $Row = @($good)) {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        if ($isUnix) { [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute') }
        Copy-Item -LiteralPath $server.TrustAnchor -Destination (Join-Path $folder anchors.pem)
        Set-Content -LiteralPath (Join-Path $folder checks.csv) -Value (@('HostName,Port,Pin,PinOnly,TrustAnchor') + $Row)
        $folder
    }

    # A program of this name that notes what it is given, and ends with 0, or 1 where a file says so.
    function Add-FakeProgram([string] $Folder, [string] $Name) {
        $bin = Join-Path $Folder bin
        $null = New-Item -ItemType Directory -Path $bin -Force
        $path = Join-Path $bin $Name
        Set-Content -LiteralPath $path -Value '#!/bin/sh', "echo `"$Name `$*`" >> '$Folder/told'", "[ ! -e '$Folder/fails' ] || { echo 'No bus here' >&2; exit 1; }",
            "case `"`$*`" in *show*) cat '$Folder/shown' 2>/dev/null;; esac; exit 0"
        [IO.File]::SetUnixFileMode($path, 'UserRead, UserWrite, UserExecute')
        $env:PATH = "$bin$([IO.Path]::PathSeparator)$($kept.PATH)"
    }

    function Get-Told([string] $Folder) {
        $file = Join-Path $Folder told
        if (Test-Path -LiteralPath $file) { Get-Content -LiteralPath $file; Remove-Item -LiteralPath $file }
    }

    # Every file below a folder, with its text.
    function Get-AllText([string] $Folder) {
        $files = @{}
        Get-ChildItem -LiteralPath $Folder -Recurse -File -Force | ForEach-Object { $files[$_.FullName] = [IO.File]::ReadAllText($_.FullName) }
        $files
    }
}

AfterAll { Stop-ExampleServer $server }

Describe 'The script of a check' -Skip:(-not $isUnix) {
    AfterEach { Restore-Environment }

    BeforeAll {
        # The script is that of the user's systemd; nothing is told to a systemd of this machine.
        function New-Script([string] $Folder, [hashtable] $With = @{}) {
            $env:XDG_CONFIG_HOME = $Folder
            $env:PINNINGTOOLS_STATE = $Folder
            Add-FakeProgram $Folder systemctl
            $given = @{ Name = 'nightly'; Path = "$Folder/checks.csv"; Scheduler = 'Systemd'; Scope = 'User'; WarningAction = 'Ignore' } + $With
            (Register-PinCheck @given).Script
        }

        function Invoke-Generated([string] $Script) {
            $output = Invoke-Engine -NoProfile -NonInteractive -File $Script 2>&1 | Out-String
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
        }
    }

    It 'is ASCII without a byte order mark, in the syntax of 5.1 and at most 35 lines long' {
        $folder = New-Place
        $script = New-Script $folder
        [IO.File]::ReadAllBytes($script) | Where-Object { $_ -ge 0x80 } | Should -BeNullOrEmpty
        $errors = $tokens = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($script, [ref] $tokens, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        # What PowerShell 7 alone knows: a ? b : c, a ?? b, a?.b, a && b.
        $newer = 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr'
        $tokens | Where-Object { "$($_.Kind)" -in $newer } | Should -BeNullOrEmpty
        (Get-Content -LiteralPath $script).Count | Should -BeLessOrEqual 35
        foreach ($call in $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            if (-not $call.GetCommandName()) { continue }
            $command = Get-Command -Name $call.GetCommandName() -ErrorAction Stop
            ($call.CommandElements | Where-Object ParameterName).ParameterName | Where-Object { $_ } |
                ForEach-Object { $command.ResolveParameter($_) | Should -Not -BeNullOrEmpty }
        }
    }

    It 'ends with <Code> under systemd for <Name>, and with <Other> under another scheduler' -ForEach @(
        @{ Name = 'a match'; Code = 0; Other = 0; Row = { $good } }
        @{ Name = 'a warning'; Code = 0; Other = 1; Row = { $lonely } }
        @{ Name = 'a wrong key'; Code = 2; Other = 2; Row = { $wrong } }
        @{ Name = 'no connection'; Code = 3; Other = 3; Row = { $closed } }
    ) {
        $folder = New-Place (& $Row)
        $script = New-Script $folder @{ ReportFolder = $folder }
        $run = Invoke-Generated $script
        $run.ExitCode | Should -Be $Code -Because $run.Output
        Get-Content -Raw -LiteralPath "$folder/nightly.html" | Should -BeLike '*pin check nightly*'
        "$folder/nightly.state.jsonl" | Should -Exist
        $plain = Join-Path $folder plain.ps1
        Get-Content -LiteralPath $script | Where-Object { $_ -notlike 'if (*-eq 1*' } | Set-Content -LiteralPath $plain
        (Invoke-Generated $plain).ExitCode | Should -Be $Other
    }

    It 'ends with 3 when the module cannot be imported, and says why' {
        $script = New-Script (New-Place)
        (Get-Content -Raw -LiteralPath $script) -replace "Import-Module -Name '[^']+'", "Import-Module -Name '/no/such.psd1'" |
            Set-Content -LiteralPath $script
        $run = Invoke-Generated $script
        $run.ExitCode | Should -Be 3
        $run.Output | Should -BeLike '*The pin check did not run: *no/such.psd1*'
    }

    It 'ends with 3 when the list is gone, with 1 when it does not parse' {
        $folder = New-Place
        $script = New-Script $folder
        Remove-Item -LiteralPath "$folder/checks.csv"
        (Invoke-Generated $script).ExitCode | Should -Be 3
        # PowerShell reads the whole script first. Under systemd 1 fails the service, because only the script itself maps it.
        Add-Content -LiteralPath $script -Value '}'
        (Invoke-Generated $script).ExitCode | Should -Be 1
    }

    It 'ends with 3 when a report cannot be written, and still sends' {
        . (Join-Path $PSScriptRoot WebTestServer.ps1)
        $receiver = Start-WebTestServer
        try {
            $folder = New-Place $wrong
            $null = New-Item -ItemType Directory -Path "$folder/pincheck"
            if ($isUnix) { [IO.File]::SetUnixFileMode("$folder/pincheck", 'UserRead, UserWrite, UserExecute') }
            $address = "$folder/pincheck/nightly.generic-uri"
            Set-Content -LiteralPath $address -Value "$($receiver.Uri)/status/202?sig=s3cr3t"
            [IO.File]::SetUnixFileMode($address, 'UserRead, UserWrite')
            $script = New-Script $folder @{ ReportFolder = $folder }
            Get-Content -Raw -LiteralPath $script | Should -Not -Match 's3cr3t'
            $null = New-Item -ItemType Directory -Path "$folder/nightly.html"
            # The server of the test is not one that this machine trusts.
            (Get-Content -Raw -LiteralPath $script) -replace '-As Generic', "-As Generic -TrustAnchor '$($receiver.Root)'" |
                Set-Content -LiteralPath $script
            $run = Invoke-Generated $script
            $run.ExitCode | Should -Be 3
            $run.Output | Should -BeLike '*nightly.html*'
            $run.Output | Should -Not -Match 's3cr3t'
            $bodies = @(Get-ReceivedRequest $receiver.Uri | ForEach-Object body)
            $bodies.Count | Should -Be 1
            $bodies[0] | Should -BeLike "*localhost:$($server.ImpostorPort)*"
        } finally { Stop-WebTestServer $receiver }
    }

    It 'runs whatever its path and that of the list are' {
        $folder = Join-Path (New-Place) "it's 100% `$HOME `$(x) caf$([char]0xE9) `"q`""
        $null = New-Item -ItemType Directory -Path $folder
        [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute')
        Copy-Item "$(Split-Path -Parent $folder)/*.*" $folder
        Set-Content -LiteralPath "$folder/pins.json" -Value '{ "version": 1, "pinSets": [] }'
        $env:XDG_CONFIG_HOME = $folder
        $env:PINNINGTOOLS_STATE = $folder
        Add-FakeProgram (New-Place) systemctl
        $made = Register-PinCheck nightly "$folder/checks.csv" -Scheduler Systemd -Scope User -ReportFolder $folder -WarningAction Ignore
        $run = Invoke-Generated $made.Script
        $run.ExitCode | Should -Be 0 -Because $run.Output
        "$folder/nightly.html" | Should -Exist
    }
}

Describe 'A check of the user''s systemd' -Skip:(-not $isUnix) {
    AfterEach { Restore-Environment }

    BeforeEach {
        $folder = New-Place
        $env:XDG_CONFIG_HOME = $folder
        $env:PINNINGTOOLS_STATE = $folder
        Add-FakeProgram $folder systemctl
        $given = @{ Name = 'nightly'; Path = "$folder/checks.csv"; Scheduler = 'Systemd'; Scope = 'User'; WarningAction = 'Ignore' }
        $made = "$folder/pincheck/nightly.ps1", "$folder/systemd/user/pincheck-nightly.service", "$folder/systemd/user/pincheck-nightly.timer"
    }

    It 'is shown by -WhatIf, which changes nothing' {
        $before = Get-AllText $folder
        $script = "Import-Module '$(Get-ModulePath)'; Register-PinCheck nightly '$folder/checks.csv' -Scheduler Systemd -Scope User -WhatIf"
        $shown = Invoke-Engine -NoProfile -Command $script | Out-String -Width 4096
        $shown | Should -BeLike ("What if: Register the check 'nightly':*Write the file $($made[0]):*Import-Module -Name *" +
            "Write the file $($made[1]):*ExecStart=*Write the file $($made[2]):*OnCalendar=[*]-[*]-[*] 02:17:00*Run: systemctl --user daemon-reload*")
        $after = Get-AllText $folder
        $after.Count | Should -Be $before.Count
        Get-Told $folder | Should -BeNullOrEmpty
    }

    It 'is registered, registered again, edited, forced and removed' {
        $first = Register-PinCheck @given
        $first.Files | Should -Be $made
        $made | Should -Exist
        Get-Told $folder | Should -Be 'systemctl --user daemon-reload', 'systemctl --user enable pincheck-nightly.timer', 'systemctl --user restart pincheck-nightly.timer'
        Set-Content -LiteralPath "$folder/shown" -Value 'UnitFileState=enabled', 'ActiveState=active', 'NeedDaemonReload=no'
        $before = Get-AllText $folder
        $second = Register-PinCheck @given
        Get-Told $folder | Should -BeLike 'systemctl --user show *'
        ($second | ConvertTo-Json) | Should -Be ($first | ConvertTo-Json)
        $after = Get-AllText $folder
        foreach ($file in $made) { $after[$file] | Should -BeExactly $before[$file] }

        Add-Content -LiteralPath $made[0] -Value '# mine'
        { Register-PinCheck @given } | Should -Throw -ErrorId 'ScheduleFileEdited,*'
        Get-Content -LiteralPath $made[0] | Should -Contain '# mine'
        $null = Register-PinCheck @given -Force
        Get-Content -LiteralPath $made[0] | Should -Not -Contain '# mine'
        Get-Content -LiteralPath "$($made[0]).old" | Should -Contain '# mine'
        Remove-Item -LiteralPath "$($made[0]).old"

        (TabExpansion2 'Unregister-PinCheck -Name ni').CompletionMatches.CompletionText | Should -Contain 'nightly'
        $null = New-Item -ItemType File -Path "$folder/nightly.state.jsonl"
        $null = Get-Told $folder
        Unregister-PinCheck nightly
        $made | Should -Not -Exist
        "$folder/checks.csv", "$folder/nightly.state.jsonl" | Should -Exist
        Get-Told $folder | Should -Be 'systemctl --user disable --now pincheck-nightly.timer', 'systemctl --user stop pincheck-nightly.service', 'systemctl --user daemon-reload'
        { Unregister-PinCheck nightly -ErrorAction Stop } | Should -Throw -ErrorId 'ScheduleUnknown,*'
    }

    It 'leaves an edited script, and takes the state where that is asked for' {
        $null = Register-PinCheck @given
        Add-Content -LiteralPath $made[0] -Value '# mine'
        $null = Invoke-PinCheck "$folder/checks.csv" -Name nightly -State "$folder/nightly.state.jsonl"
        $null = New-Item -ItemType Directory -Path "$folder/nightly.evidence"
        Unregister-PinCheck nightly -RemoveState -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike '*nightly.ps1* was edited and stays*'
        $made[0], "$folder/checks.csv" | Should -Exist
        Get-ChildItem -LiteralPath $folder -Filter nightly.* | Should -BeNullOrEmpty
    }

    It 'says what was done and what was not when systemd does not answer' {
        $null = New-Item -ItemType File -Path "$folder/fails"
        { Register-PinCheck @given } | Should -Throw -ErrorId 'ScheduleIncomplete,*'
        "$($Error[0])" | Should -BeLike "*'systemctl --user daemon-reload' failed: * No bus here. Done: Write the file $($made[0]); *Not done: Run: systemctl --user daemon-reload; *"
        $made | Should -Exist
        Remove-Item -LiteralPath "$folder/fails"
        (Register-PinCheck @given).Name | Should -Be 'nightly'
    }

    It 'asks where -Confirm is given, and does nothing without a yes' {
        $null = Invoke-Engine -NoProfile -NonInteractive -Command ("Import-Module '$(Get-ModulePath)'; " +
            "Register-PinCheck nightly '$folder/checks.csv' -Scheduler Systemd -Scope User -Confirm") 2>&1
        $made | Should -Not -Exist
    }

    It 'hints at lingering' {
        $given.Remove('WarningAction')
        $null = Register-PinCheck @given -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike '*loginctl enable-linger*'
    }

    It 'is shown as a list' {
        $lines = (Register-PinCheck @given | Out-String -Width 2000) -split "`n" | Where-Object { $_.Trim() }
        $lines.Count | Should -Be 7
        "$lines" | Should -BeLike 'Name *: nightly*Scheduler *: Systemd*Account *:*NextRun *:*Files *:*nightly.ps1, *TestCommand *: systemctl --user start *RemoveCommand *: Unregister-PinCheck -Name nightly*'
    }
}

Describe 'What is refused' -Skip:(-not $isUnix) {
    AfterEach { Restore-Environment }

    BeforeEach {
        $folder = New-Place
        $env:XDG_CONFIG_HOME = $folder
        $env:PINNINGTOOLS_STATE = $folder
        foreach ($name in 'systemctl', 'crontab') { Add-FakeProgram $folder $name }
    }

    It '<Name>' -ForEach @(
        @{ Name = 'a name with a slash'; Id = 'PinCheckNameInvalid'; With = @{ Name = '../x' } }
        @{ Name = 'a name with a line break'; Id = 'PinCheckNameInvalid'; With = @{ Name = "a`n* * * * * evil" } }
        @{ Name = 'a name of a device'; Id = 'PinCheckNameInvalid'; With = @{ Name = 'NUL' } }
        @{ Name = 'the event log of Linux'; Id = 'ScheduleParameter'; With = @{ EventLog = $true } }
        @{ Name = 'an account for what runs as the user'; Id = 'ScheduleParameter'; With = @{ Account = 'nobody' } }
        @{ Name = 'a folder for reports that does not exist'; Id = 'ScheduleParameter'; With = @{ ReportFolder = '/no/such' } }
        @{ Name = 'a list that does not exist'; Id = 'FileNotFound'; With = @{ Path = '/no/such.csv' } }
        @{ Name = 'a list that is a folder'; Id = 'FileUnreadable'; With = @{ Path = '/' } }
        @{ Name = 'a scheduler that is not there'; Id = 'SchedulerUnavailable'; With = @{ Scheduler = 'TaskScheduler' } }
    ) {
        $given = @{ Name = 'nightly'; Path = "$folder/checks.csv"; Scheduler = 'Systemd'; Scope = 'User' }
        foreach ($one in $With.GetEnumerator()) { $given[$one.Key] = $one.Value }
        { Register-PinCheck @given } | Should -Throw -ErrorId "$Id,*"
        Get-Told $folder | Should -BeNullOrEmpty
        "$folder/pincheck" | Should -Not -Exist
    }

    It 'a script that others can change' {
        $script = Join-Path $folder own.ps1
        Set-Content -LiteralPath $script -Value 'exit 0'
        [IO.File]::SetUnixFileMode($script, 'UserRead, UserWrite, OtherWrite')
        { Register-PinCheck nightly -ScriptPath $script -Scheduler Systemd -Scope User } | Should -Throw -ErrorId 'ScheduleOpenToOthers,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Be "chmod o-w '$script'"
        [IO.File]::SetUnixFileMode($script, 'UserRead, UserWrite')
        (Register-PinCheck nightly -ScriptPath $script -Scheduler Systemd -Scope User -WarningAction Ignore).Script | Should -Be $script
        Unregister-PinCheck nightly -WarningAction Ignore
        $script | Should -Exist
    }
}

Describe 'A check of cron<noCron>' -ForEach @{ noCron = $noCron } -Skip:([bool] $noCron) {
    AfterEach { Restore-Environment }

    BeforeAll {
        # Runs a script in a PowerShell that has spools and folders of its own: what it writes there is gone with it.
        function Invoke-Apart([string] $Folder, [string] $Text, [string] $Before = '') {
            $script = Join-Path $Folder apart.ps1
            Set-Content -LiteralPath $script -Value "`$ErrorActionPreference = 'Stop'; Import-Module '$(Get-ModulePath)'; `$folder = '$Folder'", $Text
            $start = Get-EngineStart '-NoProfile', '-NonInteractive', '-File', $script
            $shell = Join-Path $Folder apart.sh
            Set-Content -LiteralPath $shell -Value @"
set -e
for place in /var/spool/cron/crontabs /etc/cron.d /opt /run; do
  [ ! -d `$place ] || mount -t tmpfs none `$place
done
mount --bind /dev/null /etc/crontab 2>/dev/null || true
export PINNINGTOOLS_STATE='$Folder'
$Before
$(@($start.FilePath) + $start.ArgumentList -join ' ')
"@
            $output = & unshare -m /bin/sh $shell 2>&1 | Out-String
            if ($LASTEXITCODE) { throw "Exit code $($LASTEXITCODE): $output" }
            $output
        }

        $kept0 = (& crontab -l 2>&1) -join "`n"
    }

    AfterAll { (& crontab -l 2>&1) -join "`n" | Should -BeExactly $kept0 }

    It 'is in the crontab, and its line runs in a shell as cron runs it' {
        $folder = New-Place $wrong
        $null = Invoke-Apart $folder @'
'# mine', '0 1 * * * backup 100\%' | & crontab -
$made = Register-PinCheck nightly "$folder/checks.csv" -Scheduler Cron -RandomDelayMinutes 0 -ReportFolder $folder
$table = & crontab -l
$again = Register-PinCheck nightly "$folder/checks.csv" -Scheduler Cron -RandomDelayMinutes 0 -ReportFolder $folder
$same = & crontab -l
$line = @($table -like '*# pincheck:nightly')[0]
$command = ($line -replace '^(\S+ ){5}') -replace '\\%', '%'
Set-Content -LiteralPath "$folder/run.sh" -Value $command
$output = & env -i HOME=$env:HOME PATH=/usr/bin:/bin /bin/sh "$folder/run.sh" 2>&1
$code = $LASTEXITCODE
Unregister-PinCheck nightly
[ordered]@{
    Table = $table; Same = $same; Line = $line; Test = $made.TestCommand; Command = $command; Code = $code; Output = "$output"
    After = & crontab -l; Script = $made.Script; Exists = Test-Path $made.Script; Backup = Get-Content /opt/pincheck/nightly.crontab.old
} | ConvertTo-Json | Set-Content -LiteralPath "$folder/seen.json"
'@
        $seen = Get-Content -Raw -LiteralPath "$folder/seen.json" | ConvertFrom-Json
        $seen.Table[0, 1] | Should -Be '# mine', '0 1 * * * backup 100\%'
        $seen.Same | Should -Be $seen.Table
        $seen.Line | Should -BeLike '17 2 * * ** -NoProfile -NonInteractive -File /opt/pincheck/nightly.ps1 # pincheck:nightly'
        $seen.Command | Should -BeLike "$($seen.Test) # pincheck:nightly"
        $seen.Code | Should -Be 2 -Because $seen.Output
        $seen.Output | Should -BeLike '*PinMismatch*'
        Get-Content -Raw -LiteralPath "$folder/nightly.html" | Should -BeLike '*Critical*'
        $seen.After | Should -Be '# mine', '0 1 * * * backup 100\%'
        $seen.Exists | Should -BeFalse
        ($seen.Backup -like '# >>> pincheck:nightly*').Count | Should -Be 1
    }

    It 'runs by Debian''s cron<noDaemon>' -ForEach @{ noDaemon = $noDaemon } -Skip:([bool] $noDaemon) {
        $folder = New-Place
        $null = New-Item -ItemType Directory -Path (Join-Path $folder "it's 100% here")
        [IO.File]::SetUnixFileMode((Join-Path $folder "it's 100% here"), 'UserRead, UserWrite, UserExecute')
        $output = Invoke-Apart $folder -Before '/usr/sbin/cron -f & daemon=$!; trap "kill $daemon" EXIT' -Text @'
$null = Register-PinCheck nightly "$folder/checks.csv" -Scheduler Cron -ReportFolder $folder
$own = "$folder/it's 100% here/own.ps1"
Copy-Item /opt/pincheck/nightly.ps1 $own
(Get-Content -Raw $own) -replace 'nightly', 'second' | Set-Content $own
$next = (Get-Date).AddMinutes(1)
if ($next.Second -gt 50) { $next = $next.AddMinutes(1) }
foreach ($one in @{ Name = 'nightly'; Path = "$folder/checks.csv"; ReportFolder = $folder }, @{ Name = 'second'; ScriptPath = $own }) {
    $null = Register-PinCheck @one -At $next -RandomDelayMinutes 0 -Scheduler Cron
}
$until = (Get-Date).AddMinutes(8)
while ((Get-Date) -lt $until -and -not ((Test-Path "$folder/nightly.html") -and (Test-Path "$folder/second.html"))) { Start-Sleep -Seconds 1 }
Test-Path "$folder/nightly.html", "$folder/second.html"
& crontab -l
'@
        "$folder/nightly.html", "$folder/second.html" | Should -Exist -Because $output
        "$folder/nightly.state.jsonl" | Should -Exist
    }
}

Describe 'A service of the machine<noService>' -ForEach @{ noService = $noService } -Skip:([bool] $noService) {
    AfterEach { Restore-Environment }

    It 'runs as a user without any rights, which writes its state and its report and nothing else' {
        $folder = New-Place
        Set-Content -LiteralPath "$folder/checks.csv" -Value 'HostName,Port,Pin,TrustAnchor', "localhost,$($server.Port),$leaf;$backup,anchors.pem"
        $script = Join-Path $folder apart.ps1
        # PowerShell and the module are those of this test, in a place that everyone sees.
        $engine = @((Get-EngineStart '').FilePath) + @((Get-EngineStart '').ArgumentList | Where-Object { $_ }) -replace [regex]::Escape("$PSHOME/"), '/opt/pwsh/'
        Set-Content -LiteralPath $script -Value '$ErrorActionPreference = "Stop"; Import-Module /opt/module/PinningTools.psd1', @'
$made = Register-PinCheck nightly /etc/pincheck/checks.csv -Scheduler Systemd -ReportFolder /opt/reports
Get-Content -LiteralPath $made.Files -Raw
'@
        $unit = '/etc/systemd/system/pincheck-nightly.service'
        Set-Content -LiteralPath "$folder/systemctl" -Value '#!/bin/sh', 'exit 0'
        Set-Content -LiteralPath "$folder/apart.sh" -Value @"
set -e
cp -a /etc '$folder/etc'
mount --bind '$folder/etc' /etc
mount -t tmpfs none /opt
mkdir -p -m 755 /opt/pwsh /opt/module /opt/bin /etc/pincheck
mount --bind '$PSHOME' /opt/pwsh
mount --bind '$(Split-Path -Parent (Get-ModulePath))' /opt/module
cp '$folder/checks.csv' '$folder/anchors.pem' /etc/pincheck
cp '$folder/systemctl' /opt/bin
chmod 755 /etc/pincheck /opt/bin/systemctl
chmod 644 /etc/pincheck/*
install -d -g 65533 -m 2775 /opt/reports
install -d -o 65532 -g 65532 -m 700 /opt/state
PATH=/opt/bin:`$PATH $engine -NoProfile -NonInteractive -File '$script'
start=`$(sed -n 's/^ExecStart=//p' $unit)
umask `$(sed -n 's/^UMask=//p' $unit)
group=`$(sed -n 's/^SupplementaryGroups=//p' $unit)
code=0
setpriv --reuid=65532 --regid=65532 --groups="`$group" --no-new-privs env -i PATH=/usr/bin:/bin HOME=/opt/state XDG_CACHE_HOME=/opt/state \
  STATE_DIRECTORY=/opt/state `$start || code=`$?
echo "code `$code"
stat -c '%a %u %g %n' /opt/state /opt/state/*.jsonl /opt/reports/*
head -c 300 /opt/reports/nightly.html
"@
        $output = & unshare -m /bin/sh "$folder/apart.sh" 2>&1 | Out-String -Width 4096
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -BeLike '*DynamicUser=yes*SupplementaryGroups=65533*ReadWritePaths=/opt/reports*' -Because $output
        $output | Should -Match 'code 0' -Because $output
        $output | Should -Match '600 65532 \d+ /opt/state/nightly.state.jsonl' -Because $output
        # The group of the folder can read the report.
        $output | Should -Match '640 65532 65533 /opt/reports/nightly.html' -Because $output
    }
}

Describe 'A task of Windows, by a stand-in for the module ScheduledTasks' {
    AfterEach { Restore-Environment }

    BeforeAll {
        # Each command gives what it was given, as an object.
        $fake = New-Module -Name ScheduledTasks -ScriptBlock {
            $script:Tasks = @{}
            $script:Rights = @{}
            function New-ScheduledTaskAction { param($Execute, $Argument, $WorkingDirectory) [pscustomobject]@{ Execute = $Execute; Arguments = $Argument; WorkingDirectory = $WorkingDirectory } }
            function New-ScheduledTaskTrigger { param([switch] $Daily, [datetime] $At, [timespan] $RandomDelay) [pscustomobject]@{ Daily = [bool] $Daily; At = $At; RandomDelay = $RandomDelay } }
            function New-ScheduledTaskSettingsSet {
                param([switch] $StartWhenAvailable, [ValidateSet('Parallel', 'Queue', 'IgnoreNew')] [string] $MultipleInstances, [timespan] $ExecutionTimeLimit)
                [pscustomobject]@{ StartWhenAvailable = [bool] $StartWhenAvailable; MultipleInstances = $MultipleInstances; ExecutionTimeLimit = $ExecutionTimeLimit }
            }
            function New-ScheduledTaskPrincipal {
                param(
                    [string] $UserId, [ValidateSet('None', 'Password', 'S4U', 'Interactive', 'Group', 'ServiceAccount', 'InteractiveOrPassword')] [string] $LogonType,
                    [ValidateSet('Limited', 'Highest')] [string] $RunLevel)
                [pscustomobject]@{ UserId = $UserId; LogonType = $LogonType; RunLevel = $RunLevel }
            }
            function Register-ScheduledTask {
                [CmdletBinding()] param($TaskPath, $TaskName, $Description, $Action, $Trigger, $Settings, $Principal, [switch] $Force)
                if ($script:Fails) { throw 'Access is denied.' }
                $script:Tasks[$TaskName] = [pscustomobject]@{
                    TaskPath = $TaskPath; TaskName = $TaskName; Description = $Description; Actions = @($Action); Triggers = @($Trigger); Settings = $Settings; Principal = $Principal
                }
                $script:Tasks[$TaskName]
            }
            function Get-ScheduledTask {
                [CmdletBinding()] param($TaskPath, $TaskName)
                $script:Tasks.Values | Where-Object { $_.TaskPath -eq $TaskPath -and (-not $TaskName -or $_.TaskName -eq $TaskName) }
            }
            function Unregister-ScheduledTask { [CmdletBinding(SupportsShouldProcess)] param($TaskPath, $TaskName) $script:Tasks.Remove($TaskName) }
            function Get-Acl { param($LiteralPath) New-Object PSObject | Add-Member -PassThru -MemberType ScriptMethod -Name SetSecurityDescriptorSddlForm -Value { $this | Add-Member -NotePropertyName Sddl -NotePropertyValue $args[0] } }
            function Set-Acl { param($LiteralPath, $AclObject) $script:Rights[$LiteralPath] = $AclObject.Sddl }
        }
        Import-Module $fake -Global
        $tasks = { & $fake { $script:Tasks } }
    }

    AfterAll { Remove-Module $fake }

    BeforeEach {
        $folder = New-Place
        & $fake { $script:Tasks = @{}; $script:Rights = @{}; $script:Fails = $false }
        # The folder of the user's program data, which a service account has no business in: the machine's is not touched.
        if ($isUnix) { $env:XDG_DATA_HOME = $folder } else { $env:LOCALAPPDATA = $folder }
        $env:PINNINGTOOLS_STATE = $folder
        $own = Join-Path $folder own.ps1
        Set-Content -LiteralPath $own -Value 'exit 0'
        $given = @{ Name = 'nightly'; ScriptPath = $own; Scheduler = 'TaskScheduler' }
    }

    It 'has an action, a trigger, settings and a principal' {
        $made = Register-PinCheck @given
        $task = (& $tasks).nightly
        $task.TaskPath, $task.TaskName | Should -Be '\PinningTools\', 'nightly'
        $task.Actions[0].Arguments | Should -BeLike "*-NoProfile -NonInteractive -File `"$own`""
        $task.Actions[0].WorkingDirectory | Should -Be $folder
        $task.Triggers[0].Daily | Should -BeTrue
        $task.Triggers[0].At.TimeOfDay | Should -Be ([timespan] '02:17')
        $task.Triggers[0].RandomDelay | Should -Be ([timespan] '00:20')
        $task.Settings.StartWhenAvailable, $task.Settings.MultipleInstances, $task.Settings.ExecutionTimeLimit | Should -Be $true, 'IgnoreNew', ([timespan] '01:00')
        $task.Principal.UserId, $task.Principal.LogonType, $task.Principal.RunLevel | Should -Be 'LOCALSERVICE', 'ServiceAccount', 'Limited'
        $made.TestCommand | Should -Be "Start-ScheduledTask -TaskPath '\PinningTools\' -TaskName 'nightly'"
        $made.Account | Should -Be 'LOCALSERVICE'
    }

    It 'runs as <Account> by <Logon>' -ForEach @(
        @{ Account = 'NETWORKSERVICE'; Logon = 'ServiceAccount' }
        @{ Account = 'DOM\svc$'; Logon = 'Password' }
        @{ Account = 'DOM\o''brien'; Logon = 'S4U' }
    ) {
        $null = Register-PinCheck @given -Account $Account
        (& $tasks).nightly.Principal.UserId, (& $tasks).nightly.Principal.LogonType | Should -Be $Account, $Logon
    }

    It 'does not run as <_> without -Force' -ForEach 'SYSTEM', 'nt authority\system', 'S-1-5-18' {
        { Register-PinCheck @given -Account $_ } | Should -Throw -ErrorId 'ScheduleAccountTooMighty,*'
        & $tasks | Should -BeNullOrEmpty
        $null = Register-PinCheck @given -Account $_ -Force
        (& $tasks).nightly.Principal.UserId | Should -Be 'SYSTEM'
    }

    It 'is registered once, and again only if something is new' {
        $null = Register-PinCheck @given
        $first = (& $tasks).nightly
        $null = Register-PinCheck @given
        [object]::ReferenceEquals($first, (& $tasks).nightly) | Should -BeTrue
        $null = Register-PinCheck @given -At 04:00 -RandomDelayMinutes 0
        (& $tasks).nightly.Triggers[0].At.TimeOfDay | Should -Be ([timespan] '04:00')
        (& $tasks).nightly.Triggers[0].RandomDelay | Should -BeNullOrEmpty
    }

    It 'that was edited is replaced only by -Force, as is one that is not ours' {
        $null = Register-PinCheck @given
        (& $tasks).nightly.Actions[0].Arguments = '-File other.ps1'
        { Register-PinCheck @given } | Should -Throw -ErrorId 'ScheduleFileEdited,*'
        (& $tasks).nightly.Actions[0].Arguments | Should -Be '-File other.ps1'
        $null = Register-PinCheck @given -Force
        (& $tasks).nightly.Actions[0].Arguments | Should -BeLike '*own.ps1"'
        (& $tasks).nightly.Description = 'theirs'
        { Register-PinCheck @given } | Should -Throw -ErrorId 'ScheduleFileForeign,*'
    }

    It 'of the user has a script of ours, with the lines of Windows' {
        $made = Register-PinCheck nightly "$folder/checks.csv" -Scheduler TaskScheduler -Scope User -EventLog:$false
        $task = (& $tasks).nightly
        $task.Principal.LogonType | Should -Be 'Interactive'
        $made.Script | Should -Be (Join-Path $folder 'PinningTools/nightly/nightly.ps1').Replace('/', [IO.Path]::DirectorySeparatorChar)
        [IO.File]::ReadAllText($made.Script) | Should -Match "`r`n"
        $output = Invoke-Engine -NoProfile -NonInteractive -File $made.Script 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        Unregister-PinCheck nightly
        $made.Script | Should -Not -Exist
        & $tasks | Should -BeNullOrEmpty
    }

    It 'tells what failed' {
        & $fake { $script:Fails = $true }
        { Register-PinCheck @given } | Should -Throw -ErrorId 'ScheduleIncomplete,*'
        "$($Error[0])" | Should -BeLike '*Register-ScheduledTask*Access is denied*Not done: *'
    }

    It 'is completed and removed' {
        $null = Register-PinCheck @given
        (TabExpansion2 'Unregister-PinCheck ').CompletionMatches.CompletionText | Should -Contain 'nightly'
        Unregister-PinCheck nightly
        & $tasks | Should -BeNullOrEmpty
        $own | Should -Exist
    }
}
