BeforeDiscovery {
    $answered = 'WebCmdletWebResponseException'
    $programs = 'krb5kdc', 'kdb5_util', 'kadmin.local', 'kinit', 'apache2', 'squid'
    $missing = @($programs | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) })
    $missing += @('/usr/lib/apache2/modules/mod_auth_gssapi.so', '/usr/lib/squid/negotiate_kerberos_auth' |
            Where-Object { -not (Test-Path $_) })
    $noNtlm = -not (Test-Path /usr/lib/*/gssntlmssp/gssntlmssp.so)
    $noNtlmReason = if ($noNtlm) { ' (gss-ntlmssp is not installed)' }
    $reason = if ($missing) { " ($($missing[0]) is not installed)" }
}

Describe 'The current user, by Kerberos<reason>' -ForEach @{ reason = $reason } -Skip:([bool] $missing) {
    BeforeAll {
        . $PSScriptRoot/KerberosRealm.ps1
        Start-KerberosRealm
    }

    AfterAll { Stop-KerberosRealm }

    BeforeEach { Clear-Content "$folder/origin.log", "$folder/proxy.log" }

    Context 'at the origin' {
        It 'is known by -UseDefaultCredentials, as with PowerShell''s own command' {
            $theirs, $ours, $rest = Invoke-InChild {
                Get-Outcome { (Invoke-WebRequest "$($at.Origin)/closed?by=theirs" @plain @asUser).Content }
                Get-Outcome { (Invoke-PinnedWebRequest "$($at.Origin)/closed?by=ours" @pinned @asUser).Content }
                Get-Outcome { Invoke-PinnedRestMethod "$($at.Origin)/closed?by=rest" @pinned @asUser }
            }
            $theirs.Result, $ours.Result, $rest.Result | Should -Be "hello`n", "hello`n", "hello`n"
            $log = Get-OriginLog
            foreach ($by in 'theirs', 'ours', 'rest') {
                $log -like "*by=$by" | Should -Be "- 401 /closed?by=$by", "alice@$realm 200 /closed?by=$by"
            }
        }

        It 'is known by -Credential with a password, as with PowerShell''s own command' {
            $theirs, $ours = Invoke-InChild {
                $password = ConvertTo-SecureString sesame -AsPlainText -Force
                $with = @{ Credential = [pscredential]::new('alice@PIN.TEST', $password) }
                Get-Outcome { (Invoke-WebRequest "$($at.Origin)/closed?by=theirs" @plain @with).Content }
                Get-Outcome { (Invoke-PinnedWebRequest "$($at.Origin)/closed?by=ours" @pinned @with).Content }
            } -Ticket none
            $theirs.Result, $ours.Result | Should -Be "hello`n", "hello`n"
            Get-OriginLog | Should -Contain "alice@$realm 200 /closed?by=ours"
        }

        It 'takes the cookie of the challenge along, and keeps it in the session, as with PowerShell''s own command' {
            $theirs, $ours = Invoke-InChild {
                Get-Outcome {
                    $null = Invoke-WebRequest "$($at.Origin)/closed?cookie=theirs" @plain @asUser -SessionVariable s
                    "$($s.Cookies.GetAllCookies())"
                }
                Get-Outcome {
                    $null = Invoke-PinnedWebRequest "$($at.Origin)/closed?cookie=ours" @pinned @asUser -SessionVariable s
                    "$($s.Cookies.GetAllCookies())"
                }
            }
            $theirs.Result, $ours.Result | Should -Be 'round=1', 'round=1' -Because "$($ours.Message)"
            $log = Get-Log cookies '/closed?cookie=ours round'
            foreach ($by in 'theirs', 'ours') {
                $log -like "* /closed?cookie=$by *" | Should -Be @(
                    "401 /closed?cookie=$by -"; "200 /closed?cookie=$by round=1")
            }
        }

        It 'is unknown without a ticket, with the error of PowerShell''s own command' {
            $theirs, $ours = Invoke-InChild {
                Get-Outcome { Invoke-WebRequest "$($at.Origin)/closed" @plain @asUser }
                Get-Outcome { Invoke-PinnedWebRequest "$($at.Origin)/closed" @pinned @asUser }
            } -Ticket none
            $ours.Status | Should -Be 401
            $ours.Id, $ours.Status, $ours.Message | Should -Be $theirs.Id, $theirs.Status, $theirs.Message
        }

        It 'is unknown over HTTP/2, which knows no such log-on, as with PowerShell''s own command' {
            $theirs, $ours = Invoke-InChild {
                $with = @{ Uri = "$($at.Origin)/closed"; HttpVersion = '2.0' } + $asUser
                Get-Outcome { Invoke-WebRequest @plain @with }
                Get-Outcome { Invoke-PinnedWebRequest @pinned @with }
            }
            $ours.Status, $theirs.Status | Should -Be 401, 401
        }

        It 'is not told to an impostor, who would be told by PowerShell''s own command' {
            $ours, $theirs = Invoke-InChild {
                Get-Outcome { Invoke-PinnedWebRequest $at.Impostor @pinned @asUser }
                Get-Outcome { Invoke-WebRequest $at.Impostor @plain @asUser }
            }
            $ours.Id, $theirs.Status | Should -Be 'PinMismatch', 401
            $log = Get-ImpostorLog
            $log[0] | Should -Be '' -Because 'the first question is that of Invoke-WebRequest'
            $log[1] | Should -BeLike 'Negotiate YII*'
            $log.Count | Should -Be 2
        }

        It 'is not told to the origin itself where its pin is wrong' {
            $ours = Invoke-InChild {
                $with = @{ Pin = $at.ImpostorPin; TrustAnchor = $pinned.TrustAnchor }
                Get-Outcome { Invoke-PinnedWebRequest "$($at.Origin)/closed?by=ours" @with @asUser }
            }
            $ours.Id | Should -Be 'PinMismatch'
            Get-OriginLog | Should -Not -Match 'by=ours'
        }

        It 'is told to nobody whom the origin redirects to, with <Name>' -ForEach @(
            @{ Name = 'no pin'; To = 'https'; With = @{}; Expect = 'UnpinnedRedirection'; Seen = @() }
            @{ Name = 'no pin and leave'; To = 'https'; With = @{ Leave = $true }; Expect = $answered; Seen = , '' }
            @{ Name = 'no TLS and leave'; To = 'http'; With = @{ Leave = $true }; Expect = $answered; Seen = , '' }
            @{ Name = 'a wrong pin'; To = 'https'; With = @{ Pin = 'Pin' }; Expect = 'PinMismatch'; Seen = @() }
            @{ Name = 'a good pin'; To = 'https'; With = @{ Pin = 'ImpostorPin' }; Expect = $answered; Seen = , '' }
        ) {
            $before = @(Get-ImpostorLog).Count
            $ours = Invoke-InChild -With ($With + @{ Uri = $at.Away[$To] }) {
                $WarningPreference = 'Ignore'
                $sets = @(New-PinSet "localhost:$($at.Port)" $at.Pin)
                if ($with.Pin) { $sets += New-PinSet "localhost:$($at.ImpostorPort)" $at[$with.Pin] }
                $all = @{ Uri = $with.Uri; PinSet = $sets; TrustAnchor = $pinned.TrustAnchor }
                if ($with.Leave) { $all += @{ AllowUnpinnedRedirect = $true; AllowInsecureRedirect = $true } }
                Get-Outcome { Invoke-PinnedWebRequest @all @asUser }
            }
            $ours.Id | Should -Be $Expect -Because $ours.Message
            Get-ImpostorLog | Select-Object -Skip $before | Should -Be $Seen
        }

        It 'is told to the origin after a redirection no more than by PowerShell''s own command' {
            $theirs, $ours = Invoke-InChild {
                Get-Outcome { Invoke-WebRequest "$($at.Origin)/again" @plain @asUser }
                Get-Outcome { Invoke-PinnedWebRequest "$($at.Origin)/again" @pinned @asUser }
            }
            $ours.Status, $theirs.Status | Should -Be 401, 401
            (Get-OriginLog) -like '* /closed' | Should -Be '- 401 /closed', '- 401 /closed'
        }
    }

    Context 'at the proxy' {
        BeforeAll { $known = "alice@$realm TCP_TUNNEL localhost:$($at.Port)" }

        It 'is known by Get-SpkiPin and Test-CertificatePin' {
            $pin, $verdict, $wrong = Invoke-InChild {
                $with = @{ Port = $at.Port } + $throughProxy
                Get-SpkiPin localhost @with -Role Leaf -TrustAnchor $pinned.TrustAnchor
                Test-CertificatePin localhost @with @pinned
                Test-CertificatePin localhost @with -Pin $at.ImpostorPin -TrustAnchor $pinned.TrustAnchor
            }
            $pin.Pin | Should -Be $at.Pin
            $verdict.Verdict, $wrong.Verdict | Should -Be 'Match', 'PinMismatch' -Because $verdict.Message
            Get-Log proxy "$known`n$known`n$known" | Should -Be $known, $known, $known
        }

        It 'is known by the web commands, as with PowerShell''s own' {
            $outcomes = Invoke-InChild {
                $with = @{ Uri = "$($at.Proxied)/open" } + $throughProxy
                Get-Outcome { (Invoke-WebRequest @plain @with).Content }
                Get-Outcome { (Invoke-PinnedWebRequest @pinned @with).Content }
                Get-Outcome { Invoke-PinnedRestMethod @pinned @with }
            }
            $outcomes.Result | Should -Be "hello`n", "hello`n", "hello`n" -Because "$($outcomes.Message)"
            $line = "alice@$realm TCP_TUNNEL server.test:$($at.Port)"
            (Get-Log proxy "$line`n$line`n$line") -eq $line | Should -HaveCount 3
        }

        It 'is known there and at the origin behind it' {
            $ours = Invoke-InChild {
                $with = $asUser + $throughProxy
                Get-Outcome { (Invoke-PinnedWebRequest "$($at.Origin)/closed" @pinned @with).Content }
            }
            $ours.Result | Should -Be "hello`n" -Because $ours.Message
            Get-Log proxy $known | Should -Contain $known
            Get-OriginLog | Should -Contain "alice@$realm 200 /closed"
        }

        It 'cannot be told to an origin whose name the proxy alone knows' {
            # A name for which nobody is asked.
            $ours = Invoke-InChild {
                $with = $asUser + $throughProxy
                Get-Outcome { Invoke-PinnedWebRequest 'https://server.invalid/closed' @pinned @with }
            }
            $ours.Ids | Should -Match 'LogonNameNotFound,'
        }

        It 'is told to the proxy alone where the pin is wrong' {
            $before = @(Get-ImpostorLog).Count
            $ofImpostor, $ofOrigin = Invoke-InChild {
                $with = $asUser + $throughProxy
                Get-Outcome { Invoke-PinnedWebRequest $at.Impostor @pinned @with }
                $with += @{ Pin = $at.ImpostorPin; TrustAnchor = $pinned.TrustAnchor }
                Get-Outcome { Invoke-PinnedWebRequest "$($at.Origin)/closed" @with }
            }
            $ofImpostor.Id, $ofOrigin.Id | Should -Be 'PinMismatch', 'PinMismatch'
            @(Get-ImpostorLog).Count | Should -Be $before
            Get-OriginLog | Should -Not -Match '/closed'
            Get-Log proxy $known | Should -Contain $known
        }

        It 'is unknown without a ticket, and is told how to get one' {
            $theirs, $ours, $verdict, $pin = Invoke-InChild -Ticket none {
                $with = $throughProxy
                Get-Outcome { Invoke-WebRequest "$($at.Proxied)/open" @plain @with }
                Get-Outcome { Invoke-PinnedWebRequest "$($at.Proxied)/open" @pinned @with }
                Test-CertificatePin localhost -Port $at.Port @with @pinned
                Get-Outcome { Get-SpkiPin localhost -Port $at.Port @with -ErrorAction Stop }
            }
            $theirs.Message | Should -Match 407
            $verdict.Verdict, $verdict.Reason | Should -Be 'ConnectFailed', 'ProxyAuthenticationRequired'
            foreach ($error in $ours, $pin) {
                $error.Ids | Should -Match 'ProxyAuthenticationRequired,'
                $error.Advice | Should -Match 'kinit'
            }
            $verdict.Message | Should -Match 'HTTP/localhost.*kinit'
        }
    }

    Context 'by NTLM, in several steps<reason>' -ForEach @{ reason = $noNtlmReason } -Skip:$noNtlm {
        It 'is known at the origin, as with PowerShell''s own command' {
            $theirs, $ours = Invoke-InChild -Ntlm {
                Get-Outcome { (Invoke-WebRequest "$($at.Origin)/ntlm?by=theirs" @plain @asUser).Content }
                Get-Outcome { (Invoke-PinnedWebRequest "$($at.Origin)/ntlm?by=ours" @pinned @asUser).Content }
            }
            $theirs.Result, $ours.Result | Should -Be "hello`n", "hello`n"
            $log = Get-OriginLog
            $log -like '*by=ours' | Should -Be ($log -like '*by=theirs' -replace 'theirs', 'ours')
            $log | Should -Contain 'PIN\\alice 200 /ntlm?by=ours'
        }

        It 'takes the cookie of the challenge along, as with PowerShell''s own command' {
            $theirs, $ours = Invoke-InChild -Ntlm {
                Get-Outcome {
                    $null = Invoke-WebRequest "$($at.Origin)/ntlm?cookie=theirs" @plain @asUser -SessionVariable s
                    "$($s.Cookies.GetAllCookies())"
                }
                Get-Outcome {
                    $null = Invoke-PinnedWebRequest "$($at.Origin)/ntlm?cookie=ours" @pinned @asUser -SessionVariable s
                    "$($s.Cookies.GetAllCookies())"
                }
            }
            $theirs.Result, $ours.Result | Should -Be 'round=1', 'round=1' -Because "$($ours.Message)"
            $log = Get-Log cookies '200 /ntlm?cookie=ours'
            $log = $log -like '* /ntlm?cookie=*'
            $log -like '*=ours *' | Should -Be ($log -like '*=theirs *' -replace 'theirs', 'ours')
            $log | Should -Contain '401 /ntlm?cookie=ours -'
            $log | Should -Contain '200 /ntlm?cookie=ours round=1'
        }

        It 'is known at the proxy' {
            $verdict, $ours = Invoke-InChild -Ntlm {
                $with = @{ Proxy = $at.NtlmProxy; ProxyUseDefaultCredentials = $true }
                Test-CertificatePin localhost -Port $at.Port @with @pinned
                Get-Outcome { (Invoke-PinnedWebRequest "$($at.Origin)/open" @pinned @with).Content }
            }
            $verdict.Verdict, $ours.Result | Should -Be 'Match', "hello`n" -Because $verdict.Message
            Get-Log ntlmproxy 'alice 200' | Should -Contain "PIN\\alice 200 localhost:$($at.Port)"
        }
    }

    Context 'of a realm that does not answer' {
        BeforeAll {
            Get-Ticket alone
            kill -STOP $kdc.Id
        }

        AfterAll { kill -CONT $kdc.Id }

        BeforeEach { Copy-Item "$folder/alone" "$folder/fresh" }

        It 'keeps no command beyond its time' {
            $proxy, $verdict, $origin = Invoke-InChild -Ticket fresh {
                $with = $throughProxy
                Get-Outcome { Invoke-PinnedWebRequest "$($at.Proxied)/open" @pinned @with -TimeoutSec 2 }
                Get-Outcome { Test-CertificatePin localhost -Port $at.Port @with @pinned -TimeoutSec 2 }
                Get-Outcome { Invoke-PinnedWebRequest "$($at.Origin)/closed" @pinned @asUser -TimeoutSec 2 }
            }
            $proxy.Ids | Should -Match 'ConnectionTimeoutReached'
            $verdict.Result.Verdict, $verdict.Result.Reason | Should -Be 'TimedOut', 'DuringProxy'
            $origin.Ids | Should -Match 'ConnectionTimeoutReached'
            $proxy.Seconds, $verdict.Seconds, $origin.Seconds | Should -BeLessThan 15
        }

        It 'keeps no command that is stopped, which says nothing more when the ticket comes' {
            $stopped = Invoke-InChild -Ticket fresh {
                $shell = [powershell]::Create()
                $null = $shell.AddScript({
                    param($module, $uri, $with)
                    Import-Module $module
                    Invoke-PinnedWebRequest $uri @with -UseDefaultCredentials
                }).AddParameters(@($at.Module, "$($at.Origin)/closed?by=stopped", $pinned))
                $null = $shell.BeginInvoke()
                Start-Sleep 3
                Get-Outcome { $shell.Stop() }
                kill -CONT $at.Kdc
                Start-Sleep 2
            }
            $stopped.Seconds | Should -BeLessThan 15
            (Get-OriginLog) -like '*by=stopped' | Should -Be '- 401 /closed?by=stopped'
        }
    }
}
