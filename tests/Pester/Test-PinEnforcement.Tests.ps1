BeforeDiscovery {
    $script:noCurl = -not (Get-Command curl -CommandType Application -ErrorAction SilentlyContinue)
    $script:python = 'python3', '/usr/bin/python3' | Where-Object { (Get-Command $_ -ErrorAction SilentlyContinue) -and
        $(& $_ -c 'import requests' 2>$null; $LASTEXITCODE -eq 0) } | Select-Object -First 1
    $script:noNode = -not (Get-Command node -CommandType Application -ErrorAction SilentlyContinue)
    # The stock client of .NET reads its roots from the environment on Linux only.
    $script:notLinux = -not $IsLinux
}

BeforeAll {
    . (Join-Path $PSScriptRoot TestServer.ps1)
    $pin = 'sha256//C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M='
    $pins = 'sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=', 'sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI='
    $store = Join-Path $TestDrive pins.json
    New-PinSet api.example $pins[0] -BackupPin $pins[1] | Export-PinSet $store
    $plain = { $null = Invoke-RestMethod $DrillUri }
    # Longer than any machine takes: no result depends on it.
    $patient = @{ TimeoutSec = 600 }
}

Describe 'Test-PinEnforcement with this module''s own client' {
    It 'proves the pins of <Name>' -ForEach @(
        @{ Name = 'a store'; With = { @{ PinStore = $store } } }
        @{ Name = 'a set'; With = { @{ PinSet = Import-PinSet $store } } }
        @{ Name = 'the command line'; With = { @{ Pin = $pins } } }
        @{ Name = 'key-only trust'; With = { @{ Pin = $pins; PinOnly = $true } } }
    ) {
        $given = & $With
        $drill = Test-PinEnforcement api.example @given @patient
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
        $drill.Passed | Should -BeTrue
        $drill.Leaks | Should -BeNullOrEmpty
        $drill.Modes[0].Controls | Should -Be 'Routed, Verdict'
        $drill.Modes[0].Verdict.Verdict | Should -Be 'PinMismatch'
        Test-PinEnforcement api.example @given @patient -Quiet -Mode BogusChain | Should -BeTrue
    }

    It 'tells of a set that only reports that the impostor got the request' {
        $reporting = Join-Path $TestDrive reporting.json
        New-PinSet api.example $pins[0] -BackupPin $pins[1] -ReportOnly | Export-PinSet $reporting
        $drill = Test-PinEnforcement api.example -PinStore $reporting -Mode BogusChain @patient
        $drill.Result | Should -Be 'Intercepted'
        $drill.Leaks[0].Request | Should -Be 'GET / HTTP/1.1'
        Test-PinEnforcement api.example -PinStore $reporting -Mode BogusChain -Quiet @patient | Should -BeFalse
    }

    It 'says that no pin covers a host' {
        $drill = Test-PinEnforcement other.example -PinStore $store -Mode BogusChain @patient
        "$($drill.Result) $($drill.Reason)" | Should -Be 'NotProven NotPinned'
    }

    It 'appends the real certificate that it is given' {
        $real = [PinningTools.Testing.TestCertificate]::SelfSigned('api.example')
        $drill = Test-PinEnforcement api.example -Pin $real.Pin -Certificate $real.Certificate @patient
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
        $appended = $drill.Modes | Where-Object Mode -EQ PinnedCertificateAppended
        $appended.Verdict.Reason | Should -Be 'OnlyInPresentedChain'
    }

    It 'upgrades a connection, and strips that' {
        $drill = Test-PinEnforcement mail.example -Port 587 -StartTls Smtp -Pin $pins @patient
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
        ($drill.Modes | Where-Object Mode -EQ StartTlsStripped).Result | Should -Be 'Validated'
    }

    It 'takes hosts from the pipeline' {
        $drills = [pscustomobject]@{ HostName = 'api.example'; Port = 8443 }, [pscustomobject]@{ HostName = 'b.example' } |
            Test-PinEnforcement -Pin $pins -Mode BogusChain @patient
        $drills.HostName | Should -Be 'api.example', 'b.example'
        $drills.Port | Should -Be 8443, 443
        $drills.Result | Should -Be 'Enforced', 'Enforced'
    }

    It 'shows its result in a list, also after a job' {
        $drill = Test-PinEnforcement api.example -PinStore $store -Mode BogusChain @patient
        ($drill | Out-String) | Should -BeLike '*Host*api.example:443*Result*Enforced*Modes*BogusChain: Enforced*'
        ($drill.Modes | Out-String) | Should -BeLike '*BogusChain*Enforced*'
        $revived = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($drill))
        $revived.Result | Should -Be 'Enforced'
        $revived.Modes[0].Result | Should -Be 'Enforced'
    }

    It 'refuses <Id>' -ForEach @(
        @{ Id = 'DrillProtocolUnknown'; With = { Test-PinEnforcement db.example -StartTls Tds -Pin $pins } }
        @{ Id = 'HostInvalid'; With = { Test-PinEnforcement 'a b' -Pin $pins } }
        @{ Id = 'PinsMissing'; With = { Test-PinEnforcement api.example -Pin @() } }
        @{ Id = 'DrillClientUnusable'; With = { Test-PinEnforcement api.example -FilePath (Join-Path $TestDrive none) } }
        @{ Id = 'DrillControlIsPinned'; With = { Test-PinEnforcement api.example $plain -ControlHostName API.example } }
    ) {
        $ErrorActionPreference = 'Stop'
        { & $With } | Should -Throw -ErrorId "$Id,*"
    }
}

