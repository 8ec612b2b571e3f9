# One row of a list: which host, under which trust, and what cannot be read in it.

# The columns by all of their names. They compare without case.
function Get-PinCheckColumn {
    @{
        HostName = 'HostName'; Host = 'HostName'; ComputerName = 'HostName'; DNSHostName = 'HostName'; Uri = 'HostName'
        Port = 'Port'; Pin = 'Pin'; PinOnly = 'PinOnly'; TrustAnchor = 'TrustAnchor'; StartTls = 'StartTls'; EhloName = 'EhloName'
        ServerName = 'ServerName'; Address = 'Address'; AllAddresses = 'AllAddresses'; Proxy = 'Proxy'
        SslProtocol = 'SslProtocol'; Protocol = 'SslProtocol'; CheckRevocation = 'CheckRevocation'
    }
}

# Warns about columns that nobody reads: a misspelt PinOnly or TrustAnchor must not go unseen.
function Assert-PinCheckColumn {
    param([object[]] $InputObject, [object] $Source)

    $known = Get-PinCheckColumn
    $names = @($InputObject | ForEach-Object { $_.PSObject.Properties.Name } | Select-Object -Unique)
    if (-not ($names | Where-Object { $known[$_.Trim()] -eq 'HostName' })) {
        $list = if ($Source) { "'$Source'" } else { 'The input' }
        throw (Get-PinCheckError -Id PinCheckNoHostColumn -Category InvalidData -Target $Source `
                -Message "$list has no column HostName. Its columns are: $($names -join ', ')." `
                -Advice 'Name the column of the hosts HostName; -Delimiter divides columns that run together.')
    }
    # Objects of a type of their own have members for other purposes.
    if ($InputObject[0] -isnot [Management.Automation.PSCustomObject]) { return }
    $unknown = @($names | Where-Object { -not $known[$_.Trim()] })
    if ($unknown) { Write-Warning ([PinningTools.DisplayText]::Clean("The list has columns that are not read: $($unknown -join ', ').")) }
}

function ConvertTo-PinCheckRow {
    param([object] $InputObject, [int] $Number, [string] $Folder, [bool] $HasStore)

    $known = Get-PinCheckColumn
    $row = @{ Problem = @() }
    $from = @{}
    foreach ($property in $InputObject.PSObject.Properties) {
        $column = $known[$property.Name.Trim()]
        $cell = @($property.Value | ForEach-Object { ([string]$_).Trim() } | Where-Object { $_ })
        if (-not $column -or -not $cell) { continue }
        if ($row[$column] -and "$($row[$column])" -ne "$cell") {
            $row.Problem += "$($from[$column]) and $($property.Name) contradict each other."
        }
        $row[$column] = $cell
        $from[$column] = $property.Name
    }

    foreach ($column in 'HostName', 'Port', 'StartTls', 'EhloName', 'ServerName', 'Address', 'Proxy') {
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
    if (-not $row.Pin -and -not $HasStore) { $row.Problem += "There is no pin for $([PinningTools.DisplayText]::Address($row.HostName))." }
    foreach ($column in 'PinOnly', 'AllAddresses', 'CheckRevocation') {
        $cell = "$($row[$column])"
        $row[$column] = $cell -in 'true', '$true', 'yes', '1'
        if ($cell -and -not $row[$column] -and $cell -notin 'false', '$false', 'no', '0') {
            $row.Problem += "$column '$cell' is neither true nor false."
        }
    }
    $row.SslProtocol = @($row.SslProtocol -split '[,; ]' | Where-Object { $_ })
    $types = @{ StartTls = [PinningTools.StartTlsProtocol]; SslProtocol = [Security.Authentication.SslProtocols] }
    foreach ($column in 'StartTls', 'SslProtocol') {
        $row.Problem += @(Find-PinCheckUnknownName -Column $column -Name $row[$column] -Type $types[$column])
    }
    $row.TrustAnchor = @(foreach ($one in $row.TrustAnchor) {
            if ($one -like '*-----BEGIN*') { $one; continue }
            foreach ($file in $one -split ';' | ForEach-Object { $_.Trim() } | Where-Object { $_ }) {
                # A file, not a path: Test-CertificatePin takes brackets in a path for a wildcard.
                $path = [IO.Path]::Combine($Folder, $file)
                if (Test-Path -LiteralPath $path -PathType Leaf) { [IO.FileInfo]$path; continue }
                $row.Problem += "TrustAnchor '$path' does not exist."
            }
        })
    $row.Number = $Number
    [pscustomobject]$row
}

# The names of an enumeration, and not its numbers.
function Find-PinCheckUnknownName {
    param([string] $Column, [string[]] $Name, [type] $Type)

    $names = [Enum]::GetNames($Type) | Where-Object { $_ -ne 'Default' }
    foreach ($one in $Name | Where-Object { $_ -and $_ -notin $names }) {
        "$Column '$one' is none of $($names -join ', ')."
    }
}
