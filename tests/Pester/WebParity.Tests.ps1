BeforeDiscovery {
    . $PSScriptRoot/WebTestServer.ps1
    $files = @{ kestrel = "$PSScriptRoot/WebCases.ps1"; nginx = "$PSScriptRoot/WebCases.Nginx.ps1" }
    $script:cases = foreach ($at in 'kestrel', 'nginx') {
        foreach ($case in . $files[$at]) {
            foreach ($noun in 'WebRequest', 'RestMethod') {
                if ($case.Noun -and $case.Noun -ne $noun) { continue }
                $place = if ($case.Path) { $case.Path } else { '/echo' }
                @{
                    Name = $case.Name; With = $case.With; Then = $case.Then; Id = $case.Id
                    Noun = $noun; At = $at; Path = $place
                }
            }
        }
    }
    $script:noNginx = -not (Get-Command nginx, /usr/sbin/nginx -ErrorAction SilentlyContinue)
}

BeforeAll {
    . $PSScriptRoot/WebParity.ps1
    $script:table = Get-Content (Join-Path $PSScriptRoot '../../docs/WEB-PARITY.md') -Raw
    $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($server.ClientCertificate)
    $script:thumbprint = $certificate.Thumbprint
    $script:store = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
    $store.Open('ReadWrite')
    $store.Add($certificate)
}

AfterAll {
    $store.Remove([Security.Cryptography.X509Certificates.X509Certificate2]::new($server.ClientCertificate))
    $store.Dispose()
    Stop-Parity
}

Describe 'The parameters' {
    It 'are those of <_>, with aliases, positions, sets and pipeline binding' -ForEach 'WebRequest', 'RestMethod' {
        $theirs = (Get-Command "Invoke-$_").Parameters
        $ours = (Get-Command "Invoke-Pinned$_").Parameters
        # Abbreviations that the module's own parameters would make ambiguous (WebSwitches.Tests.ps1).
        $short = 'AllowU', 'AllowUn', 'Tr'
        foreach ($parameter in $theirs.Values) {
            $name = $parameter.Name
            $own = $ours[$name]
            $own | Should -Not -BeNullOrEmpty -Because $name
            $aliases = ($parameter.Aliases | Sort-Object) -join ','
            ($own.Aliases.Where{ $_ -notin $short } | Sort-Object) -join ',' | Should -Be $aliases -Because $name
            $sets = ($parameter.ParameterSets.Keys | Sort-Object) -join ','
            ($own.ParameterSets.Keys | Sort-Object) -join ',' | Should -Be $sets -Because $name
            foreach ($set in $parameter.ParameterSets.Keys) {
                foreach ($aspect in 'Position', 'IsMandatory', 'ValueFromPipeline', 'ValueFromPipelineByPropertyName') {
                    $expected = $parameter.ParameterSets[$set].$aspect
                    $own.ParameterSets[$set].$aspect | Should -Be $expected -Because "$name $aspect"
                }
            }
        }
    }

    It 'of <_> are each compared on a request below, or refused, and have a row in the table' -ForEach @(
        'WebRequest', 'RestMethod'
    ) {
        # Uri and NoProxy are in every request here, -SkipCertificateCheck in each of theirs and in WebSwitches.Tests.ps1.
        $cases = @(. $PSScriptRoot/WebCases.ps1) + @(. $PSScriptRoot/WebCases.Nginx.ps1)
        $compared = @('Uri', 'NoProxy', 'SkipCertificateCheck') + $cases.With.Keys
        $rows = @{}
        foreach ($row in [regex]::Matches($table, '(?m)^\| ([A-Z][^|]*) \| (\w+) \|')) {
            foreach ($name in $row.Groups[1].Value -split '[,() ]+') { $rows[$name] = $row.Groups[2].Value }
        }
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        $missing = foreach ($parameter in (Get-Command "Invoke-$_").Parameters.Values) {
            if ($parameter.Name -in $common) { continue }
            $row = $rows[$parameter.Name]
            if (-not $row) { "$($parameter.Name) has no row" }
            if ($row -ne 'refused' -and $parameter.Name -notin $compared) { "$($parameter.Name) is not compared" }
            foreach ($alias in $parameter.Aliases) {
                if ($alias.Length -gt 2 -and $alias -ne 'RHV' -and $alias -notin $compared) { "$alias is not compared" }
            }
        }
        $missing | Should -BeNullOrEmpty
    }

    It 'have enumerations with the names and numbers of <_>' -ForEach @(
        'WebRequestMethod', 'WebAuthenticationType', 'WebSslProtocol'
    ) {
        $theirs = [type] "Microsoft.PowerShell.Commands.$_"
        $ours = [type] "PinningTools.$_"
        foreach ($name in [enum]::GetNames($theirs)) { [int] $ours::$name | Should -Be ([int] $theirs::$name) }
    }

    It 'take values of PowerShell''s own enumerations' {
        $with = @{
            Method = [Microsoft.PowerShell.Commands.WebRequestMethod]::Get
            SslProtocol = [Microsoft.PowerShell.Commands.WebSslProtocol]::Tls13
        }
        (Invoke-PinnedWebRequest "$($server.Uri)/" @pinned @with).StatusCode | Should -Be 200
    }
}

