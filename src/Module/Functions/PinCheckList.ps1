# Where the rows of a check come from: a file, or the hosts that a pin store names.

# A path that exists as it is written is that file, whatever brackets it has; else it is a wildcard for one file.
function Resolve-PinCheckList {
    param([string] $Path, [bool] $Literal)

    try {
        $exact = $Literal -or (Test-Path -LiteralPath $Path)
        $found = @(if ($exact) { Convert-Path -LiteralPath $Path } else { Convert-Path -Path $Path })
    } catch { $found = @() }

    if (-not $found) { Assert-PinCheckSearchable -Path $Path }
    if ($found.Count -ne 1 -or -not (Test-Path -LiteralPath $found[0] -PathType Leaf)) {
        $what = if ($found.Count -gt 1) { "is the name of $($found.Count) files" } else { 'is not the name of a file' }
        throw (Get-PinCheckError -Id PinCheckListMissing -Category ObjectNotFound -Target $Path `
                -Message "'$Path' $what." -Advice 'Give one .csv or .json file; paths start at the current location.')
    }
    $found[0]
}

# What lies in a folder that may not be searched is not absent: whether it is there is not known.
function Test-PinCheckHidden {
    param([string] $Path)

    try { $null = [IO.File]::GetAttributes($Path); $false }
    catch [UnauthorizedAccessException] { $true }
    catch { $false }
}

function Assert-PinCheckSearchable {
    param([string] $Path)

    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    if (Test-PinCheckHidden -Path $full) {
        throw (Get-PinCheckError -Id FileUnreadable -Category PermissionDenied -Target $Path `
                -Message "'$Path' cannot be read: a folder that leads to it may not be searched." `
                -Advice 'Check the permissions of each folder that leads to it (x on Unix).')
    }
}

function Read-PinCheckList {
    param([string] $File, [string] $Delimiter)

    $kind = [IO.Path]::GetExtension($File)
    if ($kind -notin '.csv', '.json') {
        throw (Get-PinCheckError -Id PinCheckListKind -Category InvalidArgument -Target $File `
                -Message "'$File' is neither a .csv nor a .json file." `
                -Advice 'Name the file for what is in it, or pipe its rows to Invoke-PinCheck.')
    }

    try {
        # Not by PowerShell's own commands, which wait for good where the path is a pipe's.
        $text = [PinningTools.Internal.PinCheckFile]::Read($File)
        if ($kind -eq '.json') { return Read-PinCheckJson -Text $text }
        Read-PinCheckCsv -Text $text -Delimiter $Delimiter
    } catch {
        $cause = $_.Exception
        while ($cause.InnerException) { $cause = $cause.InnerException }
        throw (Get-PinCheckError -Id PinCheckListUnreadable -Category InvalidData -Target $File `
                -Message "'$File' cannot be read: $($cause.Message)" `
                -Advice 'Compare the file with the example in Get-Help Invoke-PinCheck.')
    }
}

# What stands before the header says nothing about hosts: Excel's sep= line, comments, the #TYPE of Windows PowerShell.
function Read-PinCheckCsv {
    param([string] $Text, [string] $Delimiter)

    while ($Text -match '\A(?<line>[^\r\n]*)(\r?\n|\r|\z)' -and $Text) {
        $line = $Matches.line.Trim(' ')
        if ($line -match '^"?sep=(?<sign>.)"?[,;\t]*$') { if (-not $Delimiter) { $Delimiter = $Matches.sign } }
        elseif ($line -match '[^\s,;"]' -and $line -notmatch '^\s*"?#') { break }
        $null = $Text -match '\A[^\r\n]*(\r?\n|\r|\z)'
        $Text = $Text.Substring($Matches[0].Length)
    }
    if (-not $Text) { return }
    if (-not $Delimiter) { $Delimiter = Find-PinCheckDelimiter -Header $line }
    $cells = @(($line | ConvertFrom-Csv -Delimiter $Delimiter -Header (1..100)).PSObject.Properties |
            Where-Object { $null -ne $_.Value } | ForEach-Object { ([string]$_.Value).Trim() })
    # One line alone is no header of anything.
    $isAlone = $Text.Trim() -notmatch '[\r\n]'
    if (-not (Test-PinCheckHeaderless -Cell $cells -IsAlone $isAlone)) {
        return $Text | ConvertFrom-Csv -Delimiter $Delimiter -ErrorAction Stop
    }
    $rows = @($Text | ConvertFrom-Csv -Delimiter $Delimiter -Header (1..$cells.Count) -ErrorAction Stop)
    Add-PinCheckHeader -InputObject $rows -Count $cells.Count
}

# A first line that has a host, a pin or a port in it, and no column's name, is a row. So is one that stands alone.
function Test-PinCheckHeaderless {
    param([string[]] $Cell, [bool] $IsAlone)

    $known = Get-PinCheckColumn
    if ($Cell | Where-Object { $known[($_ -replace '[\s_-]')] }) { return $false }
    if ($IsAlone) { return $true }
    if ($Cell[0] -match '^[\w.:/\[\]-]+$' -and $Cell[0] -match '[.:]') { return $true }
    [bool]($Cell | Where-Object { $_ -match '^[0-9]{1,5}$' -or (Test-PinCheckPin -Text $_) })
}

function Test-PinCheckPin {
    param([string] $Text)

    $parts = @($Text -split ';' | Where-Object { $_.Trim() })
    $pin = New-Object -TypeName PinningTools.SpkiPin
    $parts.Count -gt 0 -and -not ($parts | Where-Object { -not [PinningTools.SpkiPin]::TryParse($_, [ref]$pin) })
}

# Columns without names are told by what is in them. The first that is nothing else has the hosts.
function Add-PinCheckHeader {
    param([object[]] $InputObject, [int] $Count)

    $names = @(foreach ($i in 1..$Count) {
            $cells = @($InputObject | ForEach-Object { ([string]$_."$i").Trim() } | Where-Object { $_ })
            if (-not $cells) { "Column$i" }
            elseif (-not ($cells -notmatch '^[0-9]{1,5}$') -and -not $isPortFound) { 'Port'; $isPortFound = $true }
            elseif ($cells | Where-Object { Test-PinCheckPin -Text $_ }) { 'Pin' }
            elseif (-not ($cells -notmatch '\.(pem|crt|cer|der|p7b)$')) { 'TrustAnchor' }
            elseif ($isHostFound) { "Column$i" }
            else { 'HostName'; $isHostFound = $true }
        })
    $unread = @($names | Where-Object { $_ -like 'Column*' })
    if ($unread) {
        Write-Warning ("The list has no header, and what its $($unread -join ', ') mean is not known: they are only " +
            'carried into the details. A header with the names of the columns says it.')
    }
    foreach ($row in $InputObject) {
        $named = [ordered]@{}
        # Several columns of pins are one list of them, as where the backup pin has its own.
        for ($i = 0; $i -lt $Count; $i++) {
            $cell = $row."$($i + 1)"
            $before = $named[$names[$i]]
            $named[$names[$i]] = if ($before -and $cell) { "$before;$cell" } else { "$before$cell" }
        }
        [pscustomobject]$named
    }
}

function Read-PinCheckJson {
    param([string] $Text)

    # ConvertFrom-Json of PowerShell 7 takes an array that was cut off for a whole one.
    if ($PSVersionTable.PSEdition -eq 'Core') {
        $lenient = [Text.Json.JsonDocumentOptions]@{ CommentHandling = 'Skip'; AllowTrailingCommas = $true }
        [Text.Json.JsonDocument]::Parse($Text, $lenient).Dispose()
    }
    # Windows PowerShell writes a JSON array as one object: ForEach-Object takes it apart on both engines.
    $Text | ConvertFrom-Json | ForEach-Object { $_ }
}

# What divides the first line most often; between pins a semicolon divides no cells.
function Find-PinCheckDelimiter {
    param([string] $Header)

    $bare = $Header -replace '"[^"]*"' -replace '(?<=[a-z0-9+/]{43}=|[0-9a-f]{64});(?=\s*(sha256/|[0-9a-f]{64}))'
    $best = ','
    foreach ($one in ';', "`t") { if ($bare.Split($one).Count -gt $bare.Split($best).Count) { $best = $one } }
    $best
}

# The exact patterns of a store and of its source as rows; a pattern with a wildcard names no host to connect to.
function Read-PinCheckStore {
    param([string] $Path)

    $file = @{}
    if ($Path) { $file.LiteralPath = $Path }
    $sets = @(Import-PinSet @file -Format PinStore -IncludeSource -ErrorAction Stop)
    $open = @($sets | Where-Object Pattern -Like '`**')
    if ($open) {
        Write-Warning ("These patterns name no host and are not checked: $($open.Pattern -join ', '). " +
            'Put their hosts into a list, and give it beside -PinStore.')
    }
    foreach ($set in $sets | Where-Object Pattern -NotLike '`**') {
        [pscustomobject]@{ HostName = $set.Pattern; StartTls = $set.StartTls; Owner = $set.Owner }
    }
}
