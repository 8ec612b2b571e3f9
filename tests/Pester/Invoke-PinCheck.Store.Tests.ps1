# The policy in a file, checked every night.
BeforeAll {
    . (Join-Path $PSScriptRoot PinCheckSupport.ps1)
    $store = Join-Path $TestDrive pins.json
    $trust = @{ TrustAnchor = $server.TrustAnchor; WarningAction = 'SilentlyContinue' }
    New-PinSet -Pattern "localhost:$($server.Port)" -Pin $leaf -BackupPin $backup @trust | Export-PinSet -Path $store
    New-PinSet -Pattern "localhost:$($server.ImpostorPort)" -Pin $leaf -BackupPin $backup @trust |
        Export-PinSet -Path $store -Append
    New-PinSet -Pattern '*.example.com' -Pin $leaf -BackupPin $backup @trust | Export-PinSet -Path $store -Append
}

AfterAll { Stop-ExampleServer $server }

Describe 'Invoke-PinCheck -PinStore' {
    It 'checks each host that the store names, and says which patterns name none' {
        $summary = Invoke-PinCheck -PinStore $store -WarningVariable warnings -WarningAction SilentlyContinue
        $summary.Checked, $summary.Ok, $summary.Critical | Should -Be 2, 1, 1
        ($summary.Details | Where-Object Level -EQ Critical).Port | Should -Be $server.ImpostorPort
        $summary.Details.Result.Pattern | Should -Be ($summary.Details | ForEach-Object { "localhost:$($_.Port)" })
        [string]$warnings | Should -BeLike '*`*.example.com*'
        $summary.Path | Should -Be $store
    }

    It 'checks the default store where nothing is named' {
        $before = $env:PINNINGTOOLS_STORE
        $env:PINNINGTOOLS_STORE = $store
        try { $summary = Invoke-PinCheck -WarningAction SilentlyContinue } finally { $env:PINNINGTOOLS_STORE = $before }
        $summary.Checked, $summary.Ok, $summary.Critical | Should -Be 2, 1, 1
    }

    It 'judges the hosts of a list by the store where they have no pins of their own' {
        $own = "localhost,$($server.Port),$backup,anchors.pem"
        $path = New-List -Header $columns -Row $own, "localhost,$($server.Port),,"
        $details = (Invoke-PinCheck -Path $path -PinStore $store).Details
        $details.Verdict | Should -Be 'PinMismatch', 'Match'
        $details.Result[1].Pattern | Should -Be "localhost:$($server.Port)"
    }

    It 'takes hosts as text from the pipeline' {
        $summary = "localhost:$($server.Port)", "localhost:$($server.ImpostorPort)" | Invoke-PinCheck -PinStore $store
        $summary.Details.Level | Should -Be 'Ok', 'Critical'
    }

    It 'calls a host that the store does not cover unknown' {
        ('127.0.0.1' | Invoke-PinCheck -PinStore $store -TimeoutSec 2).Level | Should -Be 'Unknown'
    }

    It 'does not take an empty pipeline for the whole store' {
        { @() | Invoke-PinCheck -PinStore $store } | Should -Throw -ErrorId 'PinCheckListEmpty,Invoke-PinCheck'
    }

    It 'connects to the port of the protocol that a set names' {
        $mail = Join-Path $TestDrive mail.json
        New-PinSet -Pattern localhost -Pin $leaf -BackupPin $backup -StartTls Smtp @trust | Export-PinSet -Path $mail
        (Invoke-PinCheck -PinStore $mail -TimeoutSec 2).Details[0].Port | Should -Be 25
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a store that is not there'; Content = $null; Id = 'FileNotFound*' }
        @{ Name = 'a store that is none'; Content = '{"pinStore": 1, "pinSets": ['; Id = 'Json*' }
        @{ Name = 'a store that names no host'; Content = '{"pinStore": 1, "pinSets": []}'; Id = 'PinCheckListEmpty,*' }
    ) {
        $path = Join-Path $TestDrive 'refused.json'
        if ($Content) { Set-Content -LiteralPath $path -Value $Content }
        $refused = { Invoke-PinCheck -PinStore $path } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike $Id
        $refused.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