Describe 'Invoke-<_.Noun> with <_.Name> at <_.At>' -ForEach $cases {
    It 'sends and gives the same as ours' -Skip:($At -eq 'nginx' -and $noNginx) {
        $place = if ($Path -is [scriptblock]) { & $Path } else { $Path }
        $both = Invoke-Both $place $With $Noun $At $Then
        if ($Id) { $both.ours.Id | Should -Be $Id; $both.theirs.Id | Should -Be ''; return }
        Assert-SameRequest $both
        Assert-SameResponse $both $Noun
    }
}

Describe 'The response' {
    It 'is Invoke-WebRequest''s for <_>' -ForEach '/', '/html', '/binary', '/plain-type', '/no-charset', '/meta',
        '/meta-http-equiv', '/xml-declaration', '/bom', '/utf16', '/unknown-charset', '/charset/utf-8',
        '/charset/iso-8859-1', '/charset/windows-1252', '/gzip', '/deflate', '/br', '/json', '/xml', '/links',
        '/many-headers', '/redirect/3', '/status/204' {
        Assert-SameResponse (Invoke-Both $_)
    }

    It 'is Invoke-RestMethod''s for <_>' -ForEach '/json', '/json-array', '/json-null', '/json-empty', '/json-number',
        '/json-dates', '/json-as-text', '/json-broken', '/xml', '/xml-declaration', '/rss', '/atom', '/dtd', '/html',
        '/', '/binary', '/no-charset', '/bom', '/meta', '/charset/iso-8859-1', '/status/204', '/gzip', '/redirect/2' {
        $theirs = @(Invoke-RestMethod "$($server.Uri)$_" @plain | ForEach-Object { , $_ })
        $ours = @(Invoke-PinnedRestMethod "$($server.Uri)$_" @pinned | ForEach-Object { , $_ })
        $ours.Count | Should -Be $theirs.Count
        Format-Output $ours | Should -BeExactly (Format-Output $theirs)
    }
}

Describe 'An error' {
    It 'is Invoke-<Noun>''s for <Path>' -ForEach @(
        foreach ($noun in 'WebRequest', 'RestMethod') {
            '/status/404', '/status/500', '/error-json', '/error-xml', '/error-html', '/error-empty' |
                ForEach-Object { @{ Noun = $noun; Path = $_ } }
        }
    ) {
        $both = Invoke-Both $Path @{} $Noun
        Assert-SameError $both
        $both.ours.Details | Should -BeExactly $both.theirs.Details
    }

    It 'has the id of Invoke-WebRequest''s with <Name>' -ForEach @(
        @{ Name = 'no redirection wanted'; Path = '/redirect/1'; With = @{ MaximumRedirection = 0 } }
        @{ Name = 'too many redirections'; Path = '/redirect/5'; With = @{ MaximumRedirection = 2 } }
        @{ Name = 'a timeout'; Path = '/slow/5000'; With = @{ ConnectionTimeoutSeconds = 1 } }
        @{ Name = 'two bodies'; With = @{ Body = 'x'; InFile = { $PSCommandPath } } }
        @{ Name = 'a body and a form'; With = @{ Body = 'x'; Form = @{ a = 1 } } }
        @{ Name = 'a file and a form'; With = @{ InFile = { $PSCommandPath }; Form = @{ a = 1 } } }
        @{ Name = '-PassThru without -OutFile'; With = @{ PassThru = $true } }
        @{ Name = '-Resume without -OutFile'; With = @{ Resume = $true } }
        @{ Name = '-Resume into a folder'; With = @{ Resume = $true; OutFile = { $folder } } }
        @{ Name = '-InFile that is a folder'; With = @{ InFile = { $folder } } }
        @{ Name = 'Basic without a credential'; With = @{ Authentication = 'Basic' } }
        @{ Name = 'Bearer without a token'; With = @{ Authentication = 'Bearer' } }
        @{ Name = 'two ways to log on'; With = @{ UseDefaultCredentials = $true; Authentication = 'Bearer' } }
        @{
            Name = 'two sessions'
            With = @{ SessionVariable = 'a'; WebSession = [Microsoft.PowerShell.Commands.WebRequestSession]::new() }
        }
        @{ Name = 'a bad content type'; With = @{ Method = 'Post'; Body = 'x'; ContentType = 'no type at all' } }
        @{ Name = 'an empty content type'; With = @{ Method = 'Post'; Body = 'x'; ContentType = '' } }
        @{ Name = 'a thumbprint that is not there'; With = @{ CertificateThumbprint = '0' * 40 } }
    ) {
        $both = Invoke-Both $(if ($Path) { $Path } else { '/echo' }) $With
        $both.theirs.Id | Should -Not -Be ''
        $both.ours.Id | Should -Be $both.theirs.Id
    }
}
