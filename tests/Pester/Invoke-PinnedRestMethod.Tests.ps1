BeforeAll {
    . $PSScriptRoot/WebTestServer.ps1
    Import-Module (Join-Path $PSScriptRoot '../../PinningTools.psd1') -Force
    $script:server = Start-WebTestServer
    $script:pinned = @{ Pin = $server.Pin; TrustAnchor = $server.Root; NoProxy = $true }
    $script:plain = @{ SkipCertificateCheck = $true; NoProxy = $true }

    # Type and content of each object, so that an array and its elements differ.
    function Format-Output($Output) {
        foreach ($one in @($Output)) {
            $type = if ($null -eq $one) { 'null' } else { $one.GetType().FullName }
            $text = if ($one -is [System.Xml.XmlNode]) { $one.OuterXml } else { $one | ConvertTo-Json -Depth 20 -Compress }
            "$type $text"
        }
    }
}

AfterAll { Stop-WebTestServer $server }

Describe 'The objects' {
    It 'are those of Invoke-RestMethod for <_>' -ForEach '/json', '/json-array', '/json-null', '/json-empty', '/json-number', '/json-dates',
        '/json-as-text', '/json-broken', '/xml', '/xml-declaration', '/rss', '/atom', '/dtd', '/html', '/', '/binary', '/no-charset', '/bom', '/meta',
        '/charset/iso-8859-1', '/status/204', '/gzip', '/redirect/2' {
        $theirs = @(Invoke-RestMethod "$($server.Uri)$_" @plain | ForEach-Object { , $_ })
        $ours = @(Invoke-PinnedRestMethod "$($server.Uri)$_" @pinned | ForEach-Object { , $_ })
        $ours.Count | Should -Be $theirs.Count
        Format-Output $ours | Should -BeExactly (Format-Output $theirs)
    }

    It 'come as Invoke-RestMethod''s do into a pipeline, an array as one' {
        $theirs = Invoke-RestMethod "$($server.Uri)/json-array" @plain | Measure-Object
        (Invoke-PinnedRestMethod "$($server.Uri)/json-array" @pinned | Measure-Object).Count | Should -Be $theirs.Count
    }

    It 'hold nothing of a file that a document type names' {
        "$((Invoke-PinnedRestMethod "$($server.Uri)/dtd" @pinned).OuterXml)" | Should -Not -Match 'root:'
    }
}

Describe 'The parameters of its own' {
    It '-FollowRelLink reads all pages, as Invoke-RestMethod does' {
        $theirs = Invoke-RestMethod "$($server.Uri)/links" @plain -FollowRelLink
        $ours = Invoke-PinnedRestMethod "$($server.Uri)/links" @pinned -FollowRelLink
        $ours.page | Should -Be $theirs.page
    }

    It '-MaximumFollowRelLink ends it' {
        (Invoke-PinnedRestMethod "$($server.Uri)/links" @pinned -FollowRelLink -MaximumFollowRelLink 2).page | Should -Be 1, 2
    }

    It '-ResponseHeadersVariable and -StatusCodeVariable are set as Invoke-RestMethod sets them' {
        $null = Invoke-RestMethod "$($server.Uri)/many-headers" @plain -ResponseHeadersVariable theirHeaders -StatusCodeVariable theirStatus
        $null = Invoke-PinnedRestMethod "$($server.Uri)/many-headers" @pinned -ResponseHeadersVariable ourHeaders -StatusCodeVariable ourStatus
        $ourStatus | Should -Be $theirStatus
        $ourHeaders.GetType() | Should -Be $theirHeaders.GetType()
        $ourHeaders['X-Many'] | Should -Be $theirHeaders['X-Many']
        ($ourHeaders.Keys | Sort-Object) | Should -Be ($theirHeaders.Keys | Sort-Object)
    }

    It '-StatusCodeVariable tells of an error that is taken as a result' {
        $null = Invoke-PinnedRestMethod "$($server.Uri)/status/404" @pinned -SkipHttpErrorCheck -StatusCodeVariable status
        $status | Should -Be 404
    }

    It '-OutFile writes the body and nothing else' {
        $file = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
        try {
            Invoke-PinnedRestMethod "$($server.Uri)/json" @pinned -OutFile $file | Should -BeNullOrEmpty
            Get-Content $file | Should -Be '{"greeting":"hello","numbers":[1,2,3]}'
        }
        finally { Remove-Item $file -ErrorAction SilentlyContinue }
    }
}

Describe 'Errors' {
    It 'have an id that begins as Invoke-RestMethod''s for <Path>' -ForEach @{ Path = '/status/404' }, @{ Path = '/error-json' } {
        try { Invoke-RestMethod "$($server.Uri)$Path" @plain } catch { $theirs = $_ }
        try { Invoke-PinnedRestMethod "$($server.Uri)$Path" @pinned } catch { $ours = $_ }
        $ours.FullyQualifiedErrorId | Should -Be ($theirs.FullyQualifiedErrorId -replace 'Microsoft.PowerShell', 'PinningTools' -replace 'InvokeRest', 'InvokePinnedRest')
        $ours.Exception.GetType() | Should -Be $theirs.Exception.GetType()
        "$($ours.ErrorDetails)" | Should -BeExactly "$($theirs.ErrorDetails)"
    }

    It 'of a pin leave an impostor without a request' {
        { Invoke-PinnedRestMethod "$($server.ImpostorUri)/json" @pinned -Method Post -Body secret } | Should -Throw -ErrorId 'PinMismatch,*'
        @(Get-ReceivedRequest $server.ImpostorUri).Count | Should -Be 0
    }
}
