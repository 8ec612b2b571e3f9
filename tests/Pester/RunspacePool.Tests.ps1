# Many runspaces of one pool, which share their session state, begin at once.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot Support.psm1) -Force
    Import-ModuleUnderTest
    $server = Start-ExampleServer
    $pins = (Get-SpkiPin localhost -Port $server.Port -TrustAnchor $server.TrustAnchor).Pin
}

AfterAll { Stop-ExampleServer $server }

Describe 'A runspace pool' {
    # What goes wrong while a runspace is opened is written to the host by PowerShell, and to no stream.
    It 'gives verdicts and no other word, however many begin at once' {
        $script = @"
`$ProgressPreference = 'SilentlyContinue'
for (`$round = 0; `$round -lt 8; `$round++) {
    `$state = [initialsessionstate]::CreateDefault()
    `$state.ImportPSModule('$(Get-ModulePath)')
    `$pool = [runspacefactory]::CreateRunspacePool(1, 16, `$state, `$Host)
    `$pool.Open()
    `$shells = 1..16 | ForEach-Object {
        `$shell = [powershell]::Create()
        `$shell.RunspacePool = `$pool
        `$with = @{ HostName = 'localhost'; Port = $($server.Port); PinOnly = `$true; Pin = '$($pins[0])' }
        `$null = `$shell.AddCommand('Test-CertificatePin').AddParameters(`$with)
        @{ Shell = `$shell; Task = `$shell.BeginInvoke() }
    }
    `$verdicts = `$shells | ForEach-Object { `$_.Shell.EndInvoke(`$_.Task) }
    `$shells.Shell.Streams.Error
    `$verdicts.Verdict | Group-Object | ForEach-Object { "`$(`$_.Name) `$(`$_.Count)" }
    `$pool.Dispose()
}
"@
        $arguments = Get-EncodedScript $script
        $said = Invoke-Engine @arguments 2>&1 | ForEach-Object { "$_" }
        $said | Should -Be (1..8 | ForEach-Object { 'Match 16' })
    }
}