Describe 'Test-PinEnforcement with a script block' {
    It 'intercepts Invoke-WebRequest, and tells no secret' -Skip:$notLinux {
        $modes = 'BogusChain', 'SelfSigned', 'RedirectToInterceptor'
        $drill = Test-PinEnforcement api.example -Mode $modes @patient -ScriptBlock {
            $null = Invoke-WebRequest "${DrillUri}v1?key=hunter2" -Method Post -Body hunter2 -Headers @{ Authorization = 'Bearer hunter2' }
        }
        $drill.Result | Should -Be 'Intercepted' -Because $drill.Message
        $drill.Leaks[0].Request | Should -Be 'POST /v1?... HTTP/1.1'
        $drill.Leaks[0].BodyBytes | Should -Be 7
        $drill.Leaks | Format-List * | Out-String | Should -Not -Match hunter2
        $drill.Message | Should -Not -Match hunter2
        $drill.Modes.Result | Should -Be 'Intercepted', 'Validated', 'Intercepted'
    }

    It 'proves this module''s command by a control without pins' -Skip:$notLinux {
        $drill = Test-PinEnforcement api.example -ArgumentList $store -Mode BogusChain @patient -ScriptBlock {
            param($Store)
            Import-Module $DrillModule
            Invoke-PinnedRestMethod $DrillUri -PinStore $Store
        } -ControlScriptBlock $plain
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
        $drill.Modes[0].Output | Should -BeLike '*No pin matched*'
    }

    It 'proves nothing of a script that <Name>' -ForEach @(
        @{ Name = 'never connects'; Reason = 'NotRouted'; Script = { 'done' } }
        @{ Name = 'throws'; Reason = 'NotRouted'; Script = { throw 'broken' } }
        @{ Name = 'ignores the proxy'; Reason = 'NotRouted'; Script = { Invoke-RestMethod 'https://127.0.0.1:1/' -NoProxy } }
        @{ Name = 'asks one host only'; Reason = 'ControlFailed'; Script = {
                param($Store)
                Import-Module $DrillModule
                Invoke-PinnedRestMethod https://api.example/ -Proxy $DrillProxy -PinStore $Store } }
    ) {
        $drill = Test-PinEnforcement api.example $Script -ArgumentList $store -Mode BogusChain @patient
        "$($drill.Result) $($drill.Reason)" | Should -Be "NotProven $Reason" -Because $drill.Message
        $drill.Passed | Should -BeFalse
    }

    It 'proves nothing of a script that hangs' {
        $drill = Test-PinEnforcement api.example { Start-Sleep 600 } -Mode BogusChain -TimeoutSec 1
        "$($drill.Result) $($drill.Reason)" | Should -Be 'NotProven TimedOut'
    }

    It 'gives the script block what it needs, and arguments as they are' {
        $given = @{ Path = "it's `"odd`""; Number = 7 }
        $drill = Test-PinEnforcement api.example:8443 -ArgumentList $given, 'two' -Mode BogusChain @patient -ScriptBlock {
            param($Given, $Second)
            '{0}|{1}|{2}|{3}' -f $Given.Path, $Given.Number, $Second, $args.Count
            "$DrillUri $DrillName $DrillHost $($DrillPort -gt 0) $DrillProxy $(Test-Path $DrillAuthority) $(Test-Path $DrillModule)"
        }
        $drill.Modes[0].Output | Should -BeLike "*it's `"odd`"|7|two|0*https://api.example:8443/ api.example 127.0.0.1 True http://127.0.0.1:* True True*"
    }

    It 'is stopped at once, and leaves no process and no file' -Skip:$notLinux {
        $mark = Join-Path $TestDrive mark
        $shell = [powershell]::Create()
        $null = $shell.AddScript(@'
param($Module, $Mark)
Import-Module $Module
Test-PinEnforcement api.example -ArgumentList $Mark -TimeoutSec 600 -ScriptBlock {
    param($Mark)
    Set-Content $Mark $PID, $DrillAuthority
    Move-Item $Mark "$Mark.done"
    Start-Sleep 600
}
'@).AddArgument((Get-ModulePath)).AddArgument($mark)
        $running = $shell.BeginInvoke()
        while (-not (Test-Path "$mark.done")) {
            if ($running.IsCompleted) { throw "$($shell.Streams.Error)" }
            Start-Sleep -Milliseconds 50
        }
        $shell.Stop()
        $id, $authority = Get-Content "$mark.done"
        Split-Path $authority | Should -Not -Exist
        while (Get-Process -Id $id -ErrorAction Ignore) { Start-Sleep -Milliseconds 50 }
        $shell.Dispose()
    }
}

# The table of clients: what goes through to the impostor, what is stopped, and by what.
Describe 'The drill''s table' {
    It 'curl without a pin is Intercepted' -Skip:$noCurl {
        $drill = Test-PinEnforcement api.example -FilePath curl -ArgumentList '-qsL', '{Uri}' @patient
        $drill.Result | Should -Be 'Intercepted' -Because $drill.Message
        $drill.Modes.Result | Should -Be 'Intercepted', 'Validated', 'Validated', 'Intercepted'
    }

    It 'curl with a pin is Enforced' -Skip:$noCurl {
        $drill = Test-PinEnforcement api.example -FilePath curl -ArgumentList '-qs', '--pinnedpubkey', $pin, '{Uri}' `
            -ControlArgumentList '-qs', '{Uri}' @patient
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
        $drill.Modes.Result | Should -Be 'Enforced', 'Validated', 'Validated'
        $drill.Modes[0].ExitCode | Should -Be 90
    }

    It 'curl over STARTTLS without a pin is Intercepted, and with one Enforced' -Skip:$noCurl {
        $mail = '-qs', '--ssl-reqd', '--connect-to', '::{Host}:{Port}', '{Uri}'
        $with = @{ HostName = 'mail.example'; Port = 587; StartTls = 'Smtp'; FilePath = 'curl' } + $patient
        $drill = Test-PinEnforcement @with -ArgumentList $mail -Mode BogusChain, StartTlsStripped
        $drill.Modes.Result | Should -Be 'Intercepted', 'Validated'
        $drill = Test-PinEnforcement @with -ArgumentList (@('--pinnedpubkey', $pin) + $mail) -ControlArgumentList $mail
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
    }

    It 'curl that is content without TLS is Intercepted where it is stripped' -Skip:$noCurl {
        $mail = '-qs', '--ssl', '--mail-from', 'a@mail.example', '--mail-rcpt', 'b@mail.example', '-T', $store,
            '--connect-to', '::{Host}:{Port}', '{Uri}'
        $drill = Test-PinEnforcement mail.example -Port 587 -StartTls Smtp -FilePath curl -ArgumentList $mail `
            -Mode StartTlsStripped @patient
        $drill.Result | Should -Be 'Intercepted'
        "$($drill.Leaks[0].Protocol) $($drill.Leaks[0].Request)" | Should -Be 'plaintext MAIL'
    }

    It 'Python''s requests is Intercepted, and Enforced with a pin' -Skip:(-not $python) {
        $ask = 'import requests, sys; print(requests.get(sys.argv[1]).status_code)'
        $drill = Test-PinEnforcement api.example -FilePath $python -ArgumentList '-c', $ask, '{Uri}' @patient
        $drill.Result | Should -Be 'Intercepted' -Because $drill.Message
        ($drill.Modes | Where-Object Mode -EQ SelfSigned).Result | Should -Be 'Validated'

        # urllib3 pins the certificate, and leaves out ordinary validation.
        $pinned = @'
import sys, urllib3
with urllib3.ProxyManager(sys.argv[2], assert_fingerprint='00' * 32, retries=False) as pool:
    pool.request('GET', sys.argv[1])
'@
        $drill = Test-PinEnforcement api.example -FilePath $python -ArgumentList '-c', $pinned, '{Uri}', '{Proxy}' `
            -ControlArgumentList '-c', $ask, '{Uri}' -Mode BogusChain @patient
        $drill.Result | Should -Be 'Enforced' -Because $drill.Message
    }

    It 'a session under Enable-WebPinning is Enforced' -Skip:$notLinux {
        $modes = 'BogusChain', 'RedirectToInterceptor'
        $drill = Test-PinEnforcement api.example -ArgumentList $store -Mode $modes @patient -ScriptBlock {
            param($Store)
            Import-Module $DrillModule
            Enable-WebPinning -PinStore $Store -UnpinnedHost Allow
            $null = Invoke-RestMethod $DrillUri
        }
        $drill.Modes.Result | Should -Be 'Enforced', 'Enforced' -Because $drill.Message
        $drill.Leaks | Should -BeNullOrEmpty
    }

    It '<Name> is Enforced' -Skip:$notLinux -ForEach @(
        @{ Name = 'an HttpClient of New-PinnedHttpClient'; Script = {
                param($Store)
                Import-Module $DrillModule
                $client = New-PinnedHttpClient -PinStore $Store -Proxy $DrillProxy
                $client.GetStringAsync($DrillUri).GetAwaiter().GetResult() } }
        @{ Name = 'a handler of New-PinCallback'; Script = {
                param($Store)
                Import-Module $DrillModule
                $client = [Net.Http.HttpClient]::new((New-PinCallback -HostName api.example -PinStore $Store -As HttpClientHandler))
                $client.GetStringAsync($DrillUri).GetAwaiter().GetResult() } }
        @{ Name = 'an SslStream with a callback of New-PinCallback'; Script = {
                param($Store)
                Import-Module $DrillModule
                $callback = [Net.Security.RemoteCertificateValidationCallback](New-PinCallback -HostName api.example -PinStore $Store)
                $socket = [Net.Sockets.TcpClient]::new($DrillHost, $DrillPort)
                $stream = [Net.Security.SslStream]::new($socket.GetStream(), $false, $callback)
                $stream.AuthenticateAsClient('api.example')
                $stream.Write([Text.Encoding]::ASCII.GetBytes("GET / HTTP/1.1`r`n`r`n")) } }
    ) {
        $drill = Test-PinEnforcement api.example $Script -ArgumentList $store -ControlScriptBlock $plain -Mode BogusChain @patient
        $drill.Result | Should -Be 'Enforced' -Because "$($drill.Message) $($drill.Modes[0].Output)"
        $drill.Leaks | Should -BeNullOrEmpty
    }

    It 'Node, which takes no proxy from the environment, is Intercepted directly' -Skip:$noNode {
        $direct = 'const [h, p, n] = process.argv.slice(1); require("https").get({ host: h, port: p, servername: n, headers: { Host: n } }, r => r.resume())'
        $drill = Test-PinEnforcement api.example -FilePath node -ArgumentList '-e', $direct, '{Host}', '{Port}', '{Name}' `
            -Mode BogusChain, SelfSigned @patient
        $drill.Modes.Result | Should -Be 'Intercepted', 'Validated'
    }
}
