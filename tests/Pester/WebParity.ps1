# Dot-sourced in BeforeAll: the same request by PowerShell's command and by ours, and what became of it.
. $PSScriptRoot/WebTestServer.ps1
Import-Module (Get-ModulePath) -Force
$script:server = Start-WebTestServer
$script:pinned = @{ Pin = $server.Pin; TrustAnchor = $server.Root; NoProxy = $true }
$script:plain = @{ SkipCertificateCheck = $true; NoProxy = $true }
$script:folder = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
$null = New-Item -ItemType Directory -Path $folder
$whole = Join-Path $folder 'whole'
Invoke-WebRequest "$($server.Uri)/file" @plain -OutFile $whole
$script:bytes = [IO.File]::ReadAllBytes($whole)
# PowerShell 7.4's own responses do not say yet which file they went to.
$script:namesFiles = $null -ne [Microsoft.PowerShell.Commands.WebResponseObject].GetProperty('OutFile')

function Stop-Parity {
    Stop-WebTestServer $server
    Remove-Item $folder -Recurse -Force
}

# Verbose lines without a size in units, which is one version's wording ('0 B' in 7.6.5, '0 b' in 7.6.9): the count of
# bytes behind it is the fact.
function Hide-SizeInUnit([string[]] $Line) { $Line -replace '(?<=body size )[^(]+(?=\()' }

# What the server, by name, received so far.
function Get-Seen([string] $At) {
    if ($At -eq 'nginx') { return @(Get-NginxRequest $server) }
    @(Get-ReceivedRequest $server.Uri)
}

# The address of an answer that says just this: text as bytes of Latin-1, a type, fields as name:value.
function Get-Saying([string] $Body, [string] $Type, [string[]] $Field, [int] $Status = 200) {
    $bytes = [Convert]::ToBase64String([Text.Encoding]::GetEncoding('iso-8859-1').GetBytes($Body))
    $query = "status=$Status", "body=$([uri]::EscapeDataString($bytes))", "type=$([uri]::EscapeDataString($Type))"
    $query += $Field | Where-Object { $_ } | ForEach-Object { "field=$([uri]::EscapeDataString($_))" }
    '/say?' + ($query -join '&')
}

# What came after the first requests. Nginx writes its log when a response is gone, and so maybe a little later.
function Get-NewlySeen([string] $At, [int] $Before) {
    for ($try = 0; $try -lt 50; $try++) {
        $all = @(Get-Seen $At)
        Start-Sleep -Milliseconds $(if ($At -eq 'nginx') { 50 } else { 0 })
        if (@(Get-Seen $At).Count -eq $all.Count) { break }
    }
    $all | Select-Object -Skip $Before
}

# The same request by both commands: what each gave, what the server received of each, and the error, if any. A script
# block among the values is run for each command, whose $kind it can see; so is $Then, after the command.
function Invoke-Both {
    param($Path, [hashtable] $With = @{}, [string] $Noun = 'WebRequest', [string] $At = 'kestrel', [scriptblock] $Then)
    $base = if ($At -eq 'nginx') { $server.NginxUri } else { $server.Uri }
    $result = @{}
    foreach ($kind in 'theirs', 'ours') {
        $command = if ($kind -eq 'ours') { "Invoke-Pinned$Noun" } else { "Invoke-$Noun" }
        $arguments = if ($kind -eq 'ours') { $pinned.Clone() } else { $plain.Clone() }
        if ($With.ContainsKey('Proxy')) { $arguments.Remove('NoProxy') }
        $one = @{ Result = $null; Id = ''; Details = ''; Exception = ''; Category = ''; Then = $null }
        $arguments.Uri = "$base$Path"
        foreach ($key in $With.Keys) {
            $arguments[$key] = if ($With[$key] -is [scriptblock]) { & $With[$key] } else { $With[$key] }
        }
        $seen = @(Get-Seen $At).Count
        try { $one.Result = & $command @arguments -WarningAction SilentlyContinue }
        catch {
            $one.Id = ($_.FullyQualifiedErrorId -split ',')[0]
            $one.Details = [string] $_.ErrorDetails
            $one.Exception = $_.Exception.GetType().FullName
            $one.Category = [string] $_.CategoryInfo.Category
        }
        $one.Received = @(Get-NewlySeen $At $seen)
        if ($Then) { $one.Then = & $Then | ConvertTo-Json -Depth 5 }
        $result[$kind] = [pscustomobject] $one
    }
    [pscustomobject] $result
}

