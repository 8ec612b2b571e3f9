# How a session is enabled, disabled, taken over and left, and what stays apart from it.
BeforeAll {
    . $PSScriptRoot/WebPinningSupport.ps1
    $lookup = $ExecutionContext.InvokeCommand
    $right = "$($server.Uri)/json-number"
    $wrong = "$($server.ImpostorUri)/json-number"
    $past = @{ Uri = $wrong; SkipCertificateCheck = $true }

    # Runs a script in a runspace of its own, with the module.
    function New-Shell {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$module'").Invoke()
        $shell.Commands.Clear()
        $shell
    }

    function Invoke-Shell($Shell, [string] $Script) {
        $Shell.Commands.Clear()
        $Shell.AddScript($Script).Invoke()
    }
}

AfterAll { Stop-WebPinningTest }

Describe 'Disable-WebPinning' {
    AfterEach {
        Disable-WebPinning
        $lookup.PostCommandLookupAction = $null
    }

    It 'restores the session, also after an error' {
        Enable-WebPinning -PinSet $set
        Get-ErrorId { Invoke-RestMethod $wrong } | Should -Be 'PinMismatch'
        Disable-WebPinning
        $lookup.PostCommandLookupAction | Should -BeNullOrEmpty
        Invoke-RestMethod @past | Should -Be 42
        (Get-WebPinning).Status | Should -Be 'Disabled'
    }

    It 'does nothing in a session that is not enabled, and nothing with -WhatIf' {
        { Disable-WebPinning } | Should -Not -Throw
        Enable-WebPinning -PinSet $set -WhatIf
        $lookup.PostCommandLookupAction | Should -BeNullOrEmpty
        Enable-WebPinning -PinSet $set
        Disable-WebPinning -WhatIf
        (Get-WebPinning).Status | Should -Be 'Enabled'
    }

    It 'puts back the handler that was set before, which ran all the while' {
        $global:seen = [Collections.Generic.List[string]]::new()
        $older = [EventHandler[Management.Automation.CommandLookupEventArgs]] { param($name) $global:seen.Add("$name") }
        $lookup.PostCommandLookupAction = $older
        Enable-WebPinning -PinSet $set
        Get-ErrorId { Invoke-RestMethod $wrong } | Should -Be 'PinMismatch'
        $global:seen | Should -Contain 'Invoke-RestMethod'
        Disable-WebPinning
        [object]::ReferenceEquals($lookup.PostCommandLookupAction, $older) | Should -BeTrue
    }

    It 'is not stopped by an older handler that throws' {
        $lookup.PostCommandLookupAction = { throw 'broken' }
        Enable-WebPinning -PinSet $set
        Get-ErrorId { Invoke-RestMethod $wrong } | Should -Be 'PinMismatch'
    }

    It 'leaves a handler that was set later, and does nothing in its chain any more' {
        Enable-WebPinning -PinSet $set
        $ours = $lookup.PostCommandLookupAction
        $wrapper = [EventHandler[Management.Automation.CommandLookupEventArgs]] { param($name, $found) $ours.Invoke($name, $found) }.GetNewClosure()
        $lookup.PostCommandLookupAction = $wrapper
        (Get-WebPinning).Status | Should -Be 'Enabled'
        Get-ErrorId { Invoke-RestMethod $wrong } | Should -Be 'PinMismatch'
        Disable-WebPinning
        [object]::ReferenceEquals($lookup.PostCommandLookupAction, $wrapper) | Should -BeTrue
        Invoke-RestMethod @past | Should -Be 42
    }
}

Describe 'A handler of another module' {
    AfterEach {
        Disable-WebPinning
        $lookup.PostCommandLookupAction = $null
    }

    It 'that takes the place is told, and ends with the next Enable-WebPinning' {
        Enable-WebPinning -PinSet $set
        $lookup.PostCommandLookupAction = { }
        $state = Get-WebPinning -WarningVariable warned -WarningAction SilentlyContinue
        $state.Status | Should -Be 'Overwritten'
        "$warned" | Should -Match 'Another handler'
        Invoke-RestMethod @past | Should -Be 42
        Enable-WebPinning -PinSet $set
        Get-ErrorId { Invoke-RestMethod $wrong } | Should -Be 'PinMismatch'
        (Get-WebPinning).Status | Should -Be 'Enabled'
    }
}

