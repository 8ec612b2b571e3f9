# A store of 10,000 pin sets, and how often it is read.
BeforeAll {
    . $PSScriptRoot/WebTestServer.ps1
    Import-Module (Join-Path $PSScriptRoot Engine.psm1)
    Import-Module (Get-ModulePath) -Force
    $server = Start-WebTestServer
    $other = 'sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
    $store = Join-Path $TestDrive 'many.json'
    $sets = 1..9999 | ForEach-Object {
        '{"pattern": "h' + $_ + '.example.invalid", "pins": [{"pin": "' + $other + '"}]}'
    }
    Set-Content $store ('{"pinStore": 1, "pinSets": [' + ($sets -join ",`n") + ']}')
    $authority = [uri]$server.Uri
    $target = "$($authority.Host):$($authority.Port)"
    New-PinSet $target $server.Pin -BackupPin $other -TrustAnchor $server.Root | Export-PinSet $store -Append
}

AfterAll { Stop-WebTestServer $server }

Describe 'A store of 10,000 pin sets' {
    It 'serves Test-CertificatePin' {
        (Test-CertificatePin $target -PinStore $store).Verdict | Should -Be 'Match'
    }

    It 'serves Invoke-PinnedWebRequest, which refuses the host of another set' {
        $response = Invoke-PinnedWebRequest "$($server.Uri)/json" -PinStore $store -NoProxy
        $response.StatusCode | Should -Be 200
        $response.Pinning[0].Pattern | Should -Be $target
        { Invoke-PinnedWebRequest "https://h1.example.invalid:$($authority.Port)/" -PinStore $store -NoProxy } |
            Should -Throw
    }

    It 'serves many calls, and is read again when it changes, whatever its size and time say' {
        foreach ($i in 1..50) { (Test-CertificatePin $target -PinStore $store).Verdict | Should -Be 'Match' }
        (Invoke-PinnedWebRequest "$($server.Uri)/json" -PinStore $store -NoProxy).StatusCode | Should -Be 200
        # Of the same size and time, and no store any more: who reads it now fails.
        $file = Get-Item $store
        $content = [IO.File]::ReadAllBytes($store)
        $time = $file.LastWriteTimeUtc
        [IO.File]::WriteAllBytes($store, [byte[]]::new($content.Length))
        $file.LastWriteTimeUtc = $time
        { Test-CertificatePin $target -PinStore $store } | Should -Throw -ErrorId 'JsonMalformed,*'
        [IO.File]::WriteAllBytes($store, $content)
        $file.LastWriteTimeUtc = $time
        (Test-CertificatePin $target -PinStore $store).Verdict | Should -Be 'Match'
    }
}
