BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $script:uri = $server.Uri
}

AfterAll { Stop-Parity }

Describe 'The objects' {
    It 'come as Invoke-RestMethod''s do into a pipeline, an array as one' {
        $theirs = Invoke-RestMethod "$uri/json-array" @plain | Measure-Object
        (Invoke-PinnedRestMethod "$uri/json-array" @pinned | Measure-Object).Count | Should -Be $theirs.Count
    }

    It 'hold nothing of a file that a document type names' {
        "$((Invoke-PinnedRestMethod "$uri/dtd" @pinned).OuterXml)" | Should -Not -Match 'root:'
    }

    It 'come page by page: the next is asked for when the last was taken' {
        $counts = Invoke-PinnedRestMethod "$uri/links" @pinned -FollowRelLink | ForEach-Object {
            Start-Sleep -Milliseconds 500
            @(Get-ReceivedRequest $uri | Where-Object target -Like '/links*').Count
        }
        $first = $counts[0]
        $counts | Should -Be $first, ($first + 1), ($first + 2)
    }

    It 'do not stand beside the file of -OutFile' {
        $file = Join-Path $folder 'data.json'
        Invoke-PinnedRestMethod "$uri/json" @pinned -OutFile $file | Should -BeNullOrEmpty
        Get-Content $file | Should -Be '{"greeting":"hello","numbers":[1,2,3]}'
    }
}

Describe 'Errors' {
    It 'have an id that is Invoke-RestMethod''s but for the command, for <Path>' -ForEach @(
        @{ Path = '/status/404' }, @{ Path = '/error-json' }
    ) {
        try { Invoke-RestMethod "$uri$Path" @plain } catch { $theirs = $_ }
        try { Invoke-PinnedRestMethod "$uri$Path" @pinned } catch { $ours = $_ }
        $expected = $theirs.FullyQualifiedErrorId -replace 'Microsoft.PowerShell', 'PinningTools'
        $expected = $expected -replace 'Rest', 'PinnedRest'
        $ours.FullyQualifiedErrorId | Should -Be $expected
    }

    It 'of a pin leave an impostor without a request' {
        { Invoke-PinnedRestMethod "$($server.ImpostorUri)/json" @pinned -Method Post -Body secret } |
            Should -Throw -ErrorId 'PinMismatch,*'
        @(Get-ReceivedRequest $server.ImpostorUri).Count | Should -Be 0
    }
}

Describe 'The parameters' {
    It 'complete the versions of HTTP' {
        $line = 'Invoke-PinnedRestMethod https://host.example -HttpVersion '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be '1.0', '1.1', '2.0'
    }
}