# What a server received, without what is random in it.
function Format-Received($Requests) {
    $text = foreach ($request in $Requests) {
        if (-not $request.headers) { $request | ConvertTo-Json; continue }
        $type = "$($request.headers.'Content-Type')"
        $boundary = if ($type -match 'boundary="?([^"]+)"?') { $Matches[1] } else { 'none' }
        $headers = foreach ($field in $request.headers.PSObject.Properties | Sort-Object Name) {
            "$($field.Name): $($field.Value)"
        }
        $line = "$($request.method) $($request.target) $($request.protocol) $($request.clientCertificate)"
        ($line, ($headers -join "`n"), $request.body -join "`n").Replace($boundary, 'BOUNDARY')
    }
    $text -join "`n---`n" -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'GUID'
}

function Format-Response($Response) {
    if ($null -eq $Response) { return 'nothing' }
    $fields = $Response.Headers.GetEnumerator() | Where-Object Key -NE 'Date' | Sort-Object Key
    $links = $Response.RelationLink.GetEnumerator() | Sort-Object Key
    $text = [pscustomobject]@{
        StatusCode = $Response.StatusCode
        StatusDescription = $Response.StatusDescription
        ContentType = $Response.Content.GetType().FullName
        Content = $Response.Content -join ','
        RawContent = $Response.RawContent -replace 'Date: [^\r\n]*', ''
        RawContentLength = $Response.RawContentLength
        Headers = ($fields | ForEach-Object { "$($_.Key)=$($_.Value -join '|')" }) -join "`n"
        HeadersType = $Response.Headers.GetType().FullName
        Encoding = foreach ($one in $Response.Encoding) { "$($one.WebName) $($one.GetPreamble().Count)" }
        HasFile = $namesFiles -and $Response.OutFile
        Links = $Response.Links | ConvertTo-Json
        Images = $Response.Images | ConvertTo-Json
        InputFields = $Response.InputFields | ConvertTo-Json
        RelationLink = ($links | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join "`n"
        Text = "$Response"
        Uri = $Response.BaseResponse.RequestMessage.RequestUri.PathAndQuery
        Version = "$($Response.BaseResponse.Version)"
    } | ConvertTo-Json
    $text -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'GUID'
}

# Type and content of each object, so that an array and its elements differ.
function Format-Output($Output) {
    foreach ($one in @($Output)) {
        $type = if ($null -eq $one) { 'null' } else { $one.GetType().FullName }
        $text = if ($one -is [System.Xml.XmlNode]) { $one.OuterXml } else { $one | ConvertTo-Json -Depth 20 -Compress }
        "$type $text" -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'GUID'
    }
}

function Assert-SameRequest($Both) {
    @($Both.ours.Received).Count | Should -Be @($Both.theirs.Received).Count
    Format-Received $Both.ours.Received | Should -BeExactly (Format-Received $Both.theirs.Received)
}

function Assert-SameResponse($Both, [string] $Noun = 'WebRequest') {
    $Both.ours.Id | Should -Be $Both.theirs.Id
    $Both.ours.Details | Should -BeExactly $Both.theirs.Details
    $Both.ours.Then | Should -BeExactly $Both.theirs.Then
    if ($Noun -eq 'RestMethod') {
        Format-Output $Both.ours.Result | Should -BeExactly (Format-Output $Both.theirs.Result)
    }
    else { Format-Response $Both.ours.Result | Should -BeExactly (Format-Response $Both.theirs.Result) }
}

function Assert-SameError($Both) {
    $Both.theirs.Id | Should -Not -Be ''
    $Both.ours.Id | Should -Be $Both.theirs.Id
    $Both.ours.Exception | Should -Be $Both.theirs.Exception
    $Both.ours.Category | Should -Be $Both.theirs.Category
}
