# One row of a list: which host, under which trust, and what cannot be read in it.

# The columns by all of their names. They compare without case, blanks, hyphens and underscores.
function Get-PinCheckColumn {
    @{
        HostName = 'HostName'; Host = 'HostName'; ComputerName = 'HostName'; DNSHostName = 'HostName'; Uri = 'HostName'
        Port = 'Port'; Pin = 'Pin'; PinOnly = 'PinOnly'; TrustAnchor = 'TrustAnchor'
        StartTls = 'StartTls'; EhloName = 'EhloName'
        ServerName = 'ServerName'; Address = 'Address'; AllAddresses = 'AllAddresses'; Proxy = 'Proxy'
        SslProtocol = 'SslProtocol'; Protocol = 'SslProtocol'; CheckRevocation = 'CheckRevocation'
        NoBackup = 'NoBackup'; Enabled = 'Enabled'; Tag = 'Tag'; Tags = 'Tag'; Owner = 'Owner'
    }
}

# Columns that are not read are carried into the details. One that is nearly the name of another must not go unseen:
# a misspelt PinOnly or TrustAnchor.
function Assert-PinCheckColumn {
    param([object[]] $InputObject, [object] $Source)

    $known = Get-PinCheckColumn
    $names = @($InputObject | ForEach-Object { $_.PSObject.Properties.Name } | Select-Object -Unique)
    if (-not ($names | Where-Object { $known[($_ -replace '[\s_-]')] -eq 'HostName' })) {
        $list = if ($Source) { "'$Source'" } else { 'The input' }
        throw (Get-PinCheckError -Id PinCheckNoHostColumn -Category InvalidData -Target $Source `
                -Message "$list has no column HostName. Its columns are: $($names -join ', ')." `
                -Advice 'Name the column of the hosts HostName; -Delimiter divides columns that run together.')
    }
    # Objects of a type of their own have members for other purposes.
    if ($InputObject[0] -isnot [Management.Automation.PSCustomObject]) { return }
    $unknown = @($names | Where-Object { -not $known[($_ -replace '[\s_-]')] })
    $carried = @($names | Where-Object { $_ -in $unknown -or $known[($_ -replace '[\s_-]')] -eq 'Owner' })
    $all = [string[]]$known.Keys
    $meant = @(
        $unknown | ForEach-Object { [PinningTools.Internal.PinCheckFile]::FindMeantColumn($_.Trim(), $all) } |
            Where-Object { $_ } | Select-Object -Unique)
    if ($meant) {
        $names = [PinningTools.DisplayText]::Clean($carried -join ', ')
        Write-Warning ("The list has columns that are not read, but only carried into the details: " +
            "$names. Did you mean $($meant -join ', ')?")
    }
}

# A row that nobody means: empty cells below the table, one that is commented out or switched off, one of another tag.
function Test-PinCheckRow {
    param([object] $InputObject, [string[]] $Tag)

    $cells = @($InputObject.PSObject.Properties | Where-Object { "$($_.Value)".Trim() })
    if (-not $cells) { return @($InputObject.PSObject.Properties).Count -lt 2 }
    $known = Get-PinCheckColumn
    $values = @{}
    foreach ($cell in $cells) {
        $column = $known[($cell.Name -replace '[\s_-]')]
        if ($column) { $values[$column] = $cell.Value }
    }
    if ("$($cells[0].Value)".TrimStart().StartsWith('#') -or "$($values.HostName)".TrimStart().StartsWith('#')) {
        return $false
    }
    if (Test-PinCheckNo -Text $values.Enabled) { return $false }
    if (-not $Tag) { return $true }
    $own = @(Split-PinCheckTag -Text $values.Tag)
    [bool]($Tag | Where-Object { $wanted = $_; $own | Where-Object { $_ -like $wanted } })
}

function Test-PinCheckNo {
    param([object] $Text)

    "$Text".Trim() -in 'false', '$false', 'no', '0'
}

function Split-PinCheckTag {
    param([object] $Text)

    $Text | ForEach-Object { "$_" -split '[,;]' } | ForEach-Object { $_.Trim() } | Where-Object { $_ }
}