Describe 'Enable-WebPinning' {
    AfterEach {
        Disable-WebPinning
        $lookup.PostCommandLookupAction = $null
    }

    It 'replaces the policy when it is called twice, and is ended by one Disable-WebPinning' {
        Enable-WebPinning -PinSet $set
        $first = $lookup.PostCommandLookupAction
        Enable-WebPinning -Pin $server.ImpostorPin -TrustAnchor $server.Root
        [object]::ReferenceEquals($lookup.PostCommandLookupAction, $first) | Should -BeTrue
        Invoke-RestMethod $wrong | Should -Be 42
        Get-ErrorId { Invoke-RestMethod $right } | Should -Be 'PinMismatch'
        Disable-WebPinning
        $lookup.PostCommandLookupAction | Should -BeNullOrEmpty
    }

    It 'called <Name> applies to the whole session' -ForEach @(
        @{ Name = 'in a module'; Call = { & (New-Module { }) { Enable-WebPinning -PinSet $args[0] } $set } }
        @{ Name = 'in a function'; Call = { function Start-It { Enable-WebPinning -PinSet $set }; Start-It } }
        @{ Name = 'in a dot-sourced script'; Call = {
                Set-Content (Join-Path $folder start.ps1) "Enable-WebPinning '$store'"
                . (Join-Path $folder start.ps1)
            }
        }
    ) {
        & $Call
        Get-ErrorId { Invoke-RestMethod $wrong } | Should -Be 'PinMismatch'
        Invoke-RestMethod $right | Should -Be 42
    }

    It 'returns the state with -PassThru' {
        $state = Enable-WebPinning $store -PassThru -UnpinnedHost Warn
        $state.Status, $state.Mode, $state.UnpinnedHost | Should -Be 'Enabled', 'Enforce', 'Warn'
        $state.Policy | Should -Be $store
        $state.NotCovered -join ' ' | Should -Match '-Parallel.*HttpClient'
    }

    It 'refuses a policy that cannot be used, and leaves the session as it was: <Name>' -ForEach @(
        @{ Name = 'a store that does not exist'; Id = 'FileNotFound'; With = { @{ PinStore = Join-Path $folder absent.json } } }
        @{ Name = 'a file that is no store'; Id = 'StoreInvalid'; With = {
                Set-Content (Join-Path $folder other.json) '{ "a": 1 }'
                @{ PinStore = Join-Path $folder other.json }
            }
        }
        @{ Name = 'a pin that is none'; Id = 'PinMalformed'; With = { @{ Pin = 'sha256/abc' } } }
        @{ Name = 'key-only trust that only reports'; Id = 'PinOnlyChecksNothing'; With = {
                @{ Pin = $server.Pin; PinOnly = $true; ReportOnly = $true }
            }
        }
    ) {
        $with = & $With
        Get-ErrorId { Enable-WebPinning @with } | Should -Not -BeNullOrEmpty
        $lookup.PostCommandLookupAction | Should -BeNullOrEmpty
    }

    It 'needs a store to enforce, and none to report' {
        $kept = $env:PINNINGTOOLS_STORE
        $env:PINNINGTOOLS_STORE = Join-Path $folder absent.json
        try {
            Get-ErrorId { Enable-WebPinning } | Should -Be 'NoDefaultStore'
            { Enable-WebPinning -ReportOnly } | Should -Not -Throw
        } finally { $env:PINNINGTOOLS_STORE = $kept }
    }

    It 'remembers which file is the store, whatever the location and the environment become' {
        $kept = $env:PINNINGTOOLS_STORE
        $other = Join-Path $folder loose.json
        New-PinSet localhost $server.ImpostorPin -TrustAnchor $server.Root -WarningAction Ignore | Export-PinSet $other
        $env:PINNINGTOOLS_STORE = $store
        try {
            Enable-WebPinning
            $env:PINNINGTOOLS_STORE = $other
            Get-ErrorId { Invoke-RestMethod $wrong } | Should -Be 'PinMismatch'
            Push-Location $folder
            Enable-WebPinning ./pins.json
            Set-Location ([IO.Path]::GetTempPath())
            Invoke-RestMethod $right | Should -Be 42
        } finally {
            $env:PINNINGTOOLS_STORE = $kept
            Pop-Location
        }
    }

    It 'refuses everything while its store is gone, and reads it again when it has changed' {
        $path = Join-Path $folder changing.json
        Copy-Item $store $path
        Enable-WebPinning $path
        Invoke-RestMethod $right | Should -Be 42
        Remove-Item $path
        Get-ErrorId { Invoke-RestMethod $right } | Should -Be 'FileNotFound'
        New-PinSet localhost $server.ImpostorPin -TrustAnchor $server.Root -WarningAction Ignore | Export-PinSet $path
        Get-ErrorId { Invoke-RestMethod $right } | Should -Be 'PinMismatch'
        Invoke-RestMethod $wrong | Should -Be 42
    }
}

Describe 'A process in which nothing has loaded PowerShell''s own commands yet' {
    It 'sends its first call through the pins: <_>' -ForEach 'irm', 'iwr', 'Invoke-RestMethod',
        'Microsoft.PowerShell.Utility\Invoke-RestMethod' {
        $address = "$($server.ImpostorUri)/json-number?first=$(Get-Random)"
        $script = "Import-Module '$module'; Enable-WebPinning -PinStore '$store'
            [Console]::WriteLine('loaded: ' + [bool](Get-Module Microsoft.PowerShell.Utility))
            try { $_ '$address' } catch { [Console]::WriteLine(`$_.FullyQualifiedErrorId) }"
        $output = @(Invoke-Engine -NoProfile -NonInteractive -Command $script)
        $output[0] | Should -Be 'loaded: False'
        $output[1] | Should -BeLike 'PinMismatch,*'
        Get-Target $server.ImpostorUri | Should -Not -Contain ([uri]$address).PathAndQuery
    }
}

Describe 'A runspace' {
    AfterEach {
        Disable-WebPinning
        $lookup.PostCommandLookupAction = $null
    }

    It 'has a policy and a log of its own' {
        $first, $second = (New-Shell), (New-Shell)
        try {
            $enable = "Enable-WebPinning -TrustAnchor '$($server.Root)' -Pin"
            Invoke-Shell $first "$enable '$($server.Pin)'"
            Invoke-Shell $second "$enable '$($server.ImpostorPin)'"
            $ask = { param($shell, $uri) Invoke-Shell $shell "try { Invoke-RestMethod '$uri' } catch { (`$_.FullyQualifiedErrorId -split ',')[0] }" }
            & $ask $first $right | Should -Be 42
            & $ask $first $wrong | Should -Be 'PinMismatch'
            & $ask $second $right | Should -Be 'PinMismatch'
            & $ask $second $wrong | Should -Be 42
            Invoke-Shell $second 'Disable-WebPinning'
            & $ask $first $wrong | Should -Be 'PinMismatch'
            (Invoke-Shell $first '(Get-WebPinning).Hosts.Port') | Should -Contain $server.Port
            (Invoke-Shell $first '(Get-WebPinning).Hosts').Count | Should -Be 2
            (Get-WebPinning).Status | Should -Be 'Disabled'
        } finally { $first.Dispose(); $second.Dispose() }
    }

    It 'keeps its pins when the module is imported again, and is restored by Remove-Module' {
        $shell = New-Shell
        try {
            $ask = "try { Invoke-RestMethod '$wrong' -SkipCertificateCheck 3>`$null } catch { 'refused' }"
            Invoke-Shell $shell "Enable-WebPinning '$store'"
            Invoke-Shell $shell $ask | Should -Be 'refused'
            Invoke-Shell $shell "Import-Module '$module' -Force"
            Invoke-Shell $shell $ask | Should -Be 'refused'
            Invoke-Shell $shell '(Get-WebPinning).Status' | Should -Be 'Enabled'
            Invoke-Shell $shell 'Remove-Module PinningTools'
            Invoke-Shell $shell $ask | Should -Be 42
            Invoke-Shell $shell '$null -eq $ExecutionContext.InvokeCommand.PostCommandLookupAction' | Should -BeTrue
        } finally { $shell.Dispose() }
    }

    It 'does not take a command object of another session, which then refuses' {
        Enable-WebPinning -PinSet $set
        $ours = $lookup.GetCommand('Invoke-RestMethod', 'Cmdlet')
        $ours.ImplementingType.FullName | Should -Be 'PinningTools.Commands.SessionRestMethodCommand'
        Get-ErrorId { & $ours $wrong } | Should -Be 'PinMismatch'
        Disable-WebPinning
        Get-ErrorId { & $ours $right } | Should -Be 'WebPinningNotEnabled'
    }
}