function ConvertTo-PinCheckRow {
    param([object] $InputObject, [int] $Number, [string] $Folder, [bool] $HasStore)

    $known = Get-PinCheckColumn
    $row = @{ Problem = @(); Columns = [ordered]@{} }
    $from = @{}
    foreach ($property in $InputObject.PSObject.Properties) {
        $column = $known[($property.Name -replace '[\s_-]')]
        $cell = @($property.Value | ForEach-Object { ([string]$_).Trim() } | Where-Object { $_ })
        if (-not $column -and $property.Name.Trim()) { $row.Columns[$property.Name.Trim()] = $property.Value }
        if (-not $column -or -not $cell) { continue }
        if ($row[$column] -and "$($row[$column])" -ne "$cell") {
            $row.Problem += "$($from[$column]) and $($property.Name) contradict each other."
        }
        $row[$column] = $cell
        $from[$column] = $property.Name
    }

    foreach ($column in 'HostName', 'Port', 'StartTls', 'EhloName', 'ServerName', 'Address', 'Proxy', 'Owner') {
        $row[$column] = $row[$column] -join ' '
    }
    if (-not $row.HostName) { $row.Problem += 'There is no HostName.' }
    if ($row.Port -and ($row.Port -notmatch '^[0-9]{1,5}$' -or [int]$row.Port -lt 1 -or [int]$row.Port -gt 65535)) {
        $row.Problem += "Port '$($row.Port)' is not a number from 1 to 65535."
        $row.Port = ''
    }
    $row.Pin = @($row.Pin -split ';' | ForEach-Object { $_.Trim() } | Where-Object { $_ })
    foreach ($one in $row.Pin) {
        try { $null = [PinningTools.SpkiPin]::Parse($one) } catch {
            $row.Problem += $_.Exception.InnerException.Message
        }
    }
    if (-not $row.Pin -and -not $HasStore) {
        $row.Problem += "There is no pin for $([PinningTools.DisplayText]::Address($row.HostName))."
    }
    $row.Tag = @(Split-PinCheckTag -Text $row.Tag)
    foreach ($column in 'PinOnly', 'AllAddresses', 'CheckRevocation', 'NoBackup', 'Enabled') {
        $cell = "$($row[$column])"
        $row[$column] = $cell -in 'true', '$true', 'yes', '1'
        if ($cell -and -not $row[$column] -and -not (Test-PinCheckNo -Text $cell)) {
            $row.Problem += "$column '$cell' is neither true nor false."
        }
    }
    $row.SslProtocol = @($row.SslProtocol -split '[,; ]' | Where-Object { $_ })
    $types = @{ StartTls = [PinningTools.StartTlsProtocol]; SslProtocol = [PinningTools.TlsVersions] }
    foreach ($column in 'StartTls', 'SslProtocol') {
        $row.Problem += @(Find-PinCheckUnknownName -Column $column -Name $row[$column] -Type $types[$column])
    }
    $row.TrustAnchor = @(foreach ($one in Join-PinCheckPem -Text $row.TrustAnchor -Folder $Folder) {
            if ($one -like '*-----BEGIN*') { $one; continue }
            foreach ($file in $one -split ';' | ForEach-Object { $_.Trim() } | Where-Object { $_ }) {
                # A file, not a path: Test-CertificatePin takes brackets in a path for a wildcard.
                $path = [IO.Path]::Combine($Folder, $file)
                if (Test-Path -LiteralPath $path -PathType Leaf) { [IO.FileInfo]$path; continue }
                $what = if (Test-PinCheckHidden -Path $path) { 'is in a folder that may not be searched' }
                else { 'does not exist' }
                $row.Problem += "TrustAnchor '$path' $what."
            }
        })
    $row.Number = $Number
    [pscustomobject]$row
}

# The lines of a PEM as one text, as Get-Content without -Raw takes them apart. What stands between the blocks of such
# lines and is no file is a remark.
function Join-PinCheckPem {
    param([string[]] $Text, [string] $Folder)

    $isByLine = [bool]@($Text | Where-Object { $_ -like '*-----BEGIN *' -and $_ -notlike '*-----END *' })
    $block = @()
    foreach ($one in $Text) {
        if ($block -or ($one -like '*-----BEGIN *' -and $one -notlike '*-----END *')) {
            $block += $one
            if ($one -like '*-----END *') { $block -join "`n"; $block = @() }
            continue
        }
        if (-not $isByLine -or $one -like '*-----BEGIN *' -or
            (Test-Path -LiteralPath ([IO.Path]::Combine($Folder, $one)) -PathType Leaf)) { $one }
    }
    # A block that does not end is told where it is read.
    if ($block) { $block -join "`n" }
}

# The names of an enumeration, and not its numbers.
function Find-PinCheckUnknownName {
    param([string] $Column, [string[]] $Name, [type] $Type)

    $names = [Enum]::GetNames($Type)
    foreach ($one in $Name | Where-Object { $_ -and $_ -notin $names }) {
        "$Column '$one' is none of $($names -join ', ')."
    }
}
